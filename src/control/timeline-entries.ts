import { randomBytes } from 'node:crypto'
import {
  type ExchangeLog,
  type HttpExchange,
  hasHappened,
  type Kernel,
  type KernelEvent,
  newestEvents,
  positionAt,
  type Rx,
  readTimeline,
  traceOfEvent,
} from '../kernel/index.ts'
import { maskData } from '../safe-text/index.ts'
import type { MovementData, TimelineEntry } from '../terms/sim/timeline-entry.ts'
import {
  causeOf,
  fundingsAfter,
  fundingsUpTo,
  hasMoved,
  type Movement,
  movementOf,
  movementsOf,
  traceOfTransfer,
} from '../wallet/index.ts'
import { viewExchange } from './timeline-exchanges.ts'
import type { StreamEntry } from './timeline-stream.ts'

/** A reader's position in each of the sources, and the data file and log that it belongs to. */
interface Cursor {
  file: string
  event: number
  funding: number
  log: string
  exchange: number
}

const batch = 1_000
/** A reading backwards looks at no more than this many of each source at once. */
const mostScanned = 1_000

/** What a reading backwards wants: `wanted` is asked of all that it looks at, before any of them is told. */
interface Backwards {
  /** A cursor; left out: from the newest. */
  upTo?: string
  limit: number
  traces?: readonly string[] | undefined
  phone?: string | undefined
  onlyExchanges?: boolean
  wanted?: ((entries: readonly TimelineEntry[]) => Promise<(entry: TimelineEntry) => boolean>) | undefined
}

/** One of a source, with the cursors at it and at the next older one. */
interface Step {
  place: number
  entries: TimelineEntry[]
  at: Partial<Cursor>
  older: Partial<Cursor>
  /** How many of its source were looked at. */
  scanned: number
}

/**
 * Events, ledger entries and HTTP exchanges as one list. Events and the ledger are read from the data file;
 * exchanges are the latest ones of this process. A cursor of another world starts at the beginning.
 */
export class Entries {
  readonly #kernel: Kernel
  readonly #log: ExchangeLog
  readonly #file: string

  constructor(kernel: Kernel, log: ExchangeLog) {
    this.#kernel = kernel
    this.#log = log
    // A copy in memory has the secret of what it is a copy of, and one that is opened later may have as many events.
    const { store } = kernel
    this.#file = store.private ? randomBytes(4).toString('hex') : kernel.hmac('timeline', '').slice(0, 8)
  }

  onNews(listener: () => void): () => void {
    const stops = [this.#kernel.store.onCommit(listener), this.#log.onChange(() => listener())]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /**
   * The entries after a cursor, `''` being the beginning; `begunAgain` if the cursor is of another world.
   *
   * @param traces only these
   */
  read(
    after: string,
    traces?: readonly string[],
  ): Promise<{
    entries: Array<StreamEntry & { data: TimelineEntry }>
    at: string
    more: boolean
    begunAgain: boolean
  }> {
    return this.#kernel.read(async (rx) => {
      const given = parseCursor(after)
      const continues = given === undefined ? after === '' : await this.#isOfThisWorld(rx, given)
      let cursor =
        continues && given
          ? given
          : { file: this.#file, event: 0, funding: 0, log: this.#log.id, exchange: 0 }
      if (cursor.log !== this.#log.id) cursor = { ...cursor, log: this.#log.id, exchange: 0 }
      const entries: Array<StreamEntry & { data: TimelineEntry }> = []
      const add = (entry: TimelineEntry, reached: Partial<Cursor>) => {
        cursor = { ...cursor, ...reached }
        entries.push({ id: textOf(cursor), data: entry })
      }
      const fundings = await fundingsAfter(rx, cursor.funding, { limit: batch, traces })
      const places = await placesOf(rx, fundings)
      for (const each of fundings)
        add(movementEntry(each, undefined, places.get(each.at)), { funding: each.transfer })
      const events = await readTimeline(rx, { after: cursor.event, limit: batch, traces })
      const movements = await movementsOf(rx, events)
      for (const event of events) {
        const movement = movements.get(event.id)
        if (movement) add(movementEntry(movement, event), {})
        add(eventEntry(event), { event: event.id })
      }
      const exchanges = this.#log.read(cursor.exchange, batch)
      for (const exchange of exchanges) {
        if (traces && !traces.includes(exchange.trace ?? '')) {
          // The next reading goes on after it, too: a thousand others would else come again and again.
          cursor = { ...cursor, exchange: exchange.seq }
          continue
        }
        const { seq } = exchange
        add(exchangeEntry(exchange, cursor.log), { exchange: seq })
      }
      const more = [fundings, events, exchanges].some(({ length }) => length === batch)
      return { entries, at: textOf(cursor), more, begunAgain: !continues }
    })
  }

  /** Whether a cursor is of this data file. */
  knows(cursor: string): boolean {
    return parseCursor(cursor)?.file === this.#file
  }

  /**
   * The newest entries up to a cursor, oldest first; what the ledger moved for an event comes with it. `at`: what comes after
   * this cursor begins with the first of them. `more`: whether there may be older ones.
   */
  async readBack({ upTo, limit, traces, phone, onlyExchanges = false, wanted }: Backwards): Promise<{
    entries: TimelineEntry[]
    at: string
    more: boolean
  }> {
    const most = Number.MAX_SAFE_INTEGER
    const from = (upTo === undefined ? undefined : parseCursor(upTo)) ?? {
      file: this.#file,
      event: most,
      funding: most,
      log: this.#log.id,
      exchange: most,
    }
    const scanned = wanted ? mostScanned : Math.min(limit, mostScanned)
    const sources = await this.#stepsBack(from, {
      limit: scanned + 1,
      traces,
      phone,
      onlyExchanges,
    })
    const fits = await wanted?.(sources.flatMap((steps) => steps.flatMap(({ entries }) => entries)))
    let cursor = { ...from, ...Object.assign({}, ...sources.map(([first]) => first?.at)) } as Cursor
    if (cursor.event === most) cursor.event = 0
    if (cursor.funding === most) cursor.funding = 0
    if (cursor.exchange === most) cursor.exchange = 0
    const found: TimelineEntry[] = []
    for (let counted = 0; counted < limit; ) {
      const newest = newestOf(sources)
      const step = newest?.shift()
      if (!newest || !step) break
      cursor = { ...cursor, ...step.older }
      const told = fits ? step.entries.filter(fits) : step.entries
      found.unshift(...told)
      if (told.length > 0) counted++
      // There is more of this source, which may be newer than what is left of the others.
      if (step.scanned === scanned) break
    }
    return { entries: found, at: textOf(cursor), more: sources.some((steps) => steps.length > 0) }
  }

