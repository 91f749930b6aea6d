import type { Database } from 'better-sqlite3'
import { StoreError } from '../errors.ts'
import type { Connection } from './connection.ts'
import type { DbSchema } from './db-schema.ts'
import type { Hot } from './hot.ts'
import { emptyAll } from './migrate.ts'
import { otherEngine } from './refusals.ts'
import { Scope } from './scope.ts'
import { replaceAll } from './snapshot-copy.ts'
import { SqliteSnapshot } from './snapshot-store.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { OpenSnapshot, Unit } from './store.ts'

/** The queries of one unit; they fail after it has ended, or if the outer transaction is gone. */
export class SqliteUnit extends Scope implements Unit {
  #erases = false
  /** Made when first used: most units have none. */
  #listeners: Array<() => void> | undefined

  constructor(
    connection: Connection,
    readonly batch: number,
    readonly schema: Required<DbSchema>,
  ) {
    super(connection)
  }

  protected override check(): Connection {
    const connection = super.check()
    if (!connection.database.inTransaction) {
      throw new StoreError('batch-lost', 'The outer transaction is gone; nothing was written.')
    }
    return connection
  }

  async change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.ask((connection) => connection.change(sql, parameters(values)))
  }

  async insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number> {
    const { sql, parameters } = query.compiled(sqliteDialect)
    return this.ask((connection) => connection.insert(sql, parameters(values)))
  }

  async lastId(table: string): Promise<number> {
    const counter = this.check().get('SELECT seq FROM sqlite_sequence WHERE name = ?', [table])
    return (counter as { seq: number } | undefined)?.seq ?? 0
  }

  afterCommit(listener: () => void): void {
    this.check()
    this.#listeners ??= []
    this.#listeners.push(listener)
  }

  get listens(): boolean {
    return this.#listeners !== undefined
  }

  rolledBack(): void {
    this.#listeners = undefined
  }

  /** The batch of this unit has committed. */
  committed(): void {
    for (const listener of this.#listeners ?? []) listener()
  }

  scrub(): void {
    this.#erases = true
  }

  async empty(keep: readonly string[]): Promise<void> {
    emptyAll(this.#database(), this.schema, keep)
    this.scrub()
  }

  async restore(snapshot: OpenSnapshot): Promise<void> {
    if (!(snapshot instanceof SqliteSnapshot)) throw otherEngine()
    replaceAll(this.#database(), snapshot.database, this.schema)
    this.scrub()
  }

  get erases(): boolean {
    return this.#erases
  }

  #database(): Database {
    return this.check().database
  }
}
