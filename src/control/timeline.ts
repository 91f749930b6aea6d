import type { Request, Response, Router } from 'express'
import { type ExchangeLog, type Kernel, type KernelEvent, readTimeline } from '../kernel/index.ts'
import { maskData } from '../safe-text/index.ts'
import { type TimelineEvent, timelineQuery } from '../terms/sim/timeline.ts'
import { entriesQuery, type TimelineEntries, type TimelineEntry } from '../terms/sim/timeline-entry.ts'
import { parse } from './schema.ts'
import { Entries } from './timeline-entries.ts'
import { type Source, type StreamEntry, stream } from './timeline-stream.ts'

/**
 * `/_sim/timeline`: the events of the data file. `/_sim/timeline/all`: also the ledger entries and the HTTP
 * requests to and from this process, in order, with secrets hidden.
 */
export function timelineRoutes(
  routes: Router,
  { kernel, exchanges }: { kernel: Kernel; exchanges: ExchangeLog },
): void {
  routes.get('/timeline', async (request: Request, response: Response<TimelineEvent[]>) => {
    const query = parse(timelineQuery, request.query, 'query')
    if (query.phone) query.phone = phoneOf(query.phone)
    const events = (after: number) => kernel.read((rx) => readTimeline(rx, { ...query, after }))
    if (!wantsStream(request)) {
      response.json((await events(query.after)).map(viewEvent))
      return
    }
    const source: Source = {
      async read(after) {
        const found = await events(Number(after) || 0)
        const entries = found.map((event) => ({ id: String(event.id), data: viewEvent(event) }))
        return { entries, at: entries.at(-1)?.id ?? after, more: entries.length > 0 }
      },
      onNews: (listener) => kernel.store.onCommit(listener),
    }
    stream({ source, kernel }, request, response, String(query.after))
  })

  const entries = new Entries(kernel, exchanges)
  routes.get('/timeline/all', async (request: Request, response: Response<TimelineEntries>) => {
    const { after, ...filter } = parse(entriesQuery, request.query, 'query')
    const wanted = ({ data }: StreamEntry & { data: TimelineEntry }) => fits(data, filter)
    if (!wantsStream(request)) {
      const { entries: found, at, more, begunAgain } = await entries.read(after)
      const shown = found.filter(wanted).map(({ data }) => data)
      shown.sort((one, other) => one.place - other.place)
      response.json({ entries: shown, after: at, more, begunAgain })
      return
    }
    let log = exchanges.id
    const source: Source = {
      async read(from) {
        const cleared = exchanges.id !== log
        log = exchanges.id
        const { entries: found, at, more, begunAgain } = await entries.read(cleared ? '' : from)
        const again: StreamEntry[] = begunAgain || cleared ? [{ id: '', event: 'begin-again', data: {} }] : []
        return { entries: [...again, ...found.filter(wanted)], at, more }
      },
      onNews: (listener) => entries.onNews(listener),
    }
    stream({ source, kernel }, request, response, after)
  })
}

const wantsStream = (request: Request) =>
  request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'

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
