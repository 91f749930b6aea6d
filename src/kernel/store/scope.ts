import type { Kysely } from 'kysely'
import { StoreError } from '../errors.ts'
import { type Connection, queriesOver } from './connection.ts'
import type { Hot } from './hot.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { Unit } from './store.ts'

/** The queries of one unit or read; they fail after it has ended, or if the outer transaction is gone. */
export class Scope implements Unit {
  #over = false
  #db: Kysely<unknown> | undefined

  constructor(
    readonly connection: Connection,
    readonly inTransaction: boolean,
  ) {}

  #check(): Connection {
    if (this.#over) {
      throw new StoreError('unit-over', 'This unit of work is over: keep every query inside its function.')
    }
    if (this.inTransaction && !this.connection.database.inTransaction) {
      throw new StoreError('batch-lost', 'The outer transaction is gone; nothing was written.')
    }
    return this.connection
  }

  db<Tables>(): Kysely<Tables> {
    this.#db ??= queriesOver<unknown>((sql, parameters) => this.#check().execute(sql, parameters))
    return this.#db as Kysely<Tables>
  }

  async run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.#check().all(sql, parameters(values)) as Row[]
  }

  async first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.#check().get(sql, parameters(values)) as Row | undefined
  }

  async change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.#check().change(sql, parameters(values))
  }

  async insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.#check().insert(sql, parameters(values))
  }

  end() {
    this.#over = true
  }
}
