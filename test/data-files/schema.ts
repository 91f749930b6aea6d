import Sqlite from 'better-sqlite3'
import { united } from '../../src/kernel/store/db-schema.ts'
import { migrate } from '../../src/kernel/store/migrate.ts'
import { kernelDbSchema } from '../../src/kernel/tables.ts'
import { mailDbSchema } from '../../src/mail/index.ts'
import { networkDbSchema } from '../../src/network/index.ts'
import { payerDbSchema } from '../../src/payer/index.ts'
import { momoDbSchema } from '../../src/providers/momo/server/index.ts'
import { onepipeDbSchema } from '../../src/providers/onepipe/server/index.ts'
import { walletDbSchema } from '../../src/wallet/index.ts'

/** The schema of this version. */
export const schema = united([
  kernelDbSchema,
  walletDbSchema,
  networkDbSchema,
  payerDbSchema,
  momoDbSchema,
  onepipeDbSchema,
  mailDbSchema,
])

/** A new file of this version. */
export function newFile(): Sqlite.Database {
  const file = new Sqlite(':memory:')
  migrate(file, schema)
  return file
}

/** What a file is made of, and its version. */
export function schemaOf(file: Sqlite.Database): unknown {
  const made = file.prepare(`SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name`)
  return { made: made.all(), version: file.pragma('user_version', { simple: true }) }
}
