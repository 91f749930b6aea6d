import { useEffect } from 'react'
import { live } from '../live/live.ts'
import { useLastEvent } from '../live/use-live.ts'

/** No event tells that a callback was answered or a prompt came through, which follows an event soon. */
export function useReadingAgain(path: string): void {
  const last = useLastEvent()
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each event
  useEffect(() => {
    const timers = [300, 1_200, 4_000].map((ms) => setTimeout(() => live.resource(path).refresh(), ms))
    return () => timers.forEach(clearTimeout)
  }, [path, last])
}
