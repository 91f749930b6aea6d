import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import * as matchers from '../src/matchers/index.ts'

expect.extend(matchers)

/** A merchant's program, as one in another language: it knows nothing of payersim. */
class Shop {
  token = ''

  constructor(
    readonly url: string,
    readonly key: string,
    readonly user: { id: string; apiKey: string },
  ) {}

  async call(method: string, path: string, { headers = {}, body }: Call = {}): Promise<number> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'Ocp-Apim-Subscription-Key': this.key,
        'Content-Type': 'application/json',
        'X-Target-Environment': 'sandbox',
        ...(this.token === '' ? {} : { Authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (path === '/collection/token/' && answer.ok) this.token = JSON.parse(text).access_token
    return answer.status
  }

  logIn(): Promise<number> {
    const { id, apiKey } = this.user
    const Authorization = `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`
    return this.call('POST', '/collection/token/', { headers: { Authorization } })
  }

  ask(reference: string = randomUUID()): Promise<number> {
    const payer = { partyIdType: 'MSISDN', partyId: '46733000001' }
    const body = { amount: '5', currency: 'EUR', externalId: '1', payer, payerMessage: '', payeeNote: '' }
    return this.call('POST', '/collection/v1_0/requesttopay', {
      headers: { 'X-Reference-Id': reference },
      body,
    })
  }

  look(reference: string): Promise<number> {
    return this.call('GET', `/collection/v1_0/requesttopay/${reference}`)
  }
}

interface Call {
  headers?: Record<string, string>
  body?: object
}

let sim: Simulator
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterAll(() => sim.close())
afterEach(() => sim.reset())

const create = 'momo.createRequestToPay'
const look = 'momo.getRequestToPay'
const login = 'momo.createToken'

async function open(): Promise<Shop> {
  const { momo } = await sim.world()
  const { id, apiKey } = momo.apiUsers.find(({ targetEnvironment }) => targetEnvironment === 'sandbox') ?? {}
  const { collection } = momo.subscriptionKeys
  if (!id || !apiKey || !collection) throw new Error('The world has no API user or no key.')
  return new Shop(sim.url ?? '', collection, { id, apiKey })
}

describe('the calls of a program', () => {
  it('are listed with their operations, references, answers and callers', async () => {
    const shop = await open()
    await shop.logIn()
    const reference = randomUUID()
    expect(await shop.ask(reference)).toBe(202)
    expect(await shop.look(reference.toUpperCase())).not.toBe(500)
    await sim.merchant().requestToPay({ payer: '+46733000001', amount: '1' })
    const { calls, dropped } = await sim.calls.list({ by: 'program' })
    expect(dropped).toBe(0)
    expect(calls.map(({ operation, status }) => [operation, status])).toEqual([
      [login, 200],
      [create, 202],
      [look, 200],
    ])
    expect(calls.map((call) => call.reference)).toEqual([null, reference, reference.toUpperCase()])
    const ours = await sim.calls.list({ operation: create })
    expect(ours.calls.map(({ by }) => by)).toEqual(['program', 'payersim'])
    expect((await sim.calls.list({ operation: 'momo', reference })).calls).toHaveLength(1)
    const [first] = calls
    const { entries } = (await (await fetch(`${sim.url}/_sim/timeline/all`)).json()) as {
      entries: Array<{ id: string }>
    }
    expect(entries.map(({ id }) => id)).toContain(first?.id)
  })

  it('know the reference of a OnePipe request, which stands in its body', async () => {
    await fetch(`${sim.url}/v2/transact`, { method: 'POST', body: '{"request_ref":"r-17"}' })
    await fetch(`${sim.url}/v2/transact`, { method: 'POST', body: '["no reference"]' })
    const { calls } = await sim.calls.list({ operation: 'onepipe' })
    expect(calls.map(({ reference }) => reference)).toEqual(['r-17', null])
  })
})

describe('what a program did is asserted', () => {
  it('by how often it asked', async () => {
    const shop = await open()
    await shop.logIn()
    const reference = randomUUID()
    await shop.ask(reference)
    for (let times = 0; times < 3; times++) await shop.look(reference)
    await expect(sim).toHaveBeenAsked({ operation: look, count: 3 })
    await expect(sim).toHaveBeenAsked({ operation: look })
    await expect(sim).toHaveBeenAsked({ operation: look, reference, status: 200, count: { min: 2, max: 3 } })
    await expect(sim).not.toHaveBeenAsked({ operation: look, count: 4 })
    await expect(sim).toHaveBeenAsked({ operation: 'momo.createRefund', never: true })
    const error = await expect(sim)
      .toHaveBeenAsked({ operation: look, count: { max: 2 } })
      .then(
        () => '',
        (thrown: Error) => thrown.message,
      )
    expect(error).toContain(`Expected at most 2 calls of ${look}.`)
    expect(error.match(/momo\.getRequestToPay about .+: 200/g)).toHaveLength(3)
  })

  it('by references that it used once', async () => {
    const shop = await open()
    await shop.logIn()
    await shop.ask()
    await shop.ask()
    await expect(sim).toHaveBeenAsked({ operation: create, count: 2, unique: 'reference' })
    const reference = randomUUID()
    await shop.ask(reference)
    await shop.ask(reference)
    const { holds, seen } = await sim.calls.check({ operation: create, unique: 'reference' })
    expect(holds).toBe(false)
    expect(seen.at(-1)).toBe(`The reference ${reference} came more than once.`)
  })

  it('by no second request after a 500', async () => {
    const rule = { operation: create, never: true, after: { operation: create, status: 500 } } as const
    const shop = await open()
    await shop.logIn()
    await shop.ask()
    await sim.faults.set([
      { point: 'operation', match: { operation: create }, do: 'answers-500', when: { first: 1 } },
    ])
    expect(await shop.ask()).toBe(500)
    await expect(sim).toHaveBeenAsked(rule)
    await shop.ask()
    const { holds, expected, calls } = await sim.calls.check(rule)
    expect(holds).toBe(false)
    expect(expected).toBe(`no call of ${create}, after ${create} answered 500`)
    expect(calls.map(({ status }) => status)).toEqual([202])
  })

  it('by no login within the life of a token', async () => {
    const rule = {
      operation: login,
      never: true,
      after: { operation: login, status: 200 },
      within: 'PT1H',
    } as const
    const shop = await open()
    await shop.logIn()
    await sim.clock.advance('PT1H')
    await shop.logIn()
    await expect(sim).toHaveBeenAsked(rule)
    await sim.clock.advance('PT59M59S')
    await shop.logIn()
    await expect(sim).not.toHaveBeenAsked(rule)
  })

  it('by an answer that never came', async () => {
    const shop = await open()
    await shop.logIn()
    await sim.faults.set([{ point: 'operation', match: { operation: create }, do: 'lost-answer' }])
    await expect(shop.ask()).rejects.toThrow()
    await expect(sim).toHaveBeenAsked({ operation: create, status: 'none', count: 1 })
  })

  it('by their order', async () => {
    const shop = await open()
    await shop.logIn()
    const reference = randomUUID()
    await shop.ask(reference)
    await shop.look(reference)
    await shop.ask()
    await expect(sim).toHaveBeenAsked({ order: [login, { operation: create, status: 202 }, look] })
    await expect(sim).not.toHaveBeenAsked({ order: [look, create] })
    await expect(sim).not.toHaveBeenAsked({ order: [login, 'momo.createRefund'] })
  })

  it('as soon as a call that is missing comes, and without a wait where none can help', async () => {
    const shop = await open()
    await shop.logIn()
    const checked = sim.calls.check({ operation: create, count: 1 }, { waitMs: 20_000 })
    await shop.ask()
    expect((await checked).holds).toBe(true)
    await shop.ask()
    expect((await sim.calls.check({ operation: create, count: 1 }, { waitMs: 60_000 })).holds).toBe(false)
  })

  it('of programs alone, unless others are asked for', async () => {
    await sim.merchant().requestToPay({ payer: '+46733000001', amount: '1' })
    const { holds, seen } = await sim.calls.check({ operation: create })
    expect({ holds, seen }).toEqual({
      holds: false,
      seen: ['No such call came from a program. 1 call of them was by others.'],
    })
    await expect(sim).toHaveBeenAsked({ operation: create, by: 'payersim', count: 1 })
  })

  it('with nothing claimed of what is not kept any more', async () => {
    const shop = await open()
    await shop.logIn()
    // Cut to 16 KB each, of 4 MB.
    const long = 'x'.repeat(60_000)
    for (let sent = 0; sent < 260; sent++) await shop.call('POST', '/collection/token/', { body: { long } })
    expect((await sim.calls.list()).dropped).toBeGreaterThan(0)
    const { holds, seen } = await sim.calls.check({ operation: 'momo.createRefund', never: true })
    expect(holds).toBe(false)
    expect(seen.at(-1)).toMatch(/^\d+ HTTP requests before these are not kept any more/)
    await expect(sim).toHaveBeenAsked({ operation: login, count: { min: 10 } })
  })
})

describe('a bad expectation is refused with what to write', () => {
  it.each([
    [{}, /operation/],
    [{ operation: 'momo.createRequestToPlay' }, /the nearest are "momo\.createRequestToPay"/],
    [{ operation: 'momo', count: -1 }, /count/],
    [{ operation: 'momo', count: { min: 3, max: 2 } }, /min of 3 above its max of 2/],
    [{ operation: 'momo', count: {} }, /needs "min" or "max"/],
    [{ operation: 'momo', count: 1, never: true }, /stands with "count"/],
    [{ operation: 'momo', within: 'PT1H' }, /needs "after"/],
    [{ operation: 'momo', after: 'momo.nothing' }, /no API has an operation "momo\.nothing"/],
    [{ operation: 'momo', after: 'momo', within: 'an hour' }, /ISO 8601/],
    [{ operation: 'momo', status: 'lost' }, /or none where no answer came/],
    [{ operation: 'momo', unique: 'id' }, /unique/],
    [{ operation: 'momo', by: 'me' }, /by/],
    [{ operation: 'momo', often: 3 }, /often/],
    [{ order: ['momo'] }, /needs two calls or more/],
    [{ order: ['momo', 'momo.createRequestToPay'], count: 1 }, /count/],
  ])('%j', async (body, words) => {
    const answer = await fetch(`${sim.url}/_sim/calls/check`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    expect([answer.status, JSON.parse(text).detail ?? text]).toEqual([400, expect.stringMatching(words)])
  })
})
