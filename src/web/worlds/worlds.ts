import { defaultWorld, type NamedWorld } from '../../terms/sim/named-world.ts'
import { ownWorld } from '../live/base.ts'
import { useLater, useLive } from '../live/use-live.ts'
import { ageOf, momentOf } from '../parts/times.ts'
import { t } from '../words/words.ts'

/** The name of the world of this page. */
export const thisWorld: string = ownWorld ?? defaultWorld

/** The worlds by name, in the order of the alphabet; undefined until they are known. */
export function useWorlds(): NamedWorld[] | undefined {
  const worlds = useLive<NamedWorld[]>(useLater('/worlds'))
  return worlds?.toSorted((one, other) => one.name.localeCompare(other.name))
}

/** `opened 12 min ago, frozen at Jan 5, 2026, 09:00:00`. */
export function standingOf({ openedAt, clock: { mode, now } }: NamedWorld): string {
  const clock = mode === 'frozen' ? t('frozen at {time}', { time: momentOf(now) }) : t('clock running')
  // Of this machine's clock: a world is no older for the time that its own was moved.
  const isNew = Date.now() - Date.parse(openedAt) < 60_000
  const age = isNew ? t('just now') : ageOf(openedAt, new Date().toISOString())
  return t('opened {age}, {clock}', { age, clock })
}
