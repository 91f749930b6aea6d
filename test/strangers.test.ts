import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { kernelDbSchema } from '../src/kernel/tables.ts'
import { networkDbSchema } from '../src/network/index.ts'
import { payerDbSchema } from '../src/payer/index.ts'
import { momoDbSchema } from '../src/providers/momo/server/index.ts'
import { onepipeDbSchema } from '../src/providers/onepipe/server/index.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import { walletDbSchema } from '../src/wallet/index.ts'

const number = '+256772999888'
const keys = builtInWorld.momo.subscriptionKeys
type Product = keyof typeof keys

const open: Simulator[] = []
afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close()
})
async function start(options: Parameters<typeof startSimulator>[0] = {}): Promise<Simulator> {
  const sim = await startSimulator({ clock: 'frozen', port: 0, ...options })
  open.push(sim)
  return sim
}

/** What basicuserinfo tells of a number. */
async function info(sim: Simulator, product: Product, environment: string, of = number): Promise<string> {
  const user = builtInWorld.momo.apiUsers.find((each) => each.targetEnvironment === environment)
  const key = { 'Ocp-Apim-Subscription-Key': keys[product] }
  const Authorization = `Basic ${Buffer.from(`${user?.id}:${user?.apiKey}`).toString('base64')}`
  const signIn = await fetch(`${sim.url}/${product}/token/`, {
    method: 'POST',
    headers: { ...key, Authorization },
  })
  const { access_token } = (await signIn.json()) as { access_token: string }
  const answer = await fetch(`${sim.url}/${product}/v1_0/accountholder/msisdn/${of.slice(1)}/basicuserinfo`, {
    headers: { ...key, Authorization: `Bearer ${access_token}`, 'X-Target-Environment': environment },
  })
  return answer.text()
}
const json = async (sim: Simulator, path: string): Promise<unknown> => (await fetch(sim.url + path)).json()
const nameAtPhones = async (sim: Simulator) =>
  ((await json(sim, `/_sim/phones/${number}`)) as { name: string | null }).name
const nameInWorld = async (sim: Simulator) => {
  const { phones } = (await json(sim, '/_sim/world')) as { phones: Array<{ msisdn: string; name: string }> }
  return phones.find(({ msisdn }) => msisdn === number)?.name
}

const sandBox =
  '{"sub":"0","name":"Sand Box","given_name":"Sand","family_name":"Box","birthdate":"1976-08-13","locale":"sv_SE","gender":"MALE","updated_at":1767603600}'

describe('a phone that opens by itself', () => {
  it.each(['request to pay', 'transfer', 'pre-approval'])('stays who it was after a %s', async (kind) => {
    const sim = await start()
    const everywhere = async () => {
      const names: string[] = []
      for (const product of ['collection', 'disbursement', 'remittance'] as const)
        for (const environment of ['sandbox', 'mtnghana', 'mtnivorycoast'])
          names.push(await info(sim, product, environment))
      return names
    }
    const before = await everywhere()
    expect(before[0]).toBe(sandBox)
    expect(await nameAtPhones(sim)).toBe('Sand Box')
    const phone = sim.phone(number)
    await phone.dial('*165#')
    expect(await nameInWorld(sim)).toBe('Sand Box')

    for (const [environment, currency] of [
      ['sandbox', 'EUR'],
      ['mtnghana', 'GHS'],
      ['mtnivorycoast', 'XOF'],
    ] as const) {
      const merchant = sim.merchant({ environment })
      if (kind === 'request to pay') await merchant.requestToPay({ payer: phone, amount: '5', currency })
      else if (kind === 'transfer') await merchant.transfer({ payee: phone, amount: '5', currency })
      else await merchant.preApprove({ payer: phone, currency, validity: 'PT1H' })
    }
    expect(await everywhere()).toEqual(before)
    expect(await nameAtPhones(sim)).toBe('Sand Box')
    expect(await nameInWorld(sim)).toBe('Sand Box')
  })

  it('stays so when its language is changed', async () => {
    const sim = await start()
    const phone = sim.phone(number)
    await sim.merchant().transfer({ payee: phone, amount: '5', currency: 'EUR' })
    await phone.dial('*165#')
    await phone.choose('Language')
    await phone.choose('Francais')
    expect(await info(sim, 'collection', 'sandbox')).toBe(sandBox)
  })

  it('is not one that the world names', async () => {
    const sim = await start()
    expect(JSON.parse(await info(sim, 'collection', 'sandbox', '+46733000002'))).toEqual({
      sub: '0',
      name: 'Ben Okoro',
      given_name: 'Ben',
      family_name: 'Okoro',
      locale: 'en',
      updated_at: 1767603600,
    })
  })

  it('of a data file of before, which called it by its number, is that person too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    const data = join(folder, 'payersim.db')
    const steps = [
      ...[kernelDbSchema, walletDbSchema, networkDbSchema],
      ...[payerDbSchema, momoDbSchema, onepipeDbSchema],
    ].flatMap(({ migrations }) => migrations)
    const file = new Sqlite(data)
    file.pragma(`application_id = ${0x7079736d}`)
    const before = steps.filter(({ step }) => step <= 8).toSorted((one, other) => one.step - other.step)
    for (const { sql } of before) file.exec(sql)
    file.pragma('user_version = 8')
    const person = file.prepare(
      "INSERT INTO account_holders (kind, name, language, birthdate, created_at) VALUES ('person', ?, 'en', ?, 0)",
    )
    const alias = file.prepare("INSERT INTO aliases (type, value, holder_id) VALUES ('MSISDN', ?, ?)")
    alias.run(number, person.run(number, null).lastInsertRowid)
    alias.run('+256772999777', person.run('Yaw Boateng', null).lastInsertRowid)
    file.close()

    const sim = await start({ data })
    expect(await info(sim, 'collection', 'sandbox')).toBe(sandBox)
    expect(await nameInWorld(sim)).toBe('Sand Box')
    expect(await info(sim, 'collection', 'sandbox', '+256772999777')).toContain('"given_name":"Yaw"')
    await sim.close()
    open.length = 0
    rmSync(folder, { recursive: true })
  })
})
