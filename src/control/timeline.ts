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
import { type Source, type StreamEntry, stream } from './timeline-stream.ts'

/**
 * `/_sim/timeline`: the events of the data file. `/_sim/timeline/all`: also the ledger entries and the HTTP
 * requests to and from this process, in order, with secrets hidden. `/_sim/timeline.har`: the latter as an HTTP archive.
 */
export function timelineRoutes({
  kernel,
  exchanges,
  version,
}: {
  kernel: Kernel
  exchanges: ExchangeLog
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
      async answer({ query: { after, trace, ...filter }, prefersEvents, get }) {
        const wanted = ({ data }: StreamEntry & { data: TimelineEntry }) => fits(data, filter)
        if (!prefersEvents) {
          const traces = await tracesOf(kernel, trace)
          const { entries: found, at, more, begunAgain } = await entries.read(after, traces)
          const shown = found.filter(wanted).map(({ data }) => data)
          shown.sort((one, other) => one.place - other.place)
          return json<TimelineEntries>({ entries: shown, after: at, more, begunAgain })
        }
        let log = exchanges.id
        const grown = growing(kernel, trace)
        const source: Source = {
          async read(from) {
            const cleared = exchanges.id !== log
            log = exchanges.id
            const { traces, again } = await grown()
            const {
              entries: found,
              at,
              more,
              begunAgain,
            } = await entries.read(cleared || again ? '' : from, traces)
            const begun = beginAgain(begunAgain || cleared || again)
            return { entries: [...begun, ...found.filter(wanted)], at, more }
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

/** `request` is any id or word in an entry. */
function fits(
  entry: TimelineEntry,
  {
    kind,
    phone,
    request,
  }: { kind?: string | undefined; phone?: string | undefined; request?: string | undefined },
): boolean {
  if (kind !== undefined && entry.kind !== kind && !entry.kind.startsWith(`${kind}.`)) return false
  if (phone !== undefined && entry.phone !== phoneOf(phone)) return false
  return request === undefined || JSON.stringify(entry.data).includes(request)
}
