import type { Kysely } from 'kysely'
import type { EventKind, Events, NoData } from '../events/index.ts'
import type { ClockReading } from './clock.ts'
import type { Randomness } from './random.ts'
import { type Hot, hot } from './store/hot.ts'
import type { Reader, Unit } from './store/store.ts'
import type { KernelTables } from './tables.ts'

/** Something that happened: a line of the timeline, and the cause of deliveries. Holds no secret. */
export type NewEvent<Kind extends EventKind = EventKind> = {
  kind: Kind
  /** The handset concerned, `+` and digits. */
  phone?: string | undefined
} & DataOf<Kind>

/** A kind without fields takes none; one whose fields may all be left out may be fields without data. */
type DataOf<Kind extends EventKind> = [keyof Events[Kind]] extends [never]
  ? { data?: undefined }
  : NoData extends Events[Kind]
    ? { data?: Events[Kind] }
    : { data: Events[Kind] }

/** An event as it was written. One that an older version wrote may lack fields that its kind has now. */
export type KernelEvent<Kind extends EventKind = EventKind> = {
  [Each in Kind]: { id: number; kind: Each; phone: string | null; at: number; data: Events[Each] }
}[Kind]

/** What the kernel does with an event inside the unit that emits it. */
export interface Outbox {
  random: Randomness
  /** Writes one delivery row for each subscriber that wants the event. */
  fanOut(tx: Tx, event: KernelEvent): Promise<void>
  /** Work was written that is due at this time. */
  due(at: number): void
  /** Something was erased that must leave no trace. */
  scrub(): void
}

const insertEvent = hot<KernelTables, { kind: string; phone: string | null; at: number; data: string }>()(
  (db, slot) =>
    db
      .insertInto('events')
      .values({ kind: slot('kind'), phone: slot('phone'), at: slot('at'), data: slot('data') }),
)
const upsertDeadline = hot<KernelTables, { kind: string; ref: string; dueAt: number }>()((db, slot) =>
  db
    .insertInto('deadlines')
    .values({ kind: slot('kind'), ref: slot('ref'), due_at: slot('dueAt') })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'ref']).doUpdateSet({ due_at: slot('dueAt'), attempts: 0 }),
    ),
)
const deleteDeadline = hot<KernelTables, { kind: string; ref: string }>()((db, slot) =>
  db.deleteFrom('deadlines').where('kind', '=', slot('kind')).where('ref', '=', slot('ref')),
)

/** A read with the time it reads at. */
export class Rx implements Reader {
  constructor(
    readonly reader: Reader,
    readonly clock: ClockReading,
  ) {}
  /** Business time, epoch milliseconds. */
  get now(): number {
    return this.clock.now
  }
  db<Tables>(): Kysely<Tables> {
    return this.reader.db<Tables>()
  }
  run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]> {
    return this.reader.run(query, values)
  }
  first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined> {
    return this.reader.first(query, values)
  }
}

/**
 * A unit of work: queries, the time, chance, events and deadlines, all of which commit together or not at all.
 * It awaits nothing but its own methods.
 */
export class Tx extends Rx implements Unit {
  readonly #unit: Unit
  readonly #outbox: Outbox

  constructor(unit: Unit, clock: ClockReading, outbox: Outbox) {
    super(unit, clock)
    this.#unit = unit
    this.#outbox = outbox
  }

  get random(): Randomness {
    return this.#outbox.random
  }

  change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    return this.#unit.change(query, values)
  }

  insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    return this.#unit.insert(query, values)
  }

  /** Records that something happened, with one delivery for each subscriber. Returns the event's id. */
  async emit<Kind extends EventKind>({ kind, phone, data }: NewEvent<Kind>): Promise<number> {
    const fields = data ?? {}
    const row = { kind, phone: phone ?? null, at: this.now, data: JSON.stringify(fields) }
    const id = await this.insert(insertEvent, row)
    const event = { id, kind, phone: phone ?? null, at: this.now, data: fields }
    await this.#outbox.fanOut(this, event as KernelEvent)
    return id
  }

  /** One deadline for each kind and ref: setting it again moves it. */
  async setDeadline(kind: string, ref: string, dueAt: number): Promise<void> {
    await this.change(upsertDeadline, { kind, ref, dueAt })
    this.#outbox.due(dueAt)
  }

  async clearDeadline(kind: string, ref: string): Promise<void> {
    await this.change(deleteDeadline, { kind, ref })
  }

  /** What this unit erases, a PIN for one, is soon to be gone from the data file's log as well. */
  scrub(): void {
    this.#outbox.scrub()
  }

  /** Tells the scheduler that a row which it looks for is due at this time. */
  due(at: number): void {
    this.#outbox.due(at)
  }
}
