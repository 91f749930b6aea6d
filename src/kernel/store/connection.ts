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

/** A statement that answers in bare arrays: building an object of each row is cheaper here than in the driver. */
interface Prepared {
  statement: Statement<unknown[], unknown[]>
  /** Empty where the statement answers nothing. */
  columns: readonly string[]
}

function rowOf(values: unknown[], columns: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at++) row[columns[at] as string] = values[at]
  return row
}

/** One SQLite connection with its prepared statements kept. */
export class Connection {
  readonly #prepared = new Map<string, Prepared>()

  constructor(readonly database: Database) {}

  /** Runs a query that Kysely built: booleans become 0 and 1. */
  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    const { statement, columns } = this.#prepare(sql)
    const bound = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    if (statement.reader) return { rows: statement.all(bound).map((values) => rowOf(values, columns) as Row) }
    const { changes, lastInsertRowid } = statement.run(bound)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  all(sql: string, parameters: unknown[]): unknown[] {
    const { statement, columns } = this.#prepare(sql)
    if (statement.reader) return statement.all(parameters).map((values) => rowOf(values, columns))
    statement.run(parameters)
    return []
  }

  get(sql: string, parameters: unknown[]): unknown {
    const { statement, columns } = this.#prepare(sql)
    const values = statement.get(parameters)
    return values && rowOf(values, columns)
  }

  change(sql: string, parameters: unknown[]): number {
    return this.#prepare(sql).statement.run(parameters).changes
  }

  insert(sql: string, parameters: unknown[]): number {
    return Number(this.#prepare(sql).statement.run(parameters).lastInsertRowid)
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#prepared.get(sql)
    if (!prepared) {
      const statement = this.database.prepare<unknown[], unknown[]>(sql)
      const columns = statement.reader
        ? statement
            .raw()
            .columns()
            .map(({ name }) => name)
        : []
      prepared = { statement, columns }
      this.#prepared.set(sql, prepared)
    }
    return prepared
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
