import type { Scene } from '../scene.ts'

/** With its variables filled in, at any depth. */
export async function filled(scene: Scene, value: unknown): Promise<unknown> {
  if (typeof value === 'string') return (await scene.resolve(value)).value
  if (Array.isArray(value)) return Promise.all(value.map((one) => filled(scene, one)))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(async ([key, part]) => [key, await filled(scene, part)] as const)
  return Object.fromEntries(await Promise.all(entries))
}
