import { StoreError } from '../../errors.ts'
import { type DbSchema, schemaVersion } from '../db-schema.ts'
import { openSqlite } from '../sqlite.ts'
import { type WholeSchema, wholeSchema } from '../whole-schema.ts'
import { type PostgresDatabase, quotedName, type Session, withoutTimeOut } from './database.ts'
import { lawsInPostgresWords } from './law-words.ts'
import { helpersInPostgres, inPostgresWords } from './table-words.ts'

/** Before this one nothing was tried. */
const oldestServer = 130_000
/** Of the lock under which schemas are made and brought up to date. */
const layoutLock = 'payersim layout'

/** What this version makes of an empty schema, and which tables that has. */
export interface Layout {
  schema: Required<DbSchema>
  tables: string[]
  laws: string[]
  /** The column that gives each row its id, by table. */
  identities: ReadonlyMap<string, string>
  /** Each table before those that refer to it. */
  order: string[]
}

const layouts = new WeakMap<Required<DbSchema>, Layout>()

export function layoutOf(schema: Required<DbSchema>): Layout {
  const known = layouts.get(schema)
  if (known) return known
  const whole = wholeOf(schema)
  const { statements, identities } = inPostgresWords(whole.sql, schema.numbered)
  const layout = {
    schema,
    tables: [...helpersInPostgres, ...statements],
    laws: lawsInPostgresWords(schema),
    identities: new Map(identities.map(({ table, column }) => [table, column])),
    order: parentsFirst(statements),
  }
  layouts.set(schema, layout)
  return layout
}

/** The steps were written for SQLite: what they make together is read off an empty database of it. */
function wholeOf({ migrations }: Required<DbSchema>): WholeSchema {
  const empty = openSqlite(':memory:')
  try {
    return wholeSchema(empty, migrations)
  } finally {
    empty.close()
  }
}

function parentsFirst(statements: readonly string[]): string[] {
  const tables = statements.flatMap((sql) => /^CREATE TABLE "?(\w+)"?/.exec(sql)?.[1] ?? [])
  const parents = new Map(tables.map((table) => [table, new Set<string>()]))
  for (const sql of statements) {
    const [, table = '', parent = ''] =
      /^ALTER TABLE (\w+) ADD FOREIGN KEY .+ REFERENCES (\w+)/.exec(sql) ?? []
    if (table !== parent) parents.get(table)?.add(parent)
  }
  const order: string[] = []
  while (order.length < tables.length) {
    const free = tables.filter(
      (table) =>
        !order.includes(table) && [...(parents.get(table) ?? [])].every((one) => order.includes(one)),
    )
    if (free.length === 0) throw new Error(`Tables refer to each other in a circle: ${tables}`)
    order.push(...free)
  }
  return order
}

/**
 * Makes the schema of a world, or brings it up to date; all nodes that open it wait for the first.
 *
 * @throws StoreError for a database that cannot be used, a schema that is not ours, or that of a newer payersim
 */
export async function layOut(
  database: PostgresDatabase,
  world: string,
  schema: Required<DbSchema>,
): Promise<void> {
  const { place } = database
  const session = await database.connect()
  let broken = true
  try {
    await mustSuit(session, place.description)
    await session.query('BEGIN')
    await session.query(withoutTimeOut)
    await session.query('SELECT pg_advisory_xact_lock(hashtext($1))', [layoutLock])
    await makeRegistry(session, place)
    const version = await versionOf(session, {
      prefix: place.prefix,
      world,
      place: place.description,
      schema,
    })
    if (version === undefined) await makeWorld(session, place, { world, layout: layoutOf(schema) })
    else if (version < schemaVersion(schema))
      await bringUpToDate(session, { prefix: place.prefix, world, schema, version })
    // Those of processes that were killed.
    await session.query(`DELETE FROM ${turnsOf(place.prefix)} WHERE at < now() - interval '1 day'`)
    await session.query('COMMIT')
    broken = false
  } catch (error) {
    throw database.recognise(error)
  } finally {
    session.giveBack({ broken })
  }
}