  /** The newest of each source up to a cursor, newest first. */
  async #stepsBack(
    from: Cursor,
    {
      phone,
      onlyExchanges,
      ...some
    }: {
      limit: number
      traces: readonly string[] | undefined
      phone: string | undefined
      onlyExchanges: boolean
    },
  ): Promise<Step[][]> {
    const { events, fundings, movements } = await this.#kernel.read(async (rx) => {
      if (onlyExchanges) return { events: [], fundings: [], movements: new Map<number, Movement>() }
      const events = await newestEvents(rx, { ...some, upTo: from.event, phone })
      const fundings = await fundingsUpTo(rx, from.funding, some)
      return { events, fundings, movements: await movementsOf(rx, events) }
    })
    const exchanges =
      from.log === this.#log.id ? this.#log.readBack(from.exchange, some.limit) : ([] as HttpExchange[])
    // The cursor goes to the next older one that there is: one after an event that never was is of another world.
    return [
      events.map((event, index) => {
        const movement = movements.get(event.id)
        return {
          place: event.id,
          entries: [...(movement ? [movementEntry(movement, event)] : []), eventEntry(event)],
          at: { event: event.id },
          older: { event: events[index + 1]?.id ?? 0 },
          scanned: index + 1,
        }
      }),
      fundings.map((each, index) => {
        const place = placeAmong(events, each.at)
        return {
          place,
          entries: [movementEntry(each, undefined, place)],
          at: { funding: each.transfer },
          older: { funding: fundings[index + 1]?.transfer ?? 0 },
          scanned: index + 1,
        }
      }),
      exchanges.map((exchange, index) => ({
        place: exchange.after + 0.25,
        entries:
          some.traces && !some.traces.includes(exchange.trace ?? '')
            ? []
            : [exchangeEntry(exchange, from.log)],
        at: { exchange: exchange.seq },
        older: { exchange: exchange.seq - 1 },
        scanned: index + 1,
      })),
    ]
  }

  /** An event, an opening balance or a request of no trace, such as an older version wrote; none where there is no such entry. */
  async alone(id: string): Promise<TimelineEntry[]> {
    const { source = 'event', number } = partsOf(id) ?? {}
    if (number === undefined) return []
    if (source === 'ledger') return this.#movedAlone(number)
    const none = { file: this.#file, event: 0, funding: 0, log: this.#log.id, exchange: 0 }
    const at = source === 'http' ? { exchange: number } : { event: number }
    const { entries } = await this.readBack({ upTo: textOf({ ...none, ...at }), limit: 1 })
    return entries.filter((entry) => entry.id === id)
  }

  #movedAlone(transfer: number): Promise<TimelineEntry[]> {
    return this.#kernel.read(async (rx) => {
      const movement = await movementOf(rx, transfer)
      if (!movement) return []
      const cause = await causeOf(rx, movement)
      return [movementEntry(movement, cause, cause ? undefined : await positionAt(rx, movement.at))]
    })
  }

  /** The trace of an entry, null where it has none; undefined where there is no such entry. */
  async traceOf(id: string): Promise<string | null | undefined> {
    const { source, log, number } = partsOf(id) ?? {}
    if (number === undefined) return undefined
    if (source === 'http') {
      const [exchange] = log === this.#log.id ? this.#log.readBack(number, 1) : []
      return exchange?.seq === number ? exchange.trace : undefined
    }
    return this.#kernel.read((rx) =>
      source === 'ledger' ? traceOfTransfer(rx, number) : traceOfEvent(rx, number),
    )
  }

  /** After a reset or a restore the last entry of a reader no longer exists; ids are never used again. */
  async #isOfThisWorld(rx: Rx, { file, event, funding }: Cursor): Promise<boolean> {
    if (file !== this.#file) return false
    const found = await Promise.all([
      event === 0 || hasHappened(rx, event),
      funding === 0 || hasMoved(rx, funding),
    ])
    return found.every(Boolean)
  }
}

