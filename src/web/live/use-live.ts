import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { TimelineEntry } from '../../terms/sim/timeline-entry.ts'
import { type Connection, live } from './live.ts'
import type { Resource } from './resource.ts'

const nothing = { subscribe: () => () => undefined, data: undefined } as unknown as Resource

/** What a control route answers, kept up to date; undefined until it has answered, and without a path. */
export function useLive<Answer>(path: string | null): Answer | undefined {
  const resource = useMemo(() => (path === null ? nothing : live.resource(path)), [path])
  return useSyncExternalStore(resource.subscribe, () => resource.data) as Answer | undefined
}

export function useEntries(): readonly TimelineEntry[] {
  return useSyncExternalStore(live.subscribe, () => live.entries)
}

/** Another one whenever something has happened; HTTP requests alone change nothing. */
export function useLastEvent(): string {
  return useSyncExternalStore(live.subscribe, () => live.lastEvent)
}

export function useConnection(): Connection {
  return useSyncExternalStore(live.subscribe, () => live.connection)
}

/** Reads again after a while for as long as something is under way that no event tells of. */
export function usePolling(path: string, active: boolean, everyMs = 400): void {
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => live.resource(path).refresh(), everyMs)
    return () => clearInterval(timer)
  }, [path, active, everyMs])
}

/** A value that this browser remembers. */
export function useKept<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const key = `payersim.${name}`
  const [value, setValue] = useState<Value>(() => {
    const kept = localStorage.getItem(key)
    return kept === null ? initial : (JSON.parse(kept) as Value)
  })
  return [
    value,
    (next) => {
      localStorage.setItem(key, JSON.stringify(next))
      setValue(next)
    },
  ]
}
