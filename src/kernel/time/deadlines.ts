import { ConflictError } from '../errors.ts'
import { hot } from '../store/index.ts'
import type { KernelTables } from '../tables.ts'
import type { Rx, Tx } from '../tx.ts'
import type { Mark } from './mark.ts'

/** How many deadlines one query reads. */
const batch = 50

interface Due {
  id: number
  kind: string
  ref: string
  due_at: number
}

/** Runs in the unit that removes the deadline. It must check itself whether the deadline still applies. */
export type DeadlineHandler = (tx: Tx, ref: string, dueAt: number) => Promise<void>

const due = hot<KernelTables, { now: number; id: number }>()((db, slot) =>
  db
    .selectFrom('deadlines')
    .select(['id', 'kind', 'ref', 'due_at'])
    .where('due_at', '<=', slot('now'))
    .where('id', '<=', slot('id'))
    .orderBy('due_at')
    .orderBy('id')
    .limit(batch),
)
const next = hot<KernelTables, { now: number }>()((db, slot) =>
  db.selectFrom('deadlines').select('due_at').where('due_at', '>', slot('now')).orderBy('due_at').limit(1),
)
const ofRef = hot<KernelTables, { kind: string; ref: string }>()((db, slot) =>
  db.selectFrom('deadlines').select('due_at').where('kind', '=', slot('kind')).where('ref', '=', slot('ref')),
)
const last = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('deadlines').select('id').orderBy('id', 'desc').limit(1),
)
const remove = hot<KernelTables, { id: number; dueAt: number }>()((db, slot) =>
  db.deleteFrom('deadlines').where('id', '=', slot('id')).where('due_at', '=', slot('dueAt')),
)
const postpone = hot<KernelTables, { id: number; dueAt: number }>()((db, slot) =>
  db
    .updateTable('deadlines')
    .set((set) => ({ due_at: slot('dueAt'), attempts: set('attempts', '+', 1) }))
    .where('id', '=', slot('id')),
)

/** A failed handler runs again after this many milliseconds. */
const again = 30_000

export class Deadlines {
  readonly #handlers = new Map<string, DeadlineHandler>()

  on(kind: string, handler: DeadlineHandler): void {
    if (this.#handlers.has(kind))
      throw new ConflictError(`There is a handler for deadlines ${kind} already.`, { kind })
    this.#handlers.set(kind, handler)
  }

  /** The due deadlines, in order. Skips kinds without a handler, such as those of a newer version. */
  due(rx: Rx): Promise<Due[]> {
    return this.#dueOf(rx, { now: rx.now, deadline: Number.MAX_SAFE_INTEGER })
  }

  /** When a deadline is due; undefined if it is not set. */
  async dueAt(rx: Rx, kind: string, ref: string): Promise<number | undefined> {
    return (await rx.first(ofRef, { kind, ref }))?.due_at
  }

  /** The greatest id of a deadline; 0 if there is none. */
  async lastId(rx: Rx): Promise<number> {
    return (await rx.first(last, {}))?.id ?? 0
  }

  /** Whether any deadline up to the mark is still due. */
  async anyOf(rx: Rx, mark: Mark): Promise<boolean> {
    return (await this.#dueOf(rx, mark)).length > 0
  }

  async #dueOf(rx: Rx, { now, deadline: id }: Pick<Mark, 'now' | 'deadline'>): Promise<Due[]> {
    const rows = await rx.run(due, { now, id })
    const known = rows.filter(({ kind }) => this.#handlers.has(kind))
    if (known.length > 0 || rows.length < batch) return known
    return rx
      .db<KernelTables>()
      .selectFrom('deadlines')
      .select(['id', 'kind', 'ref', 'due_at'])
      .where('due_at', '<=', now)
      .where('id', '<=', id)
      .where('kind', 'in', [...this.#handlers.keys()])
      .orderBy('due_at')
      .limit(batch)
      .execute()
  }

  /** The earliest time after now at which a deadline falls due. */
  async next(rx: Rx): Promise<number> {
    return (await rx.first(next, { now: rx.now }))?.due_at ?? Number.POSITIVE_INFINITY
  }

  /** Removes the deadline and runs its handler in one unit, so that it runs only once. */
  async fire(tx: Tx, { id, kind, ref, due_at }: Due) {
    if ((await tx.change(remove, { id, dueAt: due_at })) === 0) return
    await this.#handlers.get(kind)?.(tx, ref, due_at)
  }

  async postpone(tx: Tx, id: number): Promise<void> {
    await tx.change(postpone, { id, dueAt: tx.now + again })
    tx.due(tx.now + again)
  }
}
