import { setImmediate } from 'node:timers/promises'
import { type ExchangeLog, type Kernel, type KernelEvent, readTimeline, tracesIn } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { maskData } from '../safe-text/index.ts'
import { harQuery } from '../terms/sim/har.ts'
import { type TimelineEvent, timelineQuery } from '../terms/sim/timeline.ts'
import { entriesQuery, type TimelineEntries, type TimelineEntry } from '../terms/sim/timeline-entry.ts'
import { json } from './answers.ts'
import { harAnswer, harOf } from './har.ts'
import { pageBuild } from './page-build.ts'
import { Entries } from './timeline-entries.ts'
import { viewExchange } from './timeline-exchanges.ts'
import type { Searching } from './timeline-search.ts'
import { type Source, type StreamEntry, stream } from './timeline-stream.ts'

/**
 * `/_sim/timeline`: the events of the data file. `/_sim/timeline/all`: also the ledger entries and the HTTP
 * requests to and from this process, in order, with secrets hidden. `/_sim/timeline.har`: the latter as an HTTP archive.
 */
export function timelineRoutes({
  kernel,
  exchanges,
  searching,
  version,
}: {
  kernel: Kernel
  exchanges: ExchangeLog
  searching: Searching
  version: string
}): ControlRoute[] {
  const entries = new Entries(kernel, exchanges)
  return [
    controlRoute({
      operation: 'listEvents',
      method: 'GET',
      path: '/timeline',
      query: timelineQuery,
      async answer({ query: { trace, ...filter }, prefersEvents, get }) {
        if (filter.phone) filter.phone = phoneOf(filter.phone)
        const events = (after: number, traces: Traces) =>
          kernel.read((rx) => readTimeline(rx, { ...filter, after, traces }))
        if (!prefersEvents) {
          const found = await events(filter.after, await tracesOf(kernel, trace))
          return json<TimelineEvent[]>(found.map(viewEvent))
        }
        const grown = growing(kernel, trace)
        const source: Source = {
          async read(after) {
            const { traces, again } = await grown()
            const found = await events(again ? 0 : Number(after) || 0, traces)
            const told: StreamEntry[] = found.map((event) => ({
              id: String(event.id),
              data: viewEvent(event),
            }))
            const at = told.at(-1)?.id ?? after
            return { entries: [...beginAgain(again), ...told], at, more: told.length > 0 }
          },
          onNews: (listener) => kernel.store.onCommit(listener),
        }
        return stream({ source, kernel }, get('Last-Event-ID') ?? String(filter.after))
      },
    }),
    controlRoute({
      operation: 'listTimeline',
      method: 'GET',
      path: '/timeline/all',
      query: entriesQuery,
      async answer({ query: { after, before, last, trace, entry, ...filter }, prefersEvents, get }) {
        const wanted = wantedOf(filter, searching)
        // Unknown to all traces where there is no such entry.
        const ofEntry = entry === undefined ? undefined : ((await entries.traceOf(entry)) ?? '')
        if (!prefersEvents) {
          if (entry !== undefined && ofEntry === '') {
            const found = await entries.alone(entry)
            return json<TimelineEntries>({ entries: found, after: '', more: false, begunAgain: false })
          }
          const traces = await tracesOf(kernel, trace ?? ofEntry)
          if (filter.refused === 'true' && last !== undefined && before === undefined)
            return json<TimelineEntries>(await olderOf(entries, { limit: last, traces, filter, wanted }))
          if (before !== undefined) {
            const limit = last ?? usualLast
            return json<TimelineEntries>(await olderOf(entries, { before, limit, traces, filter, wanted }))
          }
          const begun = last === undefined ? undefined : await entries.readBack({ limit: last, traces })
          const { entries: found, at, more, begunAgain } = await entries.read(begun?.at ?? after, traces)
          const told = found.map(({ data }) => data)
          const fits = await wanted?.(told)
          const shown = fits ? told.filter(fits) : told
          shown.sort((one, other) => one.place - other.place)
          const older = begun && { before: begun.more ? begun.at : null }
          return json<TimelineEntries>({ entries: shown, after: at, more, begunAgain, ...older })
        }
        let log = exchanges.id
        const grown = growing(kernel, trace ?? ofEntry)
        const source: Source = {
          async read(from) {
            const cleared = exchanges.id !== log
            log = exchanges.id
            const { traces, again } = await grown()
            let read = await entries.read(cleared || again ? '' : from, traces)
            const begunAgain = read.begunAgain || cleared || again
            const told = beginAgain(begunAgain)
            if (last !== undefined && (begunAgain || from === '')) {
              const { at, more } = await entries.readBack({ limit: last, traces })
              told.push({ id: at, event: 'begin', data: { before: more ? at : null } })
              read = await entries.read(at, traces)
            }
            const fits = await wanted?.(read.entries.map(({ data }) => data))
            const shown = read.entries.filter(({ data }) => fits?.(data) ?? true)
            return { entries: [...told, ...shown], at: read.at, more: read.more }
          },
          onNews: (listener) => entries.onNews(listener),
        }
        return stream({ source, kernel }, get('Last-Event-ID') ?? after, await pageBuild())
      },
    }),
    controlRoute({
      operation: 'exportHar',
      method: 'GET',
      path: '/timeline.har',
      query: harQuery,
      async answer({ query: { trace, kind, limit } }) {
        const traces = await tracesOf(kernel, trace)
        // The log keeps the latest few megabytes, so that all of it is one answer.
        const wanted = exchanges.read(0, Number.POSITIVE_INFINITY).filter((exchange) => {
          const { kind: told } = viewExchange(exchange)
          if (kind !== undefined && told !== kind && !told.startsWith(`${kind}.`)) return false
          return traces === undefined || (exchange.trace !== null && traces.includes(exchange.trace))
        })
        const file = trace === undefined ? 'payersim.har' : `payersim-${trace.replace(/[^\w-]/g, '')}.har`
        return harAnswer(harOf(wanted.slice(-limit), version), file)
      },
    }),
  ]
}