/** The world of a server without a name. */
export const mainWorld = 'main'

/** @throws StoreError as {@link layOut} */
export async function readVersion(
  database: PostgresDatabase,
  world: string,
  schema: Required<DbSchema>,
): Promise<number | undefined> {
  const { prefix, description } = database.place
  const session = await database.connect()
  try {
    await mustSuit(session, description)
    if (!(await hasRegistry(session, database.place))) return undefined
    return await versionOf(session, { prefix, world, place: description, schema })
  } catch (error) {
    throw database.recognise(error)
  } finally {
    session.giveBack()
  }
}

async function mustSuit(session: Session, place: string): Promise<void> {
  const { rows } = await session.query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS said,
      current_setting('server_encoding') AS encoding, current_setting('transaction_read_only') AS readonly`,
  )
  const [{ version, said, encoding, readonly } = {} as never] = rows as Array<{
    version: number
    said: string
    encoding: string
    readonly: string
  }>
  const refuse = (message: string, reason: 'unreadable' | 'read-only' = 'unreadable') =>
    new StoreError(reason, message, { database: place })
  if (version < oldestServer)
    throw refuse(
      `The database ${place} is PostgreSQL ${said}; payersim needs 13 or newer. Name a newer server.`,
    )
  if (encoding !== 'UTF8')
    throw refuse(
      `The database ${place} is encoded in ${encoding}; payersim needs UTF8: CREATE DATABASE payersim ENCODING 'UTF8' TEMPLATE template0.`,
    )
  if (readonly === 'on')
    throw refuse(
      `The database ${place} can only be read: it may be a standby. Name the primary, or allow writing.`,
      'read-only',
    )
}

/** @throws StoreError for a user who may make no schemas */
async function mustMakeSchemas(session: Session, place: string): Promise<void> {
  const { rows } = await session.query(
    `SELECT has_database_privilege(current_database(), 'CREATE') AS may,
      quote_ident(current_database()) AS database, quote_ident(current_user) AS name`,
  )
  const [{ may, database, name } = {} as never] = rows as Array<{
    may: number
    database: string
    name: string
  }>
  if (may) return
  throw new StoreError(
    'read-only',
    `The user ${name} may make no schemas in the database ${place}. Let the owner of the database run: GRANT CREATE ON DATABASE ${database} TO ${name};`,
    { database: place },
  )
}

const registry = 'worlds'

/** @throws StoreError for a schema that is not ours */
async function hasRegistry(
  session: Session,
  { prefix, description }: { prefix: string; description: string },
): Promise<boolean> {
  const { rows } = await session.query(
    `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1) AS there,
      to_regclass($2) IS NOT NULL AS ours`,
    [prefix, `${quotedName(prefix)}.${registry}`],
  )
  const [{ there, ours } = {} as never] = rows as Array<{ there: number; ours: number }>
  if (ours) return true
  if (!there) return false
  throw notOurs(description, prefix)
}

function notOurs(description: string, prefix: string): StoreError {
  return new StoreError(
    'not-ours',
    `The database ${description} has a schema ${prefix} that is not payersim's; it was left as it is. Name another prefix of schemas with ?schema=NAME at the end of the connection string, or another database.`,
    { schema: prefix },
  )
}

async function makeRegistry(session: Session, place: { prefix: string; description: string }): Promise<void> {
  if (await hasRegistry(session, place)) return
  const { prefix } = place
  await mustMakeSchemas(session, place.description)
  await session.query(`CREATE SCHEMA ${quotedName(prefix)}`)
  await session.query(
    `CREATE TABLE ${quotedName(prefix)}.${registry} (
      name text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, made_at timestamptz NOT NULL DEFAULT now())`,
  )
  await session.query(
    `CREATE TABLE ${quotedName(prefix)}.turns (
      node text COLLATE "C" NOT NULL, world text COLLATE "C" NOT NULL, turn bigint NOT NULL,
      at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (node, world))`,
  )
  await session.query(
    `CREATE TABLE ${quotedName(prefix)}.snapshots (
      world text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, schema text NOT NULL, version bigint NOT NULL, PRIMARY KEY (world, name))`,
  )
}

