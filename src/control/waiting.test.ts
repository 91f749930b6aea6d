import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { longestWaitMs } from '../kernel/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'

const closing: Array<() => unknown> = []
let sim: Simulator
/** Requests that the app behind the short code has not answered yet. */
let held: ServerResponse[]

beforeEach(async () => {
  held = []
  const app = createServer((incoming, response) => {
    incoming.resume()
    held.push(response)
  })
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  closing.push(
    () => app.close(),
    () => sim.close(),
    answerAll,
  )
  const callbackUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/inbound`
  await control('PUT', '/network/short-codes/22384', { callbackUrl })
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closing.splice(0).reverse()) await close()
})

const answerAll = () => {
  for (const response of held.splice(0)) response.end()
}
const texts = async () => {
  const before = held.length
  await control('POST', '/phones/+46733000001/messages', { to: '22384', text: 'Hello' })
  while (held.length === before) await new Promise((turned) => setImmediate(turned))
}
const control = async (method: string, path: string, body: object = {}) => {
  const headers = { 'Content-Type': 'application/json' }
  const sent = method === 'GET' ? {} : { headers, body: JSON.stringify(body) }
  const answer = await fetch(`${sim.url}/_sim${path}`, { method, ...sent })
  return { status: answer.status, body: await answer.json().catch(() => undefined) }
}

describe('while an app does not answer', () => {
  const bounded: Array<[string, string, object, RegExp]> = [
    [
      'a move of the clock',
      '/clock/advance',
      { by: 'PT1S' },
      / The clock stands at 2026-01-05T09:00:00\.000Z, on its way to 2026-01-05T09:00:01\.000Z\.$/,
    ],
    ['a wait for what is due', '/settle', {}, /Ask again when [^.]+\.$/],
  ]
  it.each(bounded)('%s has a bound, and says what it waits for', async (_, path, sent, ending) => {
    await texts()
    const now = performance.now.bind(performance)
    const answer = control('POST', path, sent)
    await control('GET', '/clock')
    vi.spyOn(performance, 'now').mockImplementation(() => now() + longestWaitMs)
    const { status, body } = await answer
    expect(status).toBe(503)
    expect(body).toMatchObject({
      type: '/docs/problems#busy',
      detail: expect.stringMatching(
        /^Gave up after 60 s: waiting for a delivery of network\.sms-inbound to http:\/\/127\.0\.0\.1:\d+\/inbound, on the way since 2026-01-05T09:00:00\.000Z\. Ask again when /,
      ),
      waitingFor: [{ subscriber: 'network.sms-inbound', count: 1 }],
    })
    expect(body).toMatchObject({ detail: expect.stringMatching(ending) })
  })

  it('a call whose client went away holds nothing up', async () => {
    await texts()
    const calls = {
      '/clock/advance': { by: 'PT1S' },
      '/settle': {},
      '/snapshots': { name: 'kept' },
      '/reset': {},
    }
    const gone = Object.entries(calls).map(([path, body]) => {
      const headers = { 'Content-Type': 'application/json' }
      const asked = request(`${sim.url}/_sim${path}`, { method: 'POST', headers })
      asked.on('error', () => {})
      asked.end(JSON.stringify(body))
      return asked
    })
    // This one was sent last, so the others have arrived too.
    await Promise.all(gone.map((asked) => once(asked, 'finish')))
    await control('GET', '/health')
    for (const asked of gone) asked.destroy()
    expect(await control('POST', '/clock/freeze')).toMatchObject({
      status: 200,
      body: { now: '2026-01-05T09:00:00.000Z' },
    })
    expect(held).toHaveLength(1)
    answerAll()
    expect(await control('POST', '/settle')).toEqual({
      status: 200,
      body: { mode: 'frozen', now: '2026-01-05T09:00:00.000Z' },
    })
    expect(await control('POST', '/clock/advance', { by: 'PT1S' })).toMatchObject({ status: 200 })
    expect((await control('GET', '/snapshots')).body).toEqual([])
  })
})
