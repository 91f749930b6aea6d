import { useMemo } from 'react'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { useEntries, useLive } from '../live/use-live.ts'
import { type News, newsOf, standingOf } from './news.ts'

export function useNews(): News {
  const entries = useEntries()
  return useMemo(() => newsOf(entries), [entries])
}

/** The phones that ring now. */
export function useRinging(): PhoneView[] {
  const phones = useLive<PhoneView[]>('/phones')
  const news = useNews()
  return useMemo(
    () => (phones ?? []).filter((phone) => standingOf(phone, news) === 'ringing'),
    [phones, news],
  )
}
