import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { live } from '../live/live.ts'
import { keepText, keptText, useEntries } from '../live/use-live.ts'
import { teller } from '../timeline/teller.ts'
import { newerThan } from './newer-than.ts'

/** The position in the timeline up to which somebody has looked, as the stream tells it. */
const name = 'timeline-seen'
const listeners = new Set<() => void>()

/** How many things went wrong since somebody last looked at the timeline, in this tab or another. */
export function useNewTroubles(): number {
  const entries = useEntries()
  const seen = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      addEventListener('storage', listener)
      return () => {
        listeners.delete(listener)
        removeEventListener('storage', listener)
      }
    },
    () => keptText(name) ?? '',
  )
  return useMemo(() => {
    const isNew = newerThan(seen, live.cursor)
    return entries.filter((entry) => teller.isTrouble(entry) && isNew(entry)).length
  }, [entries, seen])
}

/** While it is drawn, somebody looks at the timeline. */
export function LooksAtTimeline() {
  const entries = useEntries()
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each entry
  useEffect(() => {
    const note = () => {
      if (document.hidden || live.cursor === '' || keptText(name) === live.cursor) return
      keepText(name, live.cursor)
      for (const listener of listeners) listener()
    }
    note()
    document.addEventListener('visibilitychange', note)
    return () => document.removeEventListener('visibilitychange', note)
  }, [entries])
  return null
}
