import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListedPayment, type Simulator, startSimulator } from '../src/index.ts'

const money = { amount: '12.50', currency: 'EUR' }
const ama = '+46733000001'

let sim: Simulator
beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0, seed: 'payments' })
  // The first start loads everything, which takes its time where machines are busy.
}, 60_000)
afterEach(() => sim.close())

const latest = async () => (await sim.payments({ limit: 1 }))[0] as ListedPayment
const opened = async () => sim.payment((await latest()).id)

async function approve(): Promise<void> {
  const phone = sim.phone(ama)
  await phone.prompted()
  await phone.choose('Approve')
  await phone.reply(phone.pin)
  await sim.settle()
}

describe('a payment stands', () => {
  it('with a phone that has rung, that rang in vain, and that paid', async () => {
    const order = await sim.merchant({ name: 'kiosk-24.test' }).requestToPay({ payer: ama, ...money })
    await sim.phone(ama).prompted()
    expect(await latest()).toEqual({
      id: 'request-1',
      kind: 'request-to-pay',
      what: 'request to pay',
      reference: order.id,
      merchant: { name: 'kiosk-24.test', own: false },
      phone: ama,
      person: 'Ama Lindqvist',
      ...money,
      state: 'pending',
      createdAt: '2026-01-05T09:00:00.000Z',
      settledAt: null,
      trace: expect.any(String),
      standing: 'The phone has rung; nobody has answered.',
      callback: null,
    })
    await sim.phone(ama).cancel()
    // The payer's app hears of it by a call of its own.
    await sim.settle()
    expect((await latest()).standing).toBe(
      'The phone rang, and the prompt was closed without an answer; it waits in the phone’s menu.',
    )
    await sim.phone(ama).dial('*165#')
    await sim.phone(ama).choose('Approvals')
    await sim.phone(ama).reply('1')
    await sim.phone(ama).choose('Approve')
    await sim.phone(ama).reply(sim.phone(ama).pin)
    await sim.settle()
    const paid = await opened()
    expect(paid).toMatchObject({
      state: 'successful',
      settledAt: '2026-01-05T09:00:00.000Z',
      standing: 'Ama Lindqvist approved it; 12.50 EUR moved.',
      callback: { status: 'done', answer: 200 },
      callbacks: [{ subscriber: 'momo.callback', method: 'POST' }],
      moved: [
        { for: 'request-to-pay', postings: [{ from: 'Ama Lindqvist', to: 'kiosk-24.test', ...money }] },
      ],
    })
  })

  it('with the reason of a failure', async () => {
    const merchant = sim.merchant()
    await merchant.requestToPay({ payer: ama, ...money })
    await sim.phone(ama).prompted()
    await sim.phone(ama).choose('Reject')
    await sim.settle()
    expect(await latest()).toMatchObject({
      state: 'failed',
      standing: 'Failed: Ama Lindqvist said no.',
      why: 'Ama Lindqvist said no',
    })
    await merchant.requestToPay({ payer: ama, ...money })
    await sim.clock.advance('P1D')
    expect(await latest()).toMatchObject({ standing: 'Failed: nobody answered in time.' })
    await merchant.requestToPay({ payer: '46733123450', ...money })
    expect((await latest()).standing).toBe('payersim answers for this test number, after a while.')
    await sim.clock.advance('P1D')
    expect((await latest()).standing).toMatch(/^Failed: \S.*\.$/)
  })

  it('of every kind', async () => {
    const merchant = sim.merchant()
    const phone = sim.phone(ama)
    await merchant.preApprove({ payer: ama })
    await phone.prompted()
    await phone.choose('Accept')
    await phone.reply(phone.pin)
    expect(await latest()).toMatchObject({
      id: 'mandate-1',
      what: 'pre-approval',
      amount: null,
      state: 'successful',
      standing: 'Ama Lindqvist gave leave, without an end.',
    })
    const debited = await merchant.requestToPay({ payer: ama, ...money })
    expect((await latest()).standing).toBe(
      'Ama Lindqvist was not asked, since a pre-approval is in force; 12.50 EUR moved.',
    )
    await merchant.refund({ of: debited, amount: '2.50' })
    await sim.settle()
    expect(await latest()).toMatchObject({ what: 'refund', standing: '2.50 EUR went back to Ama Lindqvist.' })
    await merchant.invoice({ payer: ama, ...money })
    expect((await latest()).standing).toBe('The invoice waits until Ama Lindqvist takes it up.')
    await merchant.transfer({ payee: ama, ...money })
    await sim.settle()
    expect(await latest()).toMatchObject({
      what: 'transfer',
      standing: '12.50 EUR went to Ama Lindqvist.',
    })
    await merchant.deposit({ payee: ama, ...money })
    expect(await latest()).toMatchObject({ what: 'deposit' })
    const balance = await sim.onepipeApp().getBalance({ source: '6200000766' })
    expect(await latest()).toMatchObject({
      id: 'onepipe-1',
      what: 'balance request',
      reference: balance.transactionRef,
      merchant: { own: false },
      phone: '+2348022221408',
      state: 'pending',
      standing: 'A code was sent; nobody has typed it in.',
      settledAt: null,
    })
    const { code } = await sim.phone('+2348022221408').nextSms()
    await balance.validate(code ?? '')
    expect(await latest()).toMatchObject({
      state: 'successful',
      standing: 'The app was told the balance.',
      phone: '+2348022221408',
      settledAt: expect.any(String),
    })
  })

  it('in French, where that is asked for', async () => {
    const said = async (language: string) => {
      const response = await fetch(`${sim.url}/_sim/payments?limit=1`, {
        headers: { 'accept-language': language },
      })
      const { payments } = (await response.json()) as { payments: ListedPayment[] }
      return { ...payments[0], language: response.headers.get('content-language') }
    }
    await sim.merchant().requestToPay({ payer: ama, ...money })
    await sim.phone(ama).prompted()
    const waits = 'Le téléphone a sonné ; personne n’a répondu.'
    expect(await said('fr-CI, fr;q=0.9, en;q=0.5')).toMatchObject({
      language: 'fr',
      what: 'demande de paiement',
      standing: waits,
    })
    expect(await said('de, en;q=0.1')).toMatchObject({ language: 'en', what: 'request to pay' })
    expect(await said('de')).toMatchObject({ language: 'en' })
    await approve()
    expect((await said('fr')).standing).toBe('Ama Lindqvist a approuvé ; l’argent est parti : 12,50 EUR.')
    await sim.onepipeApp().getBalance({ source: '6200000766' })
    expect(await said('fr')).toMatchObject({
      what: 'demande de solde',
      standing: 'Un code a été envoyé ; personne ne l’a saisi.',
    })
    expect(await latest()).not.toHaveProperty('translations')
  })

  it('with a phone that is off, or not to be told', async () => {
    await fetch(`${sim.url}/_sim/phones/${ama}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"online":false}',
    })
    await sim.merchant().requestToPay({ payer: ama, ...money })
    await sim.settle()
    expect((await latest()).standing).toBe('An SMS has asked Ama Lindqvist; nobody has answered.')
  })
})

describe('the list', () => {
  it('has pages without a gap or a double, whatever is made meanwhile and however the clock is set', async () => {
    const merchant = sim.merchant()
    const made: string[] = []
    const ask = async () => made.push((await merchant.requestToPay({ payer: '46733123450', ...money })).id)
    const send = async () => made.push((await merchant.transfer({ payee: ama, ...money })).id)
    const leave = async () => made.push((await merchant.preApprove({ payer: '46733000002' })).id)
    for (const make of [ask, send, leave, send, send, ask, leave]) await make()
    await sim.clock.advance('PT1H')
    for (const make of [send, ask, leave]) await make()
    await sim.clock.freeze('2026-01-01T00:00:00Z')
    for (const make of [ask, ask, send]) await make()
    const read = async (query: string) =>
      (await (await fetch(`${sim.url}/_sim/payments${query}`)).json()) as {
        payments: ListedPayment[]
        after: string | null
      }
    const all = (await read('')).payments.map(({ reference }) => reference)
    expect([...all].sort()).toEqual([...made].sort())
    const before = [...made]
    const paged: string[] = []
    let after: string | null = ''
    while (after !== null) {
      const page = await read(`?limit=3&after=${after}`)
      paged.push(...page.payments.map(({ reference }) => reference))
      after = page.after
      await send()
    }
    expect(paged).toEqual(all)
    // At one time, in the order in which they were made, of whichever kind they are.
    await sim.reset()
    made.length = 0
    for (const make of [ask, send, leave, send, ask]) await make()
    expect((await read('')).payments.map(({ reference }) => reference)).toEqual(made.reverse())
    expect(before.length).toBe(13)
  })

  it('has those of one state', async () => {
    const merchant = sim.merchant()
    await merchant.requestToPay({ payer: '46733123450', ...money })
    await merchant.transfer({ payee: ama, ...money })
    await merchant.requestToPay({ payer: ama, ...money })
    await approve()
    await merchant.requestToPay({ payer: ama, ...money })
    expect((await sim.payments({ state: 'pending' })).map(({ id }) => id)).toEqual(['request-3'])
    expect((await sim.payments({ state: 'failed' })).map(({ id }) => id)).toEqual(['request-1'])
    expect((await sim.payments({ state: 'successful' })).map(({ id }) => id)).toEqual([
      'request-2',
      'payout-1',
    ])
    expect(await sim.payments({ state: 'ended' })).toEqual([])
    await expect(sim.payments({ state: 'over' as never })).rejects.toThrow('state')
    const refused = await fetch(`${sim.url}/_sim/payments?after=nothing-7`)
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('is no cursor')])
    await expect(sim.payment('request-99')).rejects.toThrow('No payment request-99 in this world.')
    await expect(sim.payment('nothing')).rejects.toThrow('No payment nothing in this world.')
  })

  it('knows what a program of one’s own asked for', async () => {
    await sim.merchant().requestToPay({ payer: ama, ...money })
    expect((await latest()).merchant.own).toBe(false)
    const { again } = await opened()
    // As a user would, in a shell.
    const { stdout } = await promisify(execFile)('bash', ['-c', again?.curl ?? ''])
    expect(stdout).toContain(' 202 ')
    expect(await latest()).toMatchObject({ id: 'request-2', ...money, merchant: { own: true } })
    // Many a client, such as Node's own `http`, names itself nowhere.
    const nameless = again?.curl.replace('curl -i', "curl -i -H 'User-Agent:'") ?? ''
    await promisify(execFile)('bash', ['-c', nameless])
    expect(await latest()).toMatchObject({ id: 'request-3', merchant: { own: true } })
  })
})

it('a payment says that its callback failed, and again after it was sent again', async () => {
  let status = 500
  const shop = createServer((request, response) => {
    request.resume()
    response.writeHead(status).end()
  })
  await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', listening))
  const callbackUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
  try {
    await sim.merchant({ name: '127.0.0.1' }).call({
      method: 'POST',
      path: '/collection/v1_0/requesttopay',
      headers: { 'X-Callback-Url': callbackUrl, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...money,
        externalId: '17',
        payer: { partyIdType: 'MSISDN', partyId: ama.slice(1) },
      }),
    })
    await approve()
    const { callback } = await latest()
    expect(callback).toMatchObject({ status: 'done', answer: 500 })
    status = 204
    await fetch(`${sim.url}/_sim/callbacks/${callback?.id}/resend`, { method: 'POST' })
    const sent = await opened()
    expect(sent.callbacks.map(({ result }) => result?.status)).toEqual([500, 204])
    expect(sent.callback).toMatchObject({ answer: 204 })
  } finally {
    shop.close()
  }
})
