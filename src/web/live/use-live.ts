import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Entry } from '../../events/telling.ts'
import { ownWorld } from './base.ts'
import { isRule, Refusal, unreadable, wordsOf } from './http.ts'
import { type Connection, live } from './live.ts'

/** The answer of a control route, kept up to date; undefined until the first answer, and without a path. */
export function useLive<Answer>(path: string | null): Answer | undefined {
  const { data } = useQuery({ queryKey: [path], enabled: path !== null }, live.queries)
  return data as Answer | undefined
}

/** As {@link useLive}, of a route that answers null where it has nothing to tell. */
export function useLiveOrNull<Answer>(path: string | null): Answer | null | undefined {
  const of = { queryKey: [path], enabled: path !== null, meta: { orNull: true } }
  return useQuery(of, live.queries).data as Answer | null | undefined
}

/** The path of what can wait: it is first read once the newest entries have come. */
export function useLater(path: string): string | null {
  const opened = useSyncExternalStore(live.subscribe, () => live.opened)
  return opened ? path : null
}

/** What a part of the page cannot be drawn without could not be read. */
export class NotRead extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * As {@link useLive}, for what cannot be missing: where it cannot be read at first, the `Part` around says so, until there is
 * an answer. While there is no connection the page says that, and here is none yet.
 *
 * @throws NotRead to that `Part`
 */
export function useNeeded<Answer>(path: string | null): Answer | undefined {
  const { data, error } = useQuery({ queryKey: [path], enabled: path !== null }, live.queries)
  if (path !== null) throwUnread(path, data, error)
  return data as Answer | undefined
}

/** As {@link useNeeded}, for a list. @throws NotRead for another answer too */
export function useNeededList<Item>(path: string | null): Item[] | undefined {
  const list = useNeeded<Item[]>(path)
  if (path === null || list === undefined || Array.isArray(list)) return list
  throw new NotRead(path, unreadable(path).message)
}

/** As {@link useNeeded}; where the path changes, the answer of the one before stays until the next has come. */
export function useNeededOn<Answer>(path: string | null): Answer | undefined {
  const { data, error } = useQuery({ queryKey: [path], enabled: path !== null }, live.queries)
  const last = useRef<unknown>(undefined)
  useEffect(() => {
    if (data !== undefined) last.current = data
  }, [data])
  const shown = data ?? last.current
  if (path !== null) throwUnread(path, shown, error)
  return shown as Answer | undefined
}

function throwUnread(path: string, data: unknown, error: unknown): void {
  if (data === undefined && error && !isRule(error) && live.connection === 'live')
    throw new NotRead(path, wordsOf(error))
}

/** As {@link useLive}; where the path changes, the answer of the one before stays until the next has come. */
export function useLiveOn<Answer>(path: string | null): Answer | undefined {
  const of = { queryKey: [path], enabled: path !== null, placeholderData: keepPreviousData }
  return useQuery(of, live.queries).data as Answer | undefined
}

/** What is typed, once nobody has typed for a moment: so that not each letter is a question to the server. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), settledMs)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
const settledMs = 150

/** Why the last reading of it was refused; undefined where it was not. */
export function useLiveRefusal(path: string): Refusal | undefined {
  const { error } = useQuery({ queryKey: [path] }, live.queries)
  return error instanceof Refusal ? error : undefined
}

/** Changes with each event. */
export function useLastEvent(): string {
  return useSyncExternalStore(live.subscribe, () => live.lastEvent)
}

export function useEntries(): readonly Entry[] {
  return useSyncExternalStore(live.subscribe, () => live.entries)
}

/** The id of the last event about an order; undefined before there is one, and when the world has begun again. */
export function useLastEventOf(referenceId: string): string | undefined {
  return useSyncExternalStore(
    live.subscribe,
    () => live.entries.findLast(({ data }) => 'referenceId' in data && data.referenceId === referenceId)?.id,
  )
}

export function useConnection(): Connection {
  return useSyncExternalStore(live.subscribe, () => live.connection)
}

/** Whether the server has another build of the page than this one. */
export function useReplaced(): boolean {
  return useSyncExternalStore(live.subscribe, () => live.replaced)
}

/** Reads again after a while, as long as a change that no event reports is expected. */
export function usePolling(path: string, active: boolean, everyMs = 400): void {
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => live.resource(path).refresh(), everyMs)
    return () => clearInterval(timer)
  }, [path, active, everyMs])
}

/** What is kept of the default world outlives it; a world by name is gone with its server, and often sooner. */
const store = ownWorld === undefined ? localStorage : sessionStorage
const prefix = ownWorld === undefined ? 'payersim' : `payersim.w/${ownWorld}`

/** A text stored in this browser, for this world; null where there is none. */
export const keptText = (name: string): string | null => store.getItem(`${prefix}.${name}`)
export const keepText = (name: string, text: string): void => store.setItem(`${prefix}.${name}`, text)

/** A value stored in this browser, for this world. */
export function useKept<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    const kept = keptText(name)
    return kept === null ? initial : (JSON.parse(kept) as Value)
  })
  return [
    value,
    (next) => {
      keepText(name, JSON.stringify(next))
      setValue(next)
    },
  ]
}
