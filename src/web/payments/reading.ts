import { useEffect } from 'react'
import type { ClockView } from '../../terms/sim/clock.ts'
import { live } from '../live/live.ts'
import { useLastEvent, useLive } from '../live/use-live.ts'

/** The time of the business clock; undefined until it is known. */
export function useNow(): number | undefined {
  const clock = useLive<ClockView>('/clock')
  return clock && Date.parse(clock.now)
}

/** No event tells that a callback was answered or a prompt came through, which follows an event soon. */
export function useReadingAgain(path: string): void {
  const last = useLastEvent()
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each event
  useEffect(() => {
    const timers = [300, 1_200, 4_000].map((ms) => setTimeout(() => live.resource(path).refresh(), ms))
    return () => timers.forEach(clearTimeout)
  }, [path, last])
}
