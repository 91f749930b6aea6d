import type { Hot } from '../hot.ts'
import { otherEngine } from '../refusals.ts'
import type { OpenSnapshot, Unit } from '../store.ts'
import type { Attention } from './attention.ts'
import type { Session } from './database.ts'
import type { Layout } from './layout.ts'
import { postgresDialect } from './queries.ts'
import { emptyWorld, replaceWorld } from './rows.ts'
import { Scope } from './scope.ts'
import { PostgresSnapshot } from './snapshots.ts'

/** The queries of one unit; they fail after it has ended. */
export class PostgresUnit extends Scope implements Unit {
  readonly #layout: Layout
  #listeners: Array<() => void> = []

  constructor(session: Session, attention: Attention, { batch, layout }: { batch: number; layout: Layout }) {
    super(session, attention)
    this.batch = batch
    this.#layout = layout
  }

  readonly batch: number

  async change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    const { sql, parameters } = query.compiled(postgresDialect)
    return (await this.ask(sql, parameters(values), { prepared: true })).changed
  }

  async insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    const { sql, parameters } = query.compiled(postgresDialect)
    const [, table = ''] = /^insert into "(\w+)"/.exec(sql) ?? []
    const column = this.#layout.identities.get(table)
    const text = column === undefined ? sql : `${sql} returning "${column}" as id`
    const { rows } = await this.ask(text, parameters(values), { prepared: true })
    return (rows[0] as { id?: number } | undefined)?.id ?? 0
  }

  async lastId(table: string): Promise<number> {
    const column = this.#layout.identities.get(table)
    if (column === undefined) return 0
    const sql = `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass), 0) AS id`
    const { rows } = await this.ask(sql, [table, column])
    return (rows[0] as { id: number }).id
  }

  afterCommit(listener: () => void): void {
    this.check()
    this.#listeners.push(listener)
  }

  /** The batch of this unit has committed. */
  committed(): void {
    for (const listener of this.#listeners) listener()
  }

  /** PostgreSQL removes the bytes of old rows itself, by its vacuum. */
  scrub(): void {}

  async empty(keep: readonly string[]): Promise<void> {
    await emptyWorld((sql) => this.ask(sql, []), this.#layout, keep)
  }

  async restore(snapshot: OpenSnapshot): Promise<void> {
    if (!(snapshot instanceof PostgresSnapshot)) throw otherEngine()
    await replaceWorld((sql) => this.ask(sql, []), this.#layout, snapshot.schema)
  }
}
