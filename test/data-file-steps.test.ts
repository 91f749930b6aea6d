import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { migrate } from '../src/kernel/store/migrate.ts'
import { newFile, schema, schemaOf } from './data-files/schema.ts'

const steps = schema.migrations

let folder: string
let data: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  data = join(folder, 'payersim.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A file as it was left by a version that knew the first steps only. */
function fileOf(path: string, version: number) {
  const file = new Sqlite(path)
  file.pragma(`application_id = ${0x7079736d}`)
  for (const { sql } of steps.slice(0, version)) file.exec(sql)
  file.pragma(`user_version = ${version}`)
  return file
}

it('the steps of all rooms are one count without a gap, and a file of the first version goes on from its own', async () => {
  expect(steps.map(({ step }) => step)).toEqual(steps.map((_, at) => at + 1))

  // That version had these seven, in this order, and knew no numbers.
  const first = steps.slice(0, 7)
  expect(first.map(({ name }) => name.split(':')[0])).toEqual([
    'kernel',
    'wallet',
    'network',
    'network',
    'payer',
    'momo',
    'onepipe',
  ])
  const file = fileOf(data, first.length)
  file.exec('INSERT INTO momo_notifications VALUES (17, 5)')
  file.close()
  const sim = await startSimulator({ data })
  const order = await sim.merchant().requestToPay({ payer: '+46733000001', amount: '1', currency: 'EUR' })
  expect(await order.status()).toMatchObject({ status: 'PENDING' })
  await sim.close()
  const after = new Sqlite(data, { readonly: true })
  const notification = { request_id: 17, product: 'collection', sent_at: 5 }
  expect(after.prepare('SELECT * FROM momo_notifications').all()).toEqual([notification])
  after.close()
})

it('the laws use no words that only SQLite has', () => {
  const { laws, consequences } = schema
  expect(laws.length).toBeGreaterThan(30)
  const words = [...laws.map(({ where = '' }) => where), ...consequences.flatMap(({ run }) => run)]
  const onlySqlite = /\bGLOB\b|\bIS NOT (?!NULL|DISTINCT)|\btypeof\b|->|\bjson_|\browid\b|\bifnull\b/i
  expect(words.filter((sql) => onlySqlite.test(sql))).toEqual([])
})

it('a file of every version becomes what a new one is', () => {
  const fresh = schemaOf(newFile())
  for (let version = 7; version < steps.length; version++) {
    const file = fileOf(':memory:', version)
    migrate(file, schema)
    expect(schemaOf(file)).toEqual(fresh)
  }
})
