import type { Kysely } from 'kysely'
import { StoreError } from '../errors.ts'
import { type Connection, queriesOver } from './connection.ts'
import type { Hot } from './hot.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { Reader } from './store.ts'

/** The queries of one read; they fail after it has ended. */
export class Scope implements Reader {
  #over = false
  #db: Kysely<unknown> | undefined

  constructor(readonly connection: Connection) {}

  protected check(): Connection {
    if (this.#over) {
      throw new StoreError('unit-over', 'This unit of work is over: keep every query inside its function.')
    }
    return this.connection
  }

  db<Tables>(): Kysely<Tables> {
    this.#db ??= queriesOver<unknown>((sql, parameters) => this.check().execute(sql, parameters))
    return this.#db as Kysely<Tables>
  }

  async run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.check().all(sql, parameters(values)) as Row[]
  }

  async first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.check().get(sql, parameters(values)) as Row | undefined
  }

  end() {
    this.#over = true
  }
}