/** The parts of an entry's id; undefined where it is none. */
function partsOf(id: string) {
  const [, source, log, number] = /^(?:(ledger|http)-)?(?:([0-9a-f]{6})-)?(\d{1,15})$/.exec(id) ?? []
  if (number === undefined) return undefined
  return { source: source as 'ledger' | 'http' | undefined, log, number: Number(number) }
}

/** An account's funding is placed by its time, since no event id is recorded for it. */
async function placesOf(rx: Rx, fundings: readonly Movement[]): Promise<ReadonlyMap<number, number>> {
  const places = new Map<number, number>()
  for (const at of new Set(fundings.map((each) => each.at))) places.set(at, await positionAt(rx, at))
  return places
}

/** The source of which the next is the newest; undefined where all are told. */
function newestOf(sources: readonly Step[][]): Step[] | undefined {
  let newest: Step[] | undefined
  for (const steps of sources) {
    const [step] = steps
    if (step && step.place > (newest?.[0]?.place ?? Number.NEGATIVE_INFINITY)) newest = steps
  }
  return newest
}

/** Of these events, newest first, the place just before the first of that time. */
function placeAmong(events: readonly KernelEvent[], at: number): number {
  const next = events.findLast((event) => event.at >= at)
  if (next) return next.id - 0.9
  return (events[0]?.id ?? 0) + 0.1
}

function eventEntry(event: KernelEvent): TimelineEntry {
  const data = maskData(event.data)
  return { ...event, data, id: String(event.id), place: event.id, at: iso(event.at) }
}

function exchangeEntry(exchange: HttpExchange, log: string): TimelineEntry {
  const { seq, after, at } = exchange
  return { id: `http-${log}-${seq}`, place: after + 0.25, at: iso(at), ...viewExchange(exchange) }
}

function movementEntry(movement: Movement, cause: KernelEvent | undefined, place = 0): TimelineEntry {
  const { transfer, at, phone, trace } = movement
  return {
    id: `ledger-${transfer}`,
    place: cause ? cause.id - 0.5 : place,
    kind: 'ledger.moved',
    phone: cause?.phone ?? phone,
    trace,
    at: iso(at),
    data: viewMovement(movement, cause),
  }
}

/** @param cause the event that it settled an order */
export function viewMovement(
  { transfer, kind, postings }: Movement,
  cause: KernelEvent | undefined,
): MovementData {
  const { referenceId, merchant } =
    cause && 'referenceId' in cause.data && 'merchant' in cause.data ? cause.data : {}
  return {
    transfer,
    for: kind,
    ...(referenceId !== undefined && { referenceId }),
    ...(merchant !== undefined && { merchant }),
    postings,
  }
}

const iso = (time: number) => new Date(time).toISOString()

const textOf = ({ file, event, funding, log, exchange }: Cursor) =>
  [file, event, funding, log, exchange].join('-')

function parseCursor(text: string): Cursor | undefined {
  const [, file = '', event, funding, log = '', exchange] =
    /^([0-9a-f]{8})-(\d{1,15})-(\d{1,15})-([0-9a-f]{6})-(\d{1,15})$/.exec(text) ?? []
  if (exchange === undefined) return undefined
  return { file, event: Number(event), funding: Number(funding), log, exchange: Number(exchange) }
}
