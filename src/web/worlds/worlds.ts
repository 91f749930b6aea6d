import { defaultWorld, type NamedWorld } from '../../terms/sim/named-world.ts'
import { ownWorld } from '../live/base.ts'
import { useLive } from '../live/use-live.ts'
import { t } from '../words/words.ts'

/** The name of the world of this page. */
export const thisWorld: string = ownWorld ?? defaultWorld

/** The worlds by name, in the order of the alphabet; undefined until they are known. */
export function useWorlds(): NamedWorld[] | undefined {
  const worlds = useLive<NamedWorld[]>('/worlds')
  return worlds?.toSorted((one, other) => one.name.localeCompare(other.name))
}

/** `opened 12 min ago, frozen at 2026-01-05 09:00`. */
export function standingOf({ openedAt, clock: { mode, now } }: NamedWorld): string {
  const clock =
    mode === 'frozen'
      ? t('frozen at {time}', { time: now.slice(0, 16).replace('T', ' ') })
      : t('clock running')
  return t('opened {age}, {clock}', { age: ageOf(Date.now() - Date.parse(openedAt)), clock })
}

function ageOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return t('just now')
  if (minutes < 60) return t('{count} min ago', { count: minutes })
  if (minutes < 24 * 60) return t('{count} h ago', { count: Math.floor(minutes / 60) })
  return t('{count} d ago', { count: Math.floor(minutes / 24 / 60) })
}
