import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { kernelMigrations } from '../src/kernel/tables.ts'
import { mailMigrations } from '../src/mail/index.ts'
import { momoMigrations } from '../src/momo/index.ts'
import { networkMigrations } from '../src/network/index.ts'
import { onepipeMigrations } from '../src/onepipe/index.ts'
import { payerMigrations } from '../src/payer/index.ts'
import { walletMigrations } from '../src/wallet/index.ts'

const steps = [
  ...kernelMigrations,
  ...walletMigrations,
  ...networkMigrations,
  ...payerMigrations,
  ...momoMigrations,
  ...onepipeMigrations,
  ...mailMigrations,
].toSorted((a, b) => a.step - b.step)

it('the steps of all rooms are one count without a gap, and a file of the first version goes on from its own', async () => {
  expect(steps.map(({ step }) => step)).toEqual(steps.map((_, at) => at + 1))

  const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  const data = join(folder, 'payersim.db')
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
  const file = new Sqlite(data)
  file.pragma(`application_id = ${0x7079736d}`)
  for (const { sql } of first) file.exec(sql)
  file.exec('INSERT INTO momo_notifications VALUES (17, 5)')
  file.pragma('user_version = 7')
  file.close()
  const sim = await startSimulator({ data })
  const order = await sim.merchant().requestToPay({ payer: '+46733000001', amount: '1', currency: 'EUR' })
  expect(await order.status()).toMatchObject({ status: 'PENDING' })
  await sim.close()
  const after = new Sqlite(data, { readonly: true })
  const notification = { request_id: 17, product: 'collection', sent_at: 5 }
  expect(after.prepare('SELECT * FROM momo_notifications').all()).toEqual([notification])
  after.close()
  rmSync(folder, { recursive: true })
})
