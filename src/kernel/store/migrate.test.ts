import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { type DbSchema, united } from './db-schema.ts'
import { emptyAll, migrate, redefined } from './migrate.ts'

const first: DbSchema = {
  migrations: [
    {
      step: 1,
      name: 'test: first tables',
      sql: `
        CREATE TABLE transfers (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('funding')));
        CREATE INDEX transfers_by_kind ON transfers (kind);
        CREATE TABLE postings (id INTEGER PRIMARY KEY, transfer_id INTEGER NOT NULL REFERENCES transfers (id));`,
    },
  ],
  laws: [
    {
      name: 'transfers_are_final',
      table: 'transfers',
      on: 'update',
      where: `NEW.kind IS DISTINCT FROM OLD.kind`,
      refuse: `a transfer's kind is final`,
    },
  ],
  consequences: [
    {
      name: 'transfers_have_a_posting',
      table: 'transfers',
      run: ['INSERT INTO postings (transfer_id) VALUES (NEW.id)'],
    },
  ],
  views: [{ name: 'posted', as: 'SELECT t.kind FROM transfers t JOIN postings p ON p.transfer_id = t.id' }],
}
const widen = {
  step: 2,
  name: 'test: any kind',
  sql: `${redefined('transfers', 'id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL', ['id', 'kind'])}
    CREATE INDEX transfers_by_kind ON transfers (kind);`,
}
const second: DbSchema = { ...first, migrations: [...first.migrations, widen] }

function file(schema: DbSchema): Sqlite.Database {
  const database = new Sqlite(':memory:')
  migrate(database, united([schema]))
  return database
}

it('a table that others refer to gets another definition, and keeps its rows, its ids and its laws', () => {
  const database = file(first)
  database.exec(`INSERT INTO transfers (kind) VALUES ('funding'), ('funding'); DELETE FROM postings WHERE transfer_id = 2;
    DELETE FROM transfers WHERE id = 2`)
  migrate(database, united([second]))

  expect(database.prepare('SELECT * FROM transfers').all()).toEqual([{ id: 1, kind: 'funding' }])
  expect(database.prepare('SELECT * FROM postings').all()).toEqual([{ id: 1, transfer_id: 1 }])
  // The id 2 was given once.
  expect(database.prepare(`INSERT INTO transfers (kind) VALUES ('withdrawal')`).run().lastInsertRowid).toBe(3)
  expect(database.prepare('SELECT kind FROM posted').pluck().all()).toEqual(['funding', 'withdrawal'])
  expect(() => database.exec(`UPDATE transfers SET kind = 'other'`)).toThrow(`a transfer's kind is final`)
  expect(() => database.exec('INSERT INTO postings (transfer_id) VALUES (9)')).toThrow('FOREIGN KEY')
  expect(() => database.exec('DELETE FROM transfers')).toThrow('FOREIGN KEY')
  const made = (of: Sqlite.Database) =>
    of.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name').all()
  expect(made(database)).toEqual(made(file(second)))
})

it('is so too when everything is emptied, inside a transaction', () => {
  const database = file(second)
  database.exec(`INSERT INTO transfers (kind) VALUES ('a'); BEGIN`)
  emptyAll(database, united([second]), [])
  database.exec('COMMIT')
  expect(database.prepare('SELECT count(*) FROM postings').pluck().get()).toBe(0)
  expect(database.prepare(`INSERT INTO transfers (kind) VALUES ('b')`).run().lastInsertRowid).toBe(2)
})

it('a step that leaves rows without those that they refer to changes nothing', () => {
  const database = file(first)
  database.exec(`INSERT INTO transfers (kind) VALUES ('funding')`)
  const loses = { step: 2, name: 'test: loses rows', sql: 'DELETE FROM transfers' }
  const schema = united([{ ...first, migrations: [...first.migrations, loses] }])
  expect(() => migrate(database, schema)).toThrow(
    '1 rows refer to rows that are missing; the first is row 1 of postings, which refers to transfers.',
  )
  expect(database.pragma('user_version', { simple: true })).toBe(1)
  expect(database.prepare('SELECT kind FROM posted').pluck().all()).toEqual(['funding'])
  expect(() => database.exec('DELETE FROM transfers')).toThrow('FOREIGN KEY')
})

it('a law that a version no longer has is gone from older files', () => {
  const database = file(first)
  const { migrations } = second
  migrate(database, united([{ migrations }]))
  expect(database.prepare(`SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')`).all()).toEqual(
    [],
  )
})
