import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { Migration } from './db-schema.ts'
import { redefined } from './migrate.ts'
import { allSteps, wholeSchema } from './whole-schema.ts'

const steps: readonly Migration[] = [
  {
    step: 1,
    name: 'test: accounts',
    sql: `
      CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, amount REAL, note BLOB);
      INSERT INTO accounts (id, name, amount, note) VALUES (7, 'Ama''s', 0.5, x'00ff'), (9, NULL, 2, NULL)`,
  },
  {
    step: 2,
    name: 'test: what each has',
    sql: 'ALTER TABLE accounts ADD COLUMN open INTEGER NOT NULL DEFAULT 1',
  },
  {
    step: 3,
    name: 'test: entries',
    sql: `
      CREATE TABLE entries (account_id INTEGER NOT NULL REFERENCES accounts (id), UNIQUE (account_id));
      CREATE INDEX accounts_by_name ON accounts (name) WHERE name IS NOT NULL;
      ${redefined('accounts', 'id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, amount REAL, note BLOB, open TEXT', ['id', 'name', 'amount', 'note', 'open'])}
      CREATE INDEX accounts_by_name ON accounts (name);`,
  },
]

/** All definitions, and all rows of all tables. */
function contentOf(database: Sqlite.Database): unknown {
  const definitions = database
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name')
    .all()
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all()
  return { definitions, rows: tables.map((table) => database.prepare(`SELECT * FROM "${table}"`).all()) }
}

it('the schema in one piece makes what the steps make, with their rows and counters of ids', () => {
  const stepwise = new Sqlite(':memory:')
  const { sql } = wholeSchema(stepwise, steps)
  const whole = new Sqlite(':memory:')
  whole.exec(sql)

  expect(contentOf(whole)).toEqual(contentOf(stepwise))
  expect(whole.prepare('SELECT id, name, note FROM accounts').all()).toEqual([
    { id: 7, name: "Ama's", note: Buffer.from([0, 255]) },
    { id: 9, name: null, note: null },
  ])
  expect(sql).not.toContain('ALTER')
})

it('a schema that the build does not know is made step by step', () => {
  const database = new Sqlite(':memory:')
  database.exec(allSteps(steps))
  const stepwise = new Sqlite(':memory:')
  for (const { sql } of steps) stepwise.exec(sql)

  expect(contentOf(database)).toEqual(contentOf(stepwise))
})

it('a step that makes a trigger is refused, since laws are made after the last step', () => {
  const trigger = {
    step: 4,
    name: 'test: law',
    sql: 'CREATE TRIGGER law DELETE ON entries BEGIN SELECT 1; END',
  }
  expect(() => wholeSchema(new Sqlite(':memory:'), [...steps, trigger])).toThrow(
    'A step makes the trigger law; it belongs to the laws or views of its room.',
  )
})
