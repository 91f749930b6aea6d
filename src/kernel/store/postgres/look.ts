import type { DbSchema } from '../db-schema.ts'
import { PostgresDatabase } from './database.ts'
import { mainWorld, readVersion } from './layout.ts'
import { placeOf } from './place.ts'

/**
 * The version of the schema of a database; undefined where payersim has made none in it.
 *
 * @throws StoreError for a database that cannot be used
 */
export async function lookAtPostgres(url: string, schema: Required<DbSchema>): Promise<number | undefined> {
  const database = new PostgresDatabase(placeOf(url))
  try {
    return await readVersion(database, mainWorld, schema)
  } finally {
    await database.close()
  }
}
