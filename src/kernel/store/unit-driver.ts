import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'

export type Execute = <Row>(
  sql: string,
  parameters: readonly unknown[],
) => QueryResult<Row> | Promise<QueryResult<Row>>

/** A minimal Kysely driver: the store handles transactions itself. */
export class UnitDriver implements Driver {
  readonly #connection: DatabaseConnection
  constructor(execute: Execute) {
    this.#connection = {
      async executeQuery<Row>(query: CompiledQuery) {
        return execute<Row>(query.sql, query.parameters)
      },
      // biome-ignore lint/correctness/useYield: nothing here streams
      async *streamQuery(): AsyncIterableIterator<never> {
        throw new Error('Streaming is not built: read a page at a time.')
      },
    }
  }
  async init() {}
  async acquireConnection() {
    return this.#connection
  }
  async beginTransaction() {
    throw new Error('Transactions are the store’s: use store.transact.')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {}
}
