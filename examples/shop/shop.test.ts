import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Phone, type Simulator, startSimulator } from 'payersim'
import * as matchers from 'payersim/matchers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order, OrderState } from './orders.ts'
import { createShop, type Shop } from './shop.ts'

expect.extend(matchers)

let sim: Simulator
let shop: Shop
let server: Server
let url: string

// A world of its own for each test, whose clock stands still until the test moves it.
beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  const { momo } = await sim.world()
  const user = momo.apiUsers.find(({ providerCallbackHost }) => providerCallbackHost === 'localhost')
  server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  url = `http://localhost:${(server.address() as AddressInfo).port}`
  shop = createShop({
    url,
    momo: {
      baseUrl: sim.url ?? '',
      primaryKey: momo.subscriptionKeys.collection,
      userId: user?.id ?? '',
      userSecret: user?.apiKey ?? '',
    },
  })
  server.on('request', shop.app)
})

afterEach(async () => {
  await sim.close()
  server.closeAllConnections()
  server.close()
})

/** What the browser of a customer sends. */
async function buys(phone: Phone, goods = 'mangoes'): Promise<Order> {
  const answer = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ goods, phone: phone.msisdn }),
  })
  expect(answer.status).toBe(201)
  return (await answer.json()) as Order
}

async function stateOf({ id }: Order): Promise<OrderState> {
  const answer = await fetch(`${url}/orders/${id}`)
  return ((await answer.json()) as Order).state
}

async function approves(phone: Phone): Promise<void> {
  await phone.prompted()
  await phone.choose('Approve')
  await phone.reply(phone.pin)
  // From here on, what the approval caused has happened: the callback has been tried, the receipt sent.
  await sim.settle()
}

describe('an order', () => {
  it('is paid when the customer approves, and the customer has a receipt', async () => {
    const ama = sim.phone('+46733000001')
    const order = await buys(ama)
    expect(await stateOf(order)).toBe('waiting')

    await ama.prompted()
    expect(ama).toShow('Pay 12.50 EUR to Kiosk 24')
    expect(ama).toOffer('Approve')
    await ama.choose('Approve')
    expect(ama).toShow('PIN')
    await ama.reply(ama.pin)
    expect(ama).toEndWith('approved')
    await sim.settle()

    expect(await stateOf(order)).toBe('paid')
    await expect(ama).toHaveReceived('paid 12.50 EUR')
  })

  it('is rejected when the customer rejects', async () => {
    const ama = sim.phone('+46733000001')
    const order = await buys(ama)
    await ama.prompted()
    await ama.choose('Reject')
    await sim.settle()
    expect(await stateOf(order)).toBe('rejected')
  })

  it('expires when the customer does nothing for five minutes', async () => {
    const order = await buys(sim.phone('+46733000001'))
    await sim.clock.advance('PT4M59S')
    expect(await stateOf(order)).toBe('waiting')
    await sim.clock.advance('PT1S')
    expect(await stateOf(order)).toBe('expired')
  })

  it('fails when the customer has not enough money', async () => {
    const cleo = sim.phone('+46733000003')
    const order = await buys(cleo)
    await approves(cleo)
    expect(cleo).toEndWith('not enough')
    expect(await stateOf(order)).toBe('not enough money')
  })

  it('whose callback is lost is paid once the shop asks by itself', async () => {
    await sim.faults.set([{ point: 'callback', do: 'dropped' }])
    const ama = sim.phone('+46733000001')
    const order = await buys(ama)
    await approves(ama)
    expect(await stateOf(order)).toBe('waiting')

    await shop.checkWaiting()
    expect(await stateOf(order)).toBe('paid')
  })

  it('is paid once when the payer approves after a lost answer and the shop asks again', async () => {
    await sim.faults.set([
      {
        ...{ point: 'operation', do: 'lost-answer' },
        match: { operation: 'momo.createRequestToPay' },
        when: { first: 1 },
      },
      { point: 'callback', do: 'dropped' },
    ])
    const ama = sim.phone('+46733000001')
    const order = await buys(ama)
    await approves(ama)
    expect(ama).toEndWith('approved')
    // MoMo has told the shop nothing so far.
    expect(await stateOf(order)).toBe('waiting')

    await shop.checkWaiting()
    await sim.settle()
    // Her phone does not ring again.
    await ama.look()
    expect(ama).toEndWith('approved')
    expect(await stateOf(order)).toBe('paid')
    expect((await sim.payments()).map(({ state }) => state)).toEqual(['successful'])
  })

  it('is not paid by a callback that somebody else sends', async () => {
    const order = await buys(sim.phone('+46733000001'))
    const forged = await fetch(`${url}/payments/${order.id}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ externalId: order.id, amount: '12.5', currency: 'EUR', status: 'SUCCESSFUL' }),
    })
    expect(forged.status).toBe(200)
    expect(await stateOf(order)).toBe('waiting')
  })

  it('of one customer is no order of another', async () => {
    const [ama, kofi] = [sim.phone('+46733000001'), sim.phone('+46733000002')]
    const [hers, his] = [await buys(ama, 'coffee'), await buys(kofi, 'mangoes')]
    await approves(kofi)
    expect([await stateOf(hers), await stateOf(his)]).toEqual(['waiting', 'paid'])
    expect((await ama.look()).screen?.text).toContain('4.20 EUR')
  })
})