/** The last turn of each node that was committed. */
export const turnsOf = (prefix: string) => `${quotedName(prefix)}.turns`

export const registryOf = (prefix: string) => `${quotedName(prefix)}.${registry}`

/** The schema that a world is in. */
export const schemaOf = (prefix: string, world: string) => `${prefix}_${world}`

interface OfWorld {
  prefix: string
  world: string
}

async function versionOf(
  session: Session,
  { prefix, world, place, schema }: OfWorld & { place: string; schema: Required<DbSchema> },
): Promise<number | undefined> {
  const { rows } = await session.query(`SELECT version FROM ${registryOf(prefix)} WHERE name = $1`, [world])
  const [row] = rows as Array<{ version: number }>
  if (row && row.version > schemaVersion(schema)) throw newerSchema(place, row.version, schema)
  return row?.version
}

export function newerSchema(place: string, version: number, schema: Required<DbSchema>): StoreError {
  return new StoreError(
    'newer-version',
    `The database ${place} was written by a newer payersim (schema ${version}, this one knows ${schemaVersion(schema)}); it was left as it is. Update payersim on this node.`,
    { database: place, version },
  )
}

/** Makes the schema of a world, its tables and its laws. @throws StoreError where there is one that is not ours */
async function makeWorld(
  session: Session,
  { prefix, description }: { prefix: string; description: string },
  { world, layout }: { world: string; layout: Layout },
): Promise<void> {
  await mustMakeSchemas(session, description)
  const { rows: others } = await session.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [
    schemaOf(prefix, world),
  ])
  if (others.length > 0) throw notOurs(description, schemaOf(prefix, world))
  const name = quotedName(schemaOf(prefix, world))
  await session.queryAll([
    `CREATE SCHEMA ${name}`,
    `SET LOCAL search_path TO ${name}`,
    ...layout.tables,
    ...layout.laws,
  ])
  await session.query(`INSERT INTO ${registryOf(prefix)} (name, version) VALUES ($1, $2)`, [
    world,
    schemaVersion(layout.schema),
  ])
}

/** Runs the steps that the tables of a schema lack. */
export async function runSteps(
  session: Session,
  { of, schema, version }: { of: string; schema: Required<DbSchema>; version: number },
): Promise<void> {
  await session.query(`SET LOCAL search_path TO ${quotedName(of)}`)
  await dropLaws(session)
  for (const { step, sql } of schema.migrations) {
    if (step <= version) continue
    await session.queryAll(inPostgresWords(sql, schema.numbered).statements)
  }
}

async function bringUpToDate(
  session: Session,
  { prefix, world, schema, version }: OfWorld & { schema: Required<DbSchema>; version: number },
): Promise<void> {
  await runSteps(session, { of: schemaOf(prefix, world), schema, version })
  await session.queryAll(layoutOf(schema).laws)
  await session.query(`UPDATE ${registryOf(prefix)} SET version = $2 WHERE name = $1`, [
    world,
    schemaVersion(schema),
  ])
}

/** Drops all triggers and views of the schema in the search path, also those of an older version. */
async function dropLaws(session: Session): Promise<void> {
  const { rows } = await session.query(
    `SELECT 'DROP VIEW ' || quote_ident(viewname) || ' CASCADE' AS sql FROM pg_views WHERE schemaname = current_schema()
      UNION ALL
      SELECT 'DROP FUNCTION ' || quote_ident(proname) || '() CASCADE' FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype`,
  )
  for (const { sql } of rows as Array<{ sql: string }>) await session.query(sql)
}
