import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { EventKind } from '../src/events/index.ts'
import { httpPort, type Merchant, type Simulator, SimulatorClient, startSimulator } from '../src/index.ts'
import type { ExchangeData, TimelineEntries } from '../src/terms/sim/timeline-entry.ts'
import { expectTold } from './told.fixture.ts'

const ama = '+46733000001'
const sum = { payer: ama, amount: '12.50', currency: 'EUR' }
let sim: Simulator
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterAll(() => sim.close())
afterEach(() => sim.reset())

async function approved(merchant: Merchant, of: Simulator = sim) {
  const order = await merchant.requestToPay(sum)
  const phone = of.phone(ama)
  await phone.prompted()
  await phone.choose('Approve')
  await phone.reply(phone.pin)
  return order
}

const released = async (of: Simulator = sim) =>
  (await of.timeline({ kind: 'call.released' as EventKind })).map(({ data }) => (data as { how: string }).how)

const post = (path: string, body: string | Uint8Array = '{}', of: Simulator = sim) =>
  fetch(`${of.url}${path}`, {
    method: 'POST',
    body: body as string,
    headers: { 'Content-Type': 'application/json' },
  })

describe('a callback that is held', () => {
  it('waits while the clock moves, is changed, and arrives so, once', async () => {
    const merchant = sim.merchant()
    const hold = await sim.holds.add({ point: 'callback', first: 1 })
    const order = await approved(merchant)
    const { call, change } = await hold.next()
    expect(call).toMatchObject({ point: 'callback', method: 'POST', isText: true, status: null })
    expect(JSON.parse(call.body)).toMatchObject({ status: 'SUCCESSFUL', amount: '12.5' })
    await sim.clock.advance('PT2H')
    expect(order.callbacks).toEqual([])
    await change({ body: '{"status":"PENDING"}', headers: { 'X-Tried': 'yes', 'User-Agent': null } })
    await sim.settle()
    expect(order.callbacks).toHaveLength(1)
    const [callback] = order.callbacks
    expect(callback).toMatchObject({ body: { status: 'PENDING' }, headers: { 'x-tried': 'yes' } })
    expect(callback?.headers).not.toHaveProperty('user-agent')
    expect(await released()).toEqual(['changed'])
    expect((await sim.holds.list()).holds).toEqual([])
  })

  it('is one to a merchant, and no report to the payer’s own app', async () => {
    const hold = await sim.holds.add({ point: 'callback' })
    await approved(sim.merchant())
    const { call } = await hold.next()
    expect(call.url).toMatch(/^http:\/\/shop-\d+\.test\/callbacks\//)
    // All else that the approval brings about has arrived.
    await sim.settle()
    expect((await sim.holds.list()).calls.map(({ id }) => id)).toEqual([call.id])
  })

  it('is dropped, and reported as failed', async () => {
    const hold = await sim.holds.add({ point: 'callback' })
    const order = await approved(sim.merchant())
    await (await hold.next()).drop()
    await sim.settle()
    expect(order.callbacks).toEqual([])
    const [delivery] = await sim.callbacks()
    expect(delivery).toMatchObject({ status: 'failed' })
    expect(delivery?.result?.error).toContain('dropped by hand')
    expectTold(delivery?.result?.error, delivery?.result?.errorIn?.fr)
  })

  it('keeps the world from being copied, and not from being reset', async () => {
    const hold = await sim.holds.add({ point: 'callback' })
    await approved(sim.merchant())
    const held = await hold.next()
    await expect(sim.snapshots.take('half')).rejects.toThrow('A callback is held')
    await expect(sim.fork()).rejects.toThrow('A callback is held')
    await sim.reset()
    await expect(held.release()).rejects.toThrow('not held any more')
    expect(await sim.holds.list()).toEqual({ holds: [], calls: [] })
  })

  it('is given up, and told so, when payersim stops', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-holds-'))
    const options = { clock: 'frozen', data: join(folder, 'world.db') } as const
    const other = await startSimulator(options)
    const hold = await other.holds.add({ point: 'callback' })
    const order = await approved(other.merchant(), other)
    await hold.next()
    await other.close()
    expect(order.callbacks).toEqual([])
    const next = await startSimulator(options)
    const [delivery] = await next.callbacks()
    await next.close()
    rmSync(folder, { recursive: true })
    expect(delivery).toMatchObject({ status: 'failed', attempts: 1 })
    expect(delivery?.result?.error).toContain('payersim stopped')
  })

  it('is told by its phone and its host', async () => {
    await sim.holds.add({ point: 'callback', match: { host: 'nobody.test' } })
    const order = await approved(sim.merchant())
    await sim.settle()
    expect(order.callbacks).toHaveLength(1)
    await expect(sim.holds.add({ point: 'callback', match: { operation: 'momo' } })).rejects.toThrow(
      'does not go with "callback"',
    )
  })
})

