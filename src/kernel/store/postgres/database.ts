import pg from 'pg'
import { InputError } from '../../errors.ts'
import type { Place } from './place.ts'
import { type Failing, troubleOf } from './trouble.ts'

/** How long a connection may take, in real milliseconds. */
const connectMs = 5_000
/** How long a statement waits for a lock. */
const longestLockMs = 10_000
/**
 * A node that stops in the middle of a batch holds up all others that write to its world: after so many milliseconds the
 * server ends its transaction.
 */
const longestPauseMs = 5_000
/** How long one statement may take, but those that make, copy and empty whole worlds: see {@link withoutTimeOut}. */
const longestStatementMs = 60_000

/** `oid` of a type of PostgreSQL, from `pg_type`. */
const boolType = 16
const int8Type = 20
const numericType = 1700

/** A row as SQLite gives it: integers as numbers, true as 1. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8Type || oid === numericType) return numberOf
    if (oid === boolType) return (text: string) => (text === 't' ? 1 : 0)
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

/** @throws RangeError for an integer that a number cannot hold exactly: no amount of money is that large */
function numberOf(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RangeError(`${text} is too large to be held exactly.`)
  return value
}

/** The connections of this process to one database. */
export class PostgresDatabase {
  readonly place: Place
  readonly #pool: pg.Pool

  constructor(place: Place) {
    this.place = place
    this.#pool = new pg.Pool({
      connectionString: place.url,
      max: place.connections,
      connectionTimeoutMillis: connectMs,
      idle_in_transaction_session_timeout: longestPauseMs,
      statement_timeout: longestStatementMs,
      lock_timeout: longestLockMs,
      application_name: 'payersim',
      keepAlive: true,
      allowExitOnIdle: true,
      types,
      // Statements are sent without waiting for the answers to those before them.
      pipeline: true,
    } as pg.PoolConfig)
    // A connection that breaks while nobody uses it; whoever needs one next gets another.
    this.#pool.on('error', () => {})
  }

  /** A connection to itself until it is given back. @throws StoreError if the database cannot be reached */
  async connect(): Promise<Session> {
    try {
      return new Session(await this.#pool.connect())
    } catch (error) {
      throw this.recognise(error)
    }
  }

  /** One that is kept, and hears what is notified. @throws StoreError if the database cannot be reached */
  async listen(
    channel: string,
    hear: (payload: string) => void,
  ): Promise<{ lost: Promise<void>; end(): void }> {
    const client = new pg.Client({
      connectionString: this.place.url,
      connectionTimeoutMillis: connectMs,
      application_name: 'payersim',
      keepAlive: true,
    })
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
    })
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    try {
      await client.connect()
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      client.end().catch(() => {})
      throw this.recognise(error)
    }
    ;(client as unknown as { unref?(): void }).unref?.()
    return { lost, end: () => void client.end().catch(() => {}) }
  }

  /** The trouble that caused an error; the error itself if it has another cause. */
  recognise(error: unknown): unknown {
    return troubleOf(error as Failing, this.place.description) ?? error
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}

export interface Rows {
  rows: unknown[]
  /** How many rows a statement changed. */
  changed: number
  /** What the database says that it did, such as `COMMIT`. */
  command: string
}

/** Statements that are prepared once for each connection, by their text. */
const names = new Map<string, string>()

function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = `payersim_${names.size + 1}`
    names.set(text, name)
  }
  return name
}

/** One connection, for as long as one batch or read has it. */
export class Session {
  readonly #client: pg.PoolClient
  #broken: Error | undefined
  /** How many statements have no answer yet. */
  underway = 0

  constructor(client: pg.PoolClient) {
    this.#client = client
    client.on('error', this.#breaks)
  }

  readonly #breaks = (error: Error) => {
    this.#broken = error
  }

  /** Sends a statement at once. @throws the database's error */
  async query(text: string, values: readonly unknown[] = [], { prepared = false } = {}): Promise<Rows> {
    this.underway += 1
    try {
      const bound = values.map(boundValue)
      const { rows, rowCount, command } = await this.#client.query({
        text,
        values: bound,
        ...(prepared && { name: nameOf(text) }),
      })
      return { rows, changed: rowCount ?? 0, command }
    } catch (error) {
      // Why the connection was ended says more than that it was.
      throw this.#broken ?? error
    } finally {
      this.underway -= 1
    }
  }

  /** Sends a statement whose answer does not matter by itself: if it fails, so does what comes after it. */
  send(text: string): void {
    this.query(text).catch(() => {})
  }

  /** Sends all statements at once. @throws the error of the first that fails */
  async queryAll(texts: readonly string[]): Promise<void> {
    await Promise.all(texts.map((text) => this.query(text)))
  }

  /** @param broken it is in an unknown state, and is closed */
  giveBack({ broken = false } = {}): void {
    this.#client.off('error', this.#breaks)
    this.#client.release(broken || this.#broken !== undefined)
  }
}

/** @throws InputError for a text that PostgreSQL cannot hold */
function boundValue(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string' && value.includes('\0'))
    throw new InputError(
      `${JSON.stringify(value.slice(0, 100))} has a NUL character (U+0000), which no text in PostgreSQL may have. Leave it out.`,
    )
  return value
}

/** For the rest of a transaction. */
export const withoutTimeOut = 'SET LOCAL statement_timeout = 0'

export const quotedName = (name: string) => pg.escapeIdentifier(name)
