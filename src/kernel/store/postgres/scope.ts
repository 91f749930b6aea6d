import type { Kysely } from 'kysely'
import type { Hot } from '../hot.ts'
import { unitOver } from '../refusals.ts'
import type { Reader } from '../store.ts'
import type { Attention } from './attention.ts'
import type { Rows, Session } from './database.ts'
import { postgresDialect, queriesOver } from './queries.ts'

/** The queries of one read; they fail after it has ended. */
export class Scope implements Reader {
  #over = false
  #failure: { error: unknown } | undefined
  #db: Kysely<unknown> | undefined

  constructor(
    protected readonly session: Session,
    readonly attention: Attention,
  ) {}

  /** The first of its statements that failed: the database does no more in this transaction. */
  get failure(): { error: unknown } | undefined {
    return this.#failure
  }

  get over(): boolean {
    return this.#over
  }

  protected check(): void {
    if (this.#over) throw unitOver()
  }

  protected async ask(
    sql: string,
    values: readonly unknown[],
    options?: { prepared: boolean },
  ): Promise<Rows> {
    this.check()
    if (this.#failure) throw this.#failure.error
    this.attention.asks()
    try {
      return await this.session.query(sql, values, options)
    } catch (error) {
      this.#failure ??= { error }
      throw error
    } finally {
      this.attention.hears()
    }
  }

  db<Tables>(): Kysely<Tables> {
    this.#db ??= queriesOver<unknown>(async <Row>(sql: string, parameters: readonly unknown[]) => {
      const { rows, changed } = await this.ask(sql, parameters)
      return { rows: rows as Row[], numAffectedRows: BigInt(changed) }
    })
    return this.#db as Kysely<Tables>
  }

  async run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]> {
    const { sql, parameters } = query.compiled(postgresDialect)
    return (await this.ask(sql, parameters(values), { prepared: true })).rows as Row[]
  }

  async first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined> {
    return (await this.run(query, values))[0]
  }

  /** The server's: nodes are on machines that started at different times, whose clocks differ. */
  async sharedTime(): Promise<number> {
    const sql = 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now'
    const { rows } = await this.ask(sql, [], { prepared: true })
    return (rows[0] as { now: number }).now
  }

  end(): void {
    this.#over = true
  }
}
