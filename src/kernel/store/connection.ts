import type { Database, Statement } from 'better-sqlite3'
import { type Dialect, Kysely, type QueryResult, SqliteAdapter, SqliteIntrospector } from 'kysely'
import { StoreError } from '../errors.ts'
import { SignedSqliteCompiler } from './sqlite-dialect.ts'
import { type Execute, UnitDriver } from './unit-driver.ts'

/** A statement that returns rows as arrays: building the row objects here is cheaper than in the driver. */
interface Prepared {
  statement: Statement<unknown[], unknown[]>
  /** Builds the object of a row, for statements that return rows. */
  rowOf: (values: unknown[]) => unknown
}

const rowBuilders = new Map<string, Prepared['rowOf']>()

/** All statements with the same columns share one builder. */
function rowBuilder(columns: readonly string[]): Prepared['rowOf'] {
  const key = columns.join()
  const builder = rowBuilders.get(key) ?? compiledBuilder(columns)
  rowBuilders.set(key, builder)
  return builder
}

/**
 * Compiles a function that returns an object literal: assigning the properties of a wide row one by one is ten times
 * slower, and costs as much as reading the row.
 */
function compiledBuilder(columns: readonly string[]): Prepared['rowOf'] {
  try {
    const literal = columns.map((name, at) => `${JSON.stringify(name)}: values[${at}]`)
    return new Function('values', `return { ${literal.join(', ')} }`) as Prepared['rowOf']
  } catch {
    // Node runs with --disallow-code-generation-from-strings.
    return (values) => Object.fromEntries(columns.map((name, at) => [name, values[at]]))
  }
}

/**
 * One SQLite connection and its cache of prepared statements. Values are bound as arguments: the driver reads an array in an
 * eighth more time.
 */
export class Connection {
  #prepared = new Map<string, Prepared>()
  #over = false

  constructor(readonly database: Database) {}

  /** A new connection over the same database and prepared statements; this one refuses all queries from now on. */
  replace(): Connection {
    const next = new Connection(this.database)
    next.#prepared = this.#prepared
    this.#over = true
    return next
  }

  /** Runs a query that Kysely built: booleans become 0 and 1. */
  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    const { statement, rowOf } = this.#prepare(sql)
    const bound = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    if (statement.reader) return { rows: statement.all(...bound).map(rowOf) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...bound)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  all(sql: string, parameters: unknown[]): unknown[] {
    const { statement, rowOf } = this.#prepare(sql)
    if (statement.reader) return statement.all(...parameters).map(rowOf)
    statement.run(...parameters)
    return []
  }

  get(sql: string, parameters: unknown[]): unknown {
    const { statement, rowOf } = this.#prepare(sql)
    const values = statement.get(...parameters)
    return values && rowOf(values)
  }

  change(sql: string, parameters: unknown[]): number {
    return this.#prepare(sql).statement.run(...parameters).changes
  }

  insert(sql: string, parameters: unknown[]): number {
    return Number(this.#prepare(sql).statement.run(...parameters).lastInsertRowid)
  }

  #prepare(sql: string): Prepared {
    if (this.#over) throw new StoreError('closed', 'This store is closed.')
    let prepared = this.#prepared.get(sql)
    if (!prepared) {
      const statement = this.database.prepare<unknown[], unknown[]>(sql)
      const columns = statement.reader ? statement.raw().columns() : []
      prepared = { statement, rowOf: rowBuilder(columns.map(({ name }) => name)) }
      this.#prepared.set(sql, prepared)
    }
    return prepared
  }
}

/** Whether another connection holds the lock. */
export function isBusy(thrown: unknown): boolean {
  return String((thrown as { code?: unknown }).code ?? '').startsWith('SQLITE_BUSY')
}

/** Typed queries that run through `execute`: in a unit of work, or in a read. */
export function queriesOver<Tables>(execute: Execute): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new UnitDriver(execute),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SignedSqliteCompiler(),
  }
  return new Kysely<Tables>({ dialect })
}
