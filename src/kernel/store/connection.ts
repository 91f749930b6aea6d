import type { Database, Statement } from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** One SQLite connection with its prepared statements kept. */
export class Connection {
  readonly #statements = new Map<string, Statement>()

  constructor(readonly database: Database) {}

  /** Runs a query that Kysely built: booleans become 0 and 1. */
  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    const statement = this.#statement(sql)
    const bound = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    if (statement.reader) return { rows: statement.all(...bound) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...bound)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  all(sql: string, parameters: unknown[]): unknown[] {
    const statement = this.#statement(sql)
    if (statement.reader) return statement.all(parameters)
    statement.run(parameters)
    return []
  }

  get(sql: string, parameters: unknown[]): unknown {
    return this.#statement(sql).get(parameters)
  }

  change(sql: string, parameters: unknown[]): number {
    return this.#statement(sql).run(parameters).changes
  }

  insert(sql: string, parameters: unknown[]): number {
    return Number(this.#statement(sql).run(parameters).lastInsertRowid)
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

type Execute = <Row>(sql: string, parameters: readonly unknown[]) => QueryResult<Row>

/** Kysely needs little of a driver where transactions are the store's own affair. */
class UnitDriver implements Driver {
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

/** Typed queries over whatever `execute` stands for: a unit of work, or a read. */
export function queriesOver<Tables>(execute: Execute): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new UnitDriver(execute),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return new Kysely<Tables>({ dialect })
}
