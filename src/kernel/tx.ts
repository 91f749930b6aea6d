import type { Kysely, Selectable } from 'kysely'
import type { EventKind, Events, NoData } from '../events/index.ts'
import type { Randomness } from './random.ts'
import { type Hot, hot, type Reader, type Unit } from './store/index.ts'
import type { KernelTables } from './tables.ts'
import type { ClockReading } from './time/clock.ts'

/** Something that happened: an entry of the timeline, and the cause of deliveries. Contains no secret. */
export type NewEvent<Kind extends EventKind = EventKind> = {
  kind: Kind
  /** The handset concerned, `+` and digits. */
  phone?: string | undefined
  /** Of the order or session that it is about, where the unit belongs to another; that of the unit by default. */
  trace?: string | null | undefined
} & DataOf<Kind>

/** A kind without fields takes no data; for a kind with only optional fields, data is optional. */
type DataOf<Kind extends EventKind> = [keyof Events[Kind]] extends [never]
  ? { data?: undefined }
  : NoData extends Events[Kind]
    ? { data?: Events[Kind] }
    : { data: Events[Kind] }

/** A stored event. One that an older version wrote has no trace, and may lack newer fields of its kind. */
export type KernelEvent<Kind extends EventKind = EventKind> = {
  [Each in Kind]: {
    id: number
    kind: Each
    phone: string | null
    at: number
    data: Events[Each]
    trace: string | null
  }
}[Kind]

/** Reads a consistent view of the committed state. */
export type Read = <Result>(work: (rx: Rx) => Promise<Result> | Result) => Promise<Result>
/** What a unit of work belongs to. Without a trace it begins one of its own, where it needs one. */
export interface OfTrace {
  trace?: string | null | undefined
}

/** Runs a unit of work; its promise settles after the commit. */
export type Transact = <Result>(work: (tx: Tx) => Promise<Result> | Result, of?: OfTrace) => Promise<Result>
/** Waits, in real time, until `look` finds something in the committed state; undefined after `waitMs` or the signal. */
export type WaitFor = <Found>(
  look: (rx: Rx) => Promise<Found | undefined>,
  waitMs: number,
  signal?: AbortSignal,
) => Promise<Found | undefined>

/** What one unit has written that falls due. */
export interface DueHint {
  /** When the first of it falls due, business time. */
  at: number
  /** Whether a delivery of it can be claimed at once. */
  claimable: boolean
}

/** What the kernel does for a unit that emits events. */
export interface Outbox {
  random: Randomness
  newTrace(): string
  /** Writes one delivery row for each subscriber that wants the event. */
  fanOut(tx: Tx, event: KernelEvent): Promise<void>
  /** A unit that has written work has committed. */
  due(hint: DueHint): void
}

const insertEvent = hot<KernelTables, Omit<Selectable<KernelTables['events']>, 'id'>>()((db, slot) =>
  db.insertInto('events').values({
    kind: slot('kind'),
    phone: slot('phone'),
    at: slot('at'),
    data: slot('data'),
    trace: slot('trace'),
  }),
)
const linkTraces = hot<KernelTables, { trace: string; belongsTo: string; now: number }>()((db, slot) =>
  db
    .insertInto('trace_links')
    .values({ trace: slot('trace'), belongs_to: slot('belongsTo'), at: slot('now') })
    .onConflict((conflict) => conflict.doNothing()),
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

/** A read, with the business time at which it reads. */
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
  sharedTime(): Promise<number> {
    return this.reader.sharedTime()
  }
}

/**
 * A unit of work: queries, the time, randomness, events and deadlines. All of it commits together or not at all. It may
 * await only its own methods.
 */
export class Tx extends Rx implements Pick<Unit, 'change' | 'insert' | 'scrub' | 'afterCommit'> {
  readonly #unit: Unit
  readonly #outbox: Outbox
  #hint: DueHint | undefined
  #trace: string | undefined

  constructor(unit: Unit, clock: ClockReading, outbox: Outbox, { trace }: OfTrace = {}) {
    super(unit, clock)
    this.#unit = unit
    this.#outbox = outbox
    this.#trace = trace ?? undefined
  }

  /** What this unit, and what it causes later, belongs to. */
  get trace(): string {
    this.#trace ??= this.#outbox.newTrace()
    return this.#trace
  }

  /** From here on this unit belongs to the trace of an earlier cause, such as the order of a deadline, if that has one. */
  join(trace: string | null | undefined): void {
    this.#trace = trace ?? this.#trace
  }

  /**
   * All of this unit's trace belongs to another trace too: a session that a payer dialled, to the order that it paid. A unit
   * that has no trace yet is of that one from now on.
   */
  async link(trace: string | null): Promise<void> {
    if (trace === null) return
    this.#trace ??= trace
    if (trace === this.#trace) return
    await this.change(linkTraces, { trace: this.trace, belongsTo: trace, now: this.now })
  }

  /** Units with the same number share one transaction: no other process has written between them. */
  get batch(): number {
    return this.#unit.batch
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

  /** Records an event, and a delivery for each subscriber. Returns the event's id. */
  async emit<Kind extends EventKind>({ kind, phone, data, trace: of }: NewEvent<Kind>): Promise<number> {
    const fields = data ?? {}
    const trace = of ?? this.trace
    const row = { kind, phone: phone ?? null, at: this.now, data: JSON.stringify(fields), trace }
    const id = await this.insert(insertEvent, row)
    const event = { id, kind, phone: phone ?? null, at: this.now, data: fields, trace }
    await this.#outbox.fanOut(this, event as KernelEvent)
    return id
  }

  /** One deadline for each kind and ref: setting it again moves it. */
  async setDeadline(kind: string, ref: string, dueAt: number): Promise<void> {
    await this.change(upsertDeadline, { kind, ref, dueAt })
    this.due(dueAt)
  }

  async clearDeadline(kind: string, ref: string): Promise<void> {
    await this.change(deleteDeadline, { kind, ref })
  }

  /** Also removes what this unit erases, such as a PIN, from the data file's log. */
  scrub(): void {
    this.#unit.scrub()
  }

  /** Does this once the unit has committed, before its caller goes on. It must not throw. */
  afterCommit(listener: () => void): void {
    this.#unit.afterCommit(listener)
  }

  /** This unit has written a deadline or a delivery that is due at this time: the scheduler knows once it has committed. */
  due(at: number, { claimable = false }: { claimable?: boolean } = {}): void {
    if (this.#hint) {
      this.#hint.at = Math.min(this.#hint.at, at)
      this.#hint.claimable ||= claimable
      return
    }
    const hint = { at, claimable }
    this.#hint = hint
    this.#unit.afterCommit(() => this.#outbox.due(hint))
  }
}
