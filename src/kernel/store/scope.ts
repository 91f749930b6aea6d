import type { Kysely } from 'kysely'
import { type Connection, queriesOver } from './connection.ts'
import type { Hot } from './hot.ts'
import { unitOver } from './refusals.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { Reader } from './store.ts'

/** The queries of one read; they fail after it has ended. */
export class Scope implements Reader {
  #over = false
  #db: Kysely<unknown> | undefined
  #failure: { error: unknown } | undefined

  constructor(readonly connection: Connection) {}

  protected check(): Connection {
    if (this.#over) throw unitOver()
    return this.connection
  }

  /** The first error of a statement: PostgreSQL does no more in a transaction after one, so no unit may go on after it. */
  get failure(): { error: unknown } | undefined {
    return this.#failure
  }

  /** Runs statements. @throws their error */
  protected ask<Result>(work: (connection: Connection) => Result): Result {
    const connection = this.check()
    try {
      return work(connection)
    } catch (error) {
      this.#failure ??= { error }
      throw error
    }
  }

  db<Tables>(): Kysely<Tables> {
    this.#db ??= queriesOver<unknown>((sql, parameters) =>
      this.ask((connection) => connection.execute(sql, parameters)),
    )
    return this.#db as Kysely<Tables>
  }

  async run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.ask((connection) => connection.all(sql, parameters(values))) as Row[]
  }

  async first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.ask((connection) => connection.get(sql, parameters(values))) as Row | undefined
  }

  /** Time since the machine started: the wall clock can be set, and then processes would lose leases that they renew. */
  async sharedTime(): Promise<number> {
    this.check()
    return Number(process.hrtime.bigint() / 1_000_000n)
  }

  end() {
    this.#over = true
  }
}
