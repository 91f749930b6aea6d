import type { ClockView } from '../../terms/sim/clock.ts'
import { useLive } from '../live/use-live.ts'
import { momentOf, whenOf } from './times.ts'

/** The time of the business clock when it was read last, ISO 8601; empty until it is known. */
export function useNow(): string {
  return useLive<ClockView>('/clock')?.now ?? ''
}

/**
 * A time in words, and exactly for who points at it or reads the page by a program.
 *
 * @param whole with its day, where it may be left out otherwise: on the day of the business clock
 */
export function When({ at, whole = false }: { at: string; whole?: boolean }) {
  const now = useNow()
  return (
    <time dateTime={at} title={at}>
      {whole ? momentOf(at) : whenOf(at, now)}
    </time>
  )
}
