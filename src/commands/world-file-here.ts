import { existsSync } from 'node:fs'

/** The world file of a folder, which `payersim init` writes. */
export const worldFileName = 'payersim.world.yaml'

/** The world file that `test` and `serve` read: the one that is named, or that of this folder where it has one. */
export function worldFileHere(named: string | undefined): string | undefined {
  return named ?? (existsSync(worldFileName) ? worldFileName : undefined)
}
