import { createHash } from 'node:crypto'
import { type DbSchema, schemaVersion } from '../db-schema.ts'
import { snapshotOfAnother, snapshotUnusable, unknownSnapshot } from '../refusals.ts'
import { mustBeSnapshotName } from '../snapshot-store.ts'
import type { OpenSnapshot, Snapshots, SnapshotView } from '../store.ts'
import { type PostgresDatabase, quotedName, type Session, withoutTimeOut } from './database.ts'
import { layoutOf, runSteps } from './layout.ts'
import { copyRows } from './rows.ts'

/** A snapshot as a schema with the tables of this version. */
export class PostgresSnapshot implements OpenSnapshot {
  constructor(readonly schema: string) {}
  close(): void {}
}

interface Row {
  name: string
  schema: string
  version: number
}

/** Named copies of a world, each in a schema of its own. */
export class PostgresSnapshots implements Snapshots {
  readonly #database: PostgresDatabase
  readonly #world: string
  readonly #schema: Required<DbSchema>
  /** The schema of the world. */
  readonly #of: string

  constructor(
    database: PostgresDatabase,
    { world, schema, of }: { world: string; schema: Required<DbSchema>; of: string },
  ) {
    this.#database = database
    this.#world = world
    this.#schema = schema
    this.#of = of
  }

  async put(name: string): Promise<SnapshotView> {
    mustBeSnapshotName(name)
    const { prefix } = this.#database.place
    const at = createHash('sha256').update(`${this.#world}\0${name}`).digest('hex').slice(0, 16)
    const schema = `${prefix}_snapshot_${at}`
    const layout = layoutOf(this.#schema)
    await this.#write(async (session) => {
      await session.queryAll([
        `DROP SCHEMA IF EXISTS ${quotedName(schema)} CASCADE`,
        `CREATE SCHEMA ${quotedName(schema)}`,
        `SET LOCAL search_path TO ${quotedName(schema)}`,
        ...layout.tables,
      ])
      await copyRows((sql) => session.query(sql), layout, this.#of)
      await session.query(
        `INSERT INTO ${this.#registry} (world, name, schema, version) VALUES ($1, $2, $3, $4)
          ON CONFLICT (world, name) DO UPDATE SET schema = excluded.schema, version = excluded.version`,
        [this.#world, name, schema, schemaVersion(this.#schema)],
      )
    })
    return this.#read((session) => this.#view(session, { name, schema }))
  }

  list(): Promise<SnapshotView[]> {
    return this.#read(async (session) => {
      const views: SnapshotView[] = []
      for (const row of await this.#rows(session)) views.push(await this.#view(session, row))
      return views
    })
  }

  async open(name: string, key: string): Promise<PostgresSnapshot> {
    const { schema, version } = await this.#read(async (session) => {
      const found = await this.#find(session, name)
      if (found.version > schemaVersion(this.#schema))
        throw snapshotUnusable(name, 'it was taken by a newer payersim')
      const meta = await session.query(`SELECT value FROM ${quotedName(found.schema)}.meta WHERE key = 'key'`)
      if ((meta.rows[0] as { value: string } | undefined)?.value === key) return found
      throw snapshotOfAnother(name)
    })
    if (version < schemaVersion(this.#schema)) await this.#bringUpToDate(name)
    return new PostgresSnapshot(schema)
  }

  #bringUpToDate(name: string): Promise<void> {
    return this.#write(async (session) => {
      await session.query(`LOCK TABLE ${this.#registry} IN SHARE ROW EXCLUSIVE MODE`)
      // Another node may have done it meanwhile.
      const { schema, version } = await this.#find(session, name)
      await runSteps(session, { of: schema, schema: this.#schema, version })
      await session.query(`UPDATE ${this.#registry} SET version = $3 WHERE world = $1 AND name = $2`, [
        this.#world,
        name,
        schemaVersion(this.#schema),
      ])
    })
  }

  remove(name: string): Promise<void> {
    return this.#write(async (session) => {
      const { schema } = await this.#find(session, name)
      await session.query(`DROP SCHEMA ${quotedName(schema)} CASCADE`)
      await session.query(`DELETE FROM ${this.#registry} WHERE world = $1 AND name = $2`, [this.#world, name])
    })
  }

  get #registry(): string {
    return `${quotedName(this.#database.place.prefix)}.snapshots`
  }

  async #rows(session: Session): Promise<Row[]> {
    const { rows } = await session.query(
      `SELECT name, schema, version FROM ${this.#registry} WHERE world = $1 ORDER BY name`,
      [this.#world],
    )
    return rows as Row[]
  }

  async #find(session: Session, name: string): Promise<Row> {
    const rows = await this.#rows(session)
    const found = rows.find((row) => row.name === name)
    if (found) return found
    throw unknownSnapshot(
      name,
      rows.map((row) => row.name),
    )
  }

  async #view(session: Session, { name, schema }: Pick<Row, 'name' | 'schema'>): Promise<SnapshotView> {
    const { rows } = await session.query(
      `SELECT (SELECT frozen_at FROM ${quotedName(schema)}.clock) AS at,
        (SELECT sum(pg_total_relation_size(oid)) FROM pg_class
          WHERE relnamespace = $1::regnamespace AND relkind = 'r') AS bytes`,
      [quotedName(schema)],
    )
    const [{ at, bytes } = { at: null, bytes: 0 }] = rows as Array<{ at: number | null; bytes: number }>
    return { name, takenAt: at ?? 0, bytes }
  }

  async #read<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = await this.#database.connect()
    try {
      return await work(session)
    } catch (error) {
      throw this.#database.recognise(error)
    } finally {
      session.giveBack()
    }
  }

  async #write(work: (session: Session) => Promise<void>): Promise<void> {
    const session = await this.#database.connect()
    let broken = true
    try {
      await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await session.query(withoutTimeOut)
      await work(session)
      await session.query('COMMIT')
      broken = false
    } catch (error) {
      throw this.#database.recognise(error)
    } finally {
      session.giveBack({ broken })
    }
  }
}
