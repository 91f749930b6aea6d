import { randomBytes } from 'node:crypto'
import {
  type ExchangeLog,
  hasHappened,
  type Kernel,
  type KernelEvent,
  positionAt,
  type Rx,
  readTimeline,
} from '../kernel/index.ts'
import { maskData } from '../safe-text/index.ts'
import type { MovementData, TimelineEntry } from '../terms/sim/timeline-entry.ts'
import { fundingsAfter, hasMoved, type Movement, movementsOf } from '../wallet/index.ts'
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
        const data = maskData(event.data)
        add({ ...event, data, id: String(event.id), place: event.id, at: iso(event.at) }, { event: event.id })
      }
      const exchanges = this.#log.read(cursor.exchange, batch)
      for (const exchange of exchanges) {
        if (traces && !traces.includes(exchange.trace ?? '')) {
          // The next reading goes on after it, too: a thousand others would else come again and again.
          cursor = { ...cursor, exchange: exchange.seq }
          continue
        }
        const { seq, after: event, at } = exchange
        const entry = {
          id: `http-${cursor.log}-${seq}`,
          place: event + 0.25,
          at: iso(at),
          ...viewExchange(exchange),
        }
        add(entry, { exchange: seq })
      }
      const more = [fundings, events, exchanges].some(({ length }) => length === batch)
      return { entries, at: textOf(cursor), more, begunAgain: !continues }
    })
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

/** An account's funding is placed by its time, since no event id is recorded for it. */
async function placesOf(rx: Rx, fundings: readonly Movement[]): Promise<ReadonlyMap<number, number>> {
  const places = new Map<number, number>()
  for (const at of new Set(fundings.map((each) => each.at))) places.set(at, await positionAt(rx, at))
  return places
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
