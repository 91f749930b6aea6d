import { readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { united } from '../src/kernel/store/db-schema.ts'
import { migrate } from '../src/kernel/store/migrate.ts'
import { wholeSchema } from '../src/kernel/store/whole-schema.ts'
import { kernelDbSchema } from '../src/kernel/tables.ts'
import { builtInProviders } from '../src/providers/built-in.ts'
import { dbSchemasOf } from '../src/simulator/open-world.ts'
import { loadProviders } from '../src/simulator/providers.ts'

const schema = united([kernelDbSchema, ...dbSchemasOf(await loadProviders(builtInProviders))])

it('the build has the schema in one piece, and it makes what the steps make', () => {
  const built = JSON.parse(readFileSync(new URL('../dist/tables/schema.json', import.meta.url), 'utf8'))
  expect(built, 'npm run build makes it anew').toEqual(wholeSchema(new Sqlite(':memory:'), schema.migrations))

  const whole = new Sqlite(':memory:')
  whole.exec(built.sql)
  const stepwise = new Sqlite(':memory:')
  migrate(stepwise, { ...schema, laws: [], consequences: [], views: [] })
  expect(contentOf(whole)).toEqual(contentOf(stepwise))
})

function contentOf(database: Sqlite.Database): unknown {
  const definitions = database
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name')
    .all() as Array<{ type: string; name: string }>
  const tables = definitions.filter(({ type }) => type === 'table')
  return { definitions, rows: tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all()) }
}
