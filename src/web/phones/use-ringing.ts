import { useMemo, useSyncExternalStore } from 'react'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { live } from '../live/live.ts'
import { useLive } from '../live/use-live.ts'
import { Missed, standingOf } from './news.ts'

/** Of more that ring at once, one sees no more anyway. */
const mostOpen = 100

const missed = new Missed()

/** How many prompts a phone missed, as far back as the page has read the timeline. */
export function useMissed(): (msisdn: string) => number {
  const version = useSyncExternalStore(live.subscribe, () => live.entries)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another function where there are other entries
  return useMemo(() => {
    missed.take(live.arrivals)
    return (msisdn: string) => missed.of(msisdn)
  }, [version])
}

/** The phones that ring now. */
export function useRinging(): PhoneView[] {
  const open = useLive<PhoneView[]>(`/phones?open=true&news=true&limit=${mostOpen}`)
  return useMemo(() => (open ?? []).filter((phone) => standingOf(phone) === 'ringing'), [open])
}