describe('a hold for one merchant', () => {
  it('of MoMo holds its callbacks, and no other’s', async () => {
    const [kiosk, other] = [sim.merchant(), sim.merchant()]
    const first = await approved(kiosk)
    const { data } = (await sim.timeline({ kind: 'request-to-pay.settled' }))[0] ?? {}
    const { merchant } = data as { merchant: string }
    const hold = await sim.holds.add({ point: 'callback', match: { merchant } })
    expect(first.callbacks).toHaveLength(1)
    const [held, passed] = [await approved(kiosk), await approved(other)]
    const { call, release } = await hold.next()
    expect(call).toMatchObject({ merchant })
    await sim.settle()
    expect([held.callbacks.length, passed.callbacks.length]).toEqual([0, 1])
    await release()
    await sim.settle()
    expect(held.callbacks).toHaveLength(1)
    const told = await sim.timeline({ kind: 'call.held' as EventKind })
    expect(told.map((event) => event.data)).toMatchObject([{ merchant }])
  })

  it('of MoMo holds its requests, by its key and by its token', async () => {
    const { momo } = await sim.world()
    const [kiosk, other] = momo.apiUsers
    const hold = await sim.holds.add({ point: 'answer', match: { merchant: kiosk?.name ?? '' } })
    const key = { 'Ocp-Apim-Subscription-Key': momo.subscriptionKeys.collection }
    const token = (user: typeof kiosk) =>
      fetch(`${sim.url}/collection/token/`, {
        method: 'POST',
        headers: {
          ...key,
          Authorization: `Basic ${Buffer.from(`${user?.id}:${user?.apiKey}`).toString('base64')}`,
        },
      })
    expect((await token(other)).status).toBe(200)
    const asked = token(kiosk)
    const byKey = await hold.next()
    expect(byKey.call).toMatchObject({ operation: 'momo.createToken', merchant: kiosk?.name })
    await byKey.release()
    const { access_token } = (await (await asked).json()) as { access_token: string }
    const Authorization = `Bearer ${access_token}`
    const balance = fetch(`${sim.url}/collection/v1_0/account/balance`, {
      headers: { ...key, Authorization, 'X-Target-Environment': kiosk?.targetEnvironment ?? '' },
    })
    const byToken = await hold.next()
    expect(byToken.call).toMatchObject({ operation: 'momo.getBalance', merchant: kiosk?.name })
    await byToken.release()
    expect((await balance).status).toBe(200)
  })

  it('of OnePipe and of Africa’s Talking is its app by its key', async () => {
    const { onepipe, network } = await sim.world()
    const [app] = onepipe.apps
    const hold = await sim.holds.add({ point: 'request', match: { merchant: app?.name ?? '' } })
    const asked = fetch(`${sim.url}/v2/transact`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${app?.apiKey}` },
    })
    const held = await hold.next()
    expect(held.call).toMatchObject({ operation: 'onepipe.transact', merchant: app?.name })
    await held.drop()
    await expect(asked).rejects.toThrow()
    const other = await sim.holds.add({ point: 'request', match: { merchant: network.username } })
    const user = fetch(`${sim.url}/version1/user?username=${network.username}`, {
      headers: { apiKey: network.apiKey },
    })
    const second = await other.next()
    expect(second.call).toMatchObject({ operation: 'africastalking.getAccount', merchant: network.username })
    await second.release()
    expect((await user).status).toBe(200)
  })

  it('is none of a USSD hop', async () => {
    await expect(sim.holds.add({ point: 'hop', match: { merchant: 'Kiosk 24' } })).rejects.toThrow(
      'does not go with "hop"',
    )
  })
})

it('refuses an operation that no API has, with the nearest names', async () => {
  const hold = sim.holds.add({ point: 'request', match: { operation: 'momo.createRequestTooPay' } })
  await expect(hold).rejects.toThrow('the nearest are "momo.createRequestToPay"')
  expect((await sim.holds.list()).holds).toEqual([])
})

describe('a request that is held', () => {
  const path = '/collection/token/'

  it('is handled when it is let go, with what was changed', async () => {
    const hold = await sim.holds.add({ point: 'request', match: { operation: 'momo' }, first: 1 })
    const answer = post(path)
    const { call, change } = await hold.next()
    expect(call).toMatchObject({
      point: 'request',
      method: 'POST',
      url: path,
      operation: expect.stringMatching(/^momo\./),
    })
    await expect(change({ status: 200 })).rejects.toThrow('a request has no status')
    await expect(change({ headers: { 'Content-Length': '3' } })).rejects.toThrow('follows from the rest')
    await change({ headers: { 'Ocp-Apim-Subscription-Key': 'wrong' } })
    expect((await answer).status).toBe(401)
    await expect(change({ body: '' })).rejects.toThrow('not held any more')
  })

  it('has a body that is no text', async () => {
    const hold = await sim.holds.add({ point: 'request' })
    const answer = post(path, new Uint8Array([0xff, 0xfe]))
    const { call, change, release } = await hold.next()
    expect(call).toMatchObject({ isText: false, body: '' })
    await expect(change({ body: 'text' })).rejects.toThrow('is no text in UTF-8')
    await release()
    expect((await answer).status).toBe(401)
  })

  it('is dropped without an answer', async () => {
    const hold = await sim.holds.add({ point: 'request' })
    const answer = post(path)
    const failed = expect(answer).rejects.toThrow('fetch failed')
    await (await hold.next()).drop()
    await failed
    const read = await fetch(`${sim.url}/_sim/timeline/all?kind=request.failed`)
    const { entries } = (await read.json()) as TimelineEntries
    const { error, errorIn } = (entries.at(-1)?.data ?? {}) as Partial<ExchangeData>
    expect(error).toBe('It was held, and dropped by hand: it was not performed.')
    expectTold(error ?? undefined, errorIn?.fr)
  })

  it('is answered 503 in the words of its vendor when the world begins again', async () => {
    const hold = await sim.holds.add({ point: 'request' })
    const answer = post(path)
    await hold.next()
    await sim.reset()
    expect((await answer).status).toBe(503)
    expect(await (await answer).text()).toContain('Service Unavailable')
  })

  it('is over when its caller gives up', async () => {
    const hold = await sim.holds.add({ point: 'request' })
    const caller = new AbortController()
    const answer = fetch(`${sim.url}${path}`, { method: 'POST', signal: caller.signal })
    const failed = expect(answer).rejects.toThrow('abort')
    const held = await hold.next()
    caller.abort()
    await failed
    while ((await released()).length === 0);
    expect(await released()).toEqual(['caller gone'])
    await expect(held.release()).rejects.toThrow('not held any more')
  })

  it('has its secrets masked', async () => {
    const hold = await sim.holds.add({ point: 'request' })
    const answer = fetch(`${sim.url}${path}`, {
      method: 'POST',
      headers: {
        Authorization: 'Basic c2VjcmV0OnNlY3JldA==',
        'Ocp-Apim-Subscription-Key': '0123456789abcdef',
      },
    })
    const { call, release } = await hold.next()
    expect(JSON.stringify(call)).not.toMatch(/c2VjcmV0OnNlY3JldA|0123456789abcdef/)
    await release()
    expect((await answer).status).toBe(401)
  })
})

it('holds an answer, and changes its status', async () => {
  const hold = await sim.holds.add({ point: 'answer', first: 1 })
  const answer = post('/collection/token/')
  const { call, change } = await hold.next()
  expect(call).toMatchObject({ point: 'answer', status: 401 })
  await change({ status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"access_token":"x"}' })
  expect((await answer).status).toBe(200)
  expect(await (await answer).json()).toEqual({ access_token: 'x' })
})

it('holds a hop: the phone waits for its screen', async () => {
  const hold = await sim.holds.add({ point: 'hop', match: { phone: ama }, first: 1 })
  const screen = sim.phone(ama).dial('*165#')
  const held = await hold.next()
  expect(held.call).toMatchObject({ phone: ama, body: expect.stringContaining('sessionId=') })
  await held.release()
  expect((await screen).status).toBe('open')
})

it('does not hold what payersim asks its own APIs', async () => {
  await sim.holds.add({ point: 'request' })
  const client = new SimulatorClient(httpPort(sim.url ?? ''))
  await client.phone(ama).dial('*165#')
  expect((await client.holds.list()).calls).toEqual([])
  await client.close()
})
