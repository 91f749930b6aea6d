import { afterEach, describe, expect, it } from 'vitest'
import { frozenStart, Kernel, Outbound } from '../kernel/index.ts'
import { Network, networkDbSchema } from '../network/index.ts'
import type { ServerParts } from '../providers/index.ts'
import { momo } from '../providers/momo/index.ts'
import { momoDbSchema, momoServer } from '../providers/momo/server/index.ts'
import { Wallet, walletDbSchema } from '../wallet/index.ts'
import { applyWorld, networkConfig, walletConfig } from './apply-world.ts'
import { settingsFor } from './provider-settings.ts'
import { openTelco } from './telco.fixture.ts'
import { parseWorld } from './world-file.ts'

const opened: Kernel[] = []
afterEach(async () => {
  for (const kernel of opened.splice(0)) await kernel.close()
})

/** A wallet filled from a world file, and a merchant that asks its people for money. */
async function filled(text: string) {
  const world = parseWorld(`payers: approve\n${text}`, 'world.yaml')
  const kernel = await Kernel.open({ dbSchemas: [walletDbSchema, networkDbSchema, momoDbSchema] })
  opened.push(kernel)
  await kernel.freeze(frozenStart)
  const outbound = new Outbound()
  const wallet = new Wallet({ kernel, config: walletConfig(world, () => false) })
  const network = new Network({ kernel, outbound, config: networkConfig(world) })
  const parts = { kernel, wallet, outbound, network } as ServerParts
  const providers = [momoServer.open(parts, settingsFor(momo, world))]
  await kernel.start()
  const merchantId = await kernel.transact(async (tx) => {
    await applyWorld(tx, world, { wallet, network, providers })
    return wallet.merchants.open(tx, { name: 'shop', environment: 'sandbox', products: ['collection'] })
  })
  let count = 0
  const asked = async (phone: string, cents: number) => {
    const referenceId = `6f1c2b1e-0000-4000-8000-${String(++count).padStart(12, '0')}`
    const terms = { amount: cents, currency: 'EUR', externalId: null, payerMessage: null, payeeNote: null }
    const payer = { type: 'MSISDN' as const, id: phone }
    await kernel.transact((tx) =>
      wallet.paymentRequests.create(tx, {
        ...terms,
        merchantId,
        product: 'collection',
        referenceId,
        environment: 'sandbox',
        payer,
      }),
    )
    await kernel.settle()
    return (await kernel.read((rx) => wallet.paymentRequests.byReference(rx, { merchantId, referenceId })))
      ?.reason
  }
  const profile = (phone: string) =>
    kernel.read((rx) => wallet.holders.profile(rx, 'sandbox', { type: 'MSISDN', id: phone }))
  const telco = () =>
    kernel.read(async (rx) => ({
      phones: await network.phones(rx),
      shortCodes: await network.shortCodes(rx),
    }))
  return { asked, profile, telco }
}

const people = `
limits: [{ currency: EUR, perPayment: "20" }]
people:
  - { phone: "+46733000001", name: Ama Lindqvist, balances: { EUR: "100" }, birthdate: "1990-02-01", gender: FEMALE,
      limits: [{ currency: EUR, perPayment: "30", perDay: "50" }] }
  - { phone: "+46733000002", name: Ben Okoro, balances: { EUR: "100" } }
  - { phone: "+46733000003", name: Cleo, balances: { EUR: "100" }, limits: [] }
`

describe('a world', () => {
  it('gives a person limits instead of its own', async () => {
    const { asked } = await filled(people)
    expect(await asked('+46733000002', 2_000)).toBeNull()
    expect(await asked('+46733000002', 2_001)).toBe('payer-limit-reached')
    expect(await asked('+46733000001', 3_000)).toBeNull()
    expect(await asked('+46733000001', 3_001)).toBe('payer-limit-reached')
    expect(await asked('+46733000001', 2_001)).toBe('payer-limit-reached')
    expect(await asked('+46733000001', 2_000)).toBeNull()
    expect(await asked('+46733000003', 9_000)).toBeNull()
  })

  it('tells who a person is, as far as it knows', async () => {
    const { profile } = await filled(people)
    expect(await profile('+46733000001')).toMatchObject({
      givenName: 'Ama',
      familyName: 'Lindqvist',
      birthdate: '1990-02-01',
      gender: 'FEMALE',
    })
    expect(await profile('+46733000002')).toMatchObject({ birthdate: null, gender: null })
  })

  it('puts its people on their networks, and tells the apps behind its short codes', async () => {
    const { telco } = await filled(`
people:
  - { phone: "+46733000001", name: Ama Lindqvist, network: "63902" }
  - { phone: "+46733000002", name: Ben Okoro }
network:
  username: sandbox
  apiKey: atsk_payersim
  networkCode: "62001"
  shortCodes:
    - { code: "22384", callbackUrl: "http://app.test/in" }
    - { code: "*", deliveryReportUrl: "http://app.test/reports" }
`)
    const { phones, shortCodes } = await telco()
    expect(phones.map(({ network }) => network)).toEqual(['63902', '62001'])
    expect(shortCodes).toEqual([
      { code: '*', callbackUrl: null, deliveryReportUrl: 'http://app.test/reports', optOutUrl: null },
      { code: '22384', callbackUrl: 'http://app.test/in', deliveryReportUrl: null, optOutUrl: null },
    ])
  })

  it('says who may send SMS, what they cost and how long they wait for a phone', async () => {
    const telco = await openTelco(`
network:
  username: sandbox
  apiKey: atsk_payersim
  senderIds: [SHOP]
  smsCost: KES 1.5000
  sms: { accountCost: KES 2, balance: KES 3, holdHours: 1 }
`)
    const to = '+46733000001'
    expect(await telco.sms({ to, message: 'Hello', from: 'OTHER' })).toBeUndefined()
    await telco.ask('PATCH', `/phones/${to}`, { online: false })
    expect(await telco.sms({ to, message: 'Hello', from: 'SHOP' })).toMatchObject({
      status: 'Success',
      cost: 'KES 1.5000',
    })
    expect(await telco.sms({ to, message: 'Hello', from: 'SHOP' })).toMatchObject({
      status: 'InsufficientBalance',
    })
    await telco.kernel.advance(3_600_000)
    await telco.ask('PATCH', `/phones/${to}`, { online: true })
    expect((await telco.ask('GET', `/phones/${to}/messages`)).body).toEqual([])
    await telco.close()
  })

  it('has a live account beside the sandbox’s, and refuses a sender id that it does not name', async () => {
    const telco = await openTelco()
    const [sandbox, live] = telco.network.accounts()
    expect([sandbox, live]).toEqual([
      { username: 'sandbox', apiKey: 'atsk_payersim', host: 'api.sandbox.africastalking.com' },
      { username: 'payersim', apiKey: 'atsk_payersim_live', host: 'api.africastalking.com' },
    ])
    const to = '+254711000001'
    expect(await telco.sms({ to, message: 'Hello' }, live)).toMatchObject({
      messageParts: 1,
      statusCode: 100,
    })
    expect(await telco.sms({ to, message: 'Hello', from: 'FUNFIRM' })).toBeUndefined()
    await telco.close()
  })

  it('gives the built-in live account up where the world’s own has its name', async () => {
    const telco = await openTelco('network: { username: payersim, apiKey: atsk_mine }')
    expect(telco.network.accounts()).toMatchObject([{ username: 'payersim', apiKey: 'atsk_mine' }])
    await telco.close()
  })
})
