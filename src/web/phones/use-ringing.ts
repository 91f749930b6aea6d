import { useMemo } from 'react'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { useLive } from '../live/use-live.ts'
import { standingOf } from './news.ts'

/** Of more that ring at once, one sees no more anyway. */
const mostOpen = 100

/** The phones that ring now. */
export function useRinging(): PhoneView[] {
  const open = useLive<PhoneView[]>(`/phones?open=true&news=true&limit=${mostOpen}`)
  return useMemo(() => (open ?? []).filter((phone) => standingOf(phone) === 'ringing'), [open])
}
