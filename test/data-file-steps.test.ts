import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { united } from '../src/kernel/store/db-schema.ts'
import { migrate } from '../src/kernel/store/migrate.ts'
import { kernelDbSchema } from '../src/kernel/tables.ts'
import { mailDbSchema } from '../src/mail/index.ts'
import { momoDbSchema } from '../src/momo/index.ts'
import { networkDbSchema } from '../src/network/index.ts'
import { encryptSecure, onepipeDbSchema, signature } from '../src/onepipe/index.ts'
import { payerDbSchema } from '../src/payer/index.ts'
import { walletDbSchema } from '../src/wallet/index.ts'

const schema = united([
  kernelDbSchema,
  walletDbSchema,
  networkDbSchema,
  payerDbSchema,
  momoDbSchema,
  onepipeDbSchema,
  mailDbSchema,
])
const steps = schema.migrations

const secret = 'Xy7Qp2Lm9Rt4Vw1Z'
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

/** A new file of this version. */
function newFile(): Sqlite.Database {
  const file = new Sqlite(':memory:')
  migrate(file, schema)
  return file
}

/** What a file is made of, and its version. */
function schemaOf(file: Sqlite.Database): unknown {
  const made = file.prepare(`SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name`)
  return { made: made.all(), version: file.pragma('user_version', { simple: true }) }
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

it('a file of every version becomes what a new one is', () => {
  const fresh = schemaOf(newFile())
  for (let version = 7; version < steps.length; version++) {
    const file = fileOf(':memory:', version)
    migrate(file, schema)
    expect(schemaOf(file)).toEqual(fresh)
  }
})

it('a file that was written at step 8 keeps phones, money and what was under way', async () => {
  const file = new Sqlite(data)
  // In one transaction, and not one for each row.
  const dump = readFileSync(new URL('data-files/step-8.sql', import.meta.url), 'utf8')
  file.exec(`BEGIN; ${dump} COMMIT`)
  file.close()
  const sim = await startSimulator({ data })

  const balances = Object.fromEntries(
    (await sim.world()).phones.map(({ msisdn, name, balances: [first] }) => [
      msisdn,
      `${name} ${first?.amount} ${first?.currency}`,
    ]),
  )
  expect(balances).toMatchObject({
    '+46733000001': 'Ama Lindqvist 487.50 EUR',
    '+2348022221408': 'Ngozi Adeyemi 20770.99 NGN',
    // It was made by a payment, and called by its number then.
    '+46733099999': 'Sand Box 1000.00 EUR',
  })

  const ama = sim.phone('+46733000001')
  expect((await ama.messages()).map(({ text }) => text)).toEqual([
    expect.stringContaining('You paid 12.50 EUR to Kiosk 24'),
  ])
  // Another request was on its way, at the question for the PIN, and the owner of an account had its code.
  expect((await ama.look()).screen).toMatchObject({ status: 'open', text: expect.stringContaining('PIN') })
  await ama.reply('1234')
  expect(ama.screen).toMatchObject({ status: 'ended', text: expect.stringContaining('484.50 EUR') })

  const [sms] = await sim.phone('+2348022221408').messages()
  const body = {
    request_ref: 'after',
    request_type: 'get_balance',
    auth: { secure: encryptSecure(secret, sms?.code ?? ''), auth_provider: 'Beeceptor' },
    transaction: { transaction_ref: 't1' },
  }
  const answer = await sim.port.fetch({
    method: 'POST',
    path: '/v2/transact/validate',
    headers: {
      'Content-Type': 'application/json',
      Authorization: 'Bearer op_lagos_ledger_0001',
      Signature: signature('after', secret),
    },
    body: JSON.stringify(body),
  })
  expect(JSON.parse(answer.text)).toMatchObject({
    status: 'Successful',
    data: { provider_response: { available_balance: 2_077_099 } },
  })
  expect(await sim.onepipeApp('Lagos Ledger').statement()).toMatchObject({
    services: [{ service: 'get_balance', calls: 1 }],
  })
  expect(await sim.audit()).toMatchObject({ ok: true, transfers: 22 })
  await sim.close()
  const left = new Sqlite(data, { readonly: true })
  expect(schemaOf(left)).toEqual(schemaOf(newFile()))
  left.close()
})
