import { resolve } from 'node:path'
import { StoreError } from '../errors.ts'
import type { DbSchema } from './db-schema.ts'
import { inspect, type OpenOptions } from './open-file.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Whether data is named by a connection string of PostgreSQL. */
export const isPostgres = (data: string) => /^postgres(ql)?:\/\//.test(data)

/** Nodes in front of one database are one simulator only if they were told of the same world. */
export const otherWorld = (place: string) =>
  new StoreError(
    'not-ours',
    `Other nodes use the database ${place} with another world than this one has. Start this node with their world file, or name another prefix of schemas with ?schema=NAME at the end of the connection string. To change the world for all, stop those nodes first; one that was killed counts for three seconds more.`,
    { database: place },
  )

/** What a connection string names, without its password; a path as it is. */
export async function shownData(data: string): Promise<string> {
  if (!isPostgres(data)) return data
  const { placeOf } = await import('./postgres/place.ts')
  return placeOf(data).description
}

/**
 * Looks at data, and changes nothing.
 *
 * @returns the version of its schema, undefined where there is none yet
 * @throws StoreError for data that cannot be used
 */
export async function lookAt(data: string, schema: Required<DbSchema>): Promise<number | undefined> {
  if (!isPostgres(data)) return inspect(resolve(data), schema)
  const { lookAtPostgres } = await import('./postgres/look.ts')
  return lookAtPostgres(data, schema)
}

/**
 * Opens or creates a store: in a PostgreSQL database where a connection string names one, and else an SQLite file.
 *
 * @throws StoreError
 */
export async function openStore({ file, schema }: OpenOptions): Promise<Store> {
  if (typeof file !== 'string' || !isPostgres(file)) return SqliteStore.open({ file, schema })
  // Loaded where it is used: most worlds are files.
  const { PostgresStore } = await import('./postgres/store.ts')
  return PostgresStore.open({ url: file, schema })
}