/** Undefined: all. */
type Traces = readonly string[] | undefined

async function tracesOf(kernel: Kernel, trace: string | undefined): Promise<Traces> {
  return trace === undefined ? undefined : kernel.read((rx) => tracesIn(rx, trace))
}

/**
 * The traces of a stream, at each reading. A session that a payer dialled belongs to an order once it acts on it: what came
 * before is then told too, so the stream begins again.
 */
function growing(
  kernel: Kernel,
  trace: string | undefined,
): () => Promise<{ traces: Traces; again: boolean }> {
  let known: Traces
  return async () => {
    const traces = await tracesOf(kernel, trace)
    const again = known !== undefined && traces?.length !== known.length
    known = traces
    return { traces, again }
  }
}

const beginAgain = (again: boolean): StreamEntry[] =>
  again ? [{ id: '', event: 'begin-again', data: {} }] : []

const phoneOf = (text: string) => `+${text.trim().replace(/^\+/, '')}`

const viewEvent = (event: KernelEvent): TimelineEvent => ({
  ...event,
  data: maskData(event.data),
  at: new Date(event.at).toISOString(),
})

interface Filter {
  kind?: string | undefined
  phone?: string | undefined
  /** Any id or word in the data. */
  request?: string | undefined
  /** Any word in the sentence or the entry, in small letters. */
  search?: string | undefined
  refused?: 'true' | 'false' | undefined
}

/** Asked of many entries at once, since names of people are looked up for all of them; undefined: all are wanted. */
type Wanted = ((entries: readonly TimelineEntry[]) => Promise<(entry: TimelineEntry) => boolean>) | undefined

function wantedOf({ refused, ...filter }: Filter, searching: Searching): Wanted {
  const { kind, phone, request, search } = filter
  const onlyRefused = refused === 'true'
  if (!onlyRefused && Object.values(filter).every((each) => each === undefined)) return undefined
  const msisdn = phone && phoneOf(phone)
  return async (entries) => {
    const near = entries.filter((entry) => {
      if (onlyRefused && !isRefusal(entry)) return false
      if (kind !== undefined && entry.kind !== kind && !entry.kind.startsWith(`${kind}.`)) return false
      if (msisdn !== undefined && entry.phone !== msisdn) return false
      return request === undefined || JSON.stringify(entry.data).includes(request)
    })
    const found = new Set(search === undefined ? near : await searching.found(near, search))
    return (entry) => found.has(entry)
  }
}

function isRefusal({ id, data }: TimelineEntry): boolean {
  const { direction, status } = data as { direction?: unknown; status?: number | null }
  return id.startsWith('http-') && direction === 'in' && (status === null || Number(status) >= 400)
}

/** How many older ones an answer has by default. */
const usualLast = 200
/** A search looks at so many thousand entries for an answer: what asks goes on where it ended. */
const mostReadings = 10

async function olderOf(
  entries: Entries,
  of: { before?: string; limit: number; traces: Traces; filter: Filter; wanted: Wanted },
): Promise<TimelineEntries> {
  const { before, limit, traces, filter, wanted } = of
  const nothing = { entries: [], after: '', more: false, begunAgain: true, before: null }
  if (before !== undefined && !entries.knows(before)) return nothing
  const found: TimelineEntry[] = []
  const phone = filter.phone && phoneOf(filter.phone)
  let upTo = before
  let more = true
  for (let readings = 0; more && found.length < limit && readings < mostReadings; readings++) {
    const left = limit - found.length
    const read = await entries.readBack({
      ...(upTo !== undefined && { upTo }),
      limit: left,
      traces,
      phone,
      // Every refused request is an exchange, and of those there are few.
      onlyExchanges: filter.refused === 'true',
      wanted,
    })
    found.unshift(...read.entries)
    upTo = read.at
    more = read.more
    // Other requests are answered between two readings.
    await setImmediate()
  }
  found.sort((one, other) => one.place - other.place)
  return { entries: found, after: before ?? '', more: false, begunAgain: false, before: more ? upTo : null }
}
