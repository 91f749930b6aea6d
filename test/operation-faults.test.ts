import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { httpPort, type Simulator, SimulatorClient, startSimulator } from '../src/index.ts'
import type { Operation } from '../src/terms/sim/operation.ts'
import { expectTold } from './told.fixture.ts'

let sim: Simulator
let operations: Operation[]
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  operations = (await (await fetch(`${sim.url}/_sim/operations`)).json()) as Operation[]
})
afterAll(() => sim.close())
afterEach(() => sim.faults.clear())

/** A client that knows nothing but bytes. */
class RawClient {
  readonly #socket: Socket
  readonly #chunks: Buffer[] = []
  readonly closed: Promise<string>

  constructor(to: Simulator, method: string, path: string, headers: Record<string, string> = {}, body = '') {
    const { hostname, port, host } = new URL(to.url ?? '')
    this.#socket = connect(Number(port), hostname)
    this.#socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    this.#socket.on('error', () => {})
    this.closed = new Promise((resolve) =>
      this.#socket.on('close', () => resolve(Buffer.concat(this.#chunks).toString())),
    )
    const all = { Host: host, Connection: 'close', 'Content-Length': String(body.length), ...headers }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    this.#socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
  }

  get received(): string {
    return Buffer.concat(this.#chunks).toString()
  }

  giveUp(): void {
    this.#socket.destroy()
  }
}

const call = ({ method, path }: Operation, of: Simulator = sim) =>
  new RawClient(of, method, path.replace(/\{\w+\}/g, 'x'))

/** When the answers that are held are so many. */
async function held(count: number, of: Simulator = sim) {
  for (;;) {
    const events = await of.timeline({ kind: 'answer.held' })
    if (events.length >= count) return events
  }
}
const lastFault = async () => (await sim.timeline({ kind: 'fault' })).at(-1)?.data

const pageOf = (title: string, server: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`
const gateway = 'Microsoft-Azure-Application-Gateway/v2'
const akka = 'Server: akka-http/10.2.10\r\nContent-Type: text/plain; charset=UTF-8\r\n'
/** What each vendor sends, down to the bytes. */
const outages: Record<string, Record<number, [head: string, body: string | RegExp]>> = {
  momo: {
    500: [
      'HTTP/1.1 500 Internal Server Error\r\nRequest-Context: ',
      /^\{ "statusCode": 500, "message": "Internal server error", "activityId": "[0-9a-f-]{36}" \}$/,
    ],
    502: ['HTTP/1.1 502 Bad Gateway\r\n', pageOf('502 Bad Gateway', gateway)],
    503: ['HTTP/1.1 503 Service Unavailable\r\n', '{ "statusCode": 503, "message": "Service Unavailable" }'],
    429: [
      'HTTP/1.1 429 Too Many Requests\r\n',
      '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 30 seconds." }',
    ],
  },
  onepipe: {
    500: [
      'HTTP/1.1 500 Internal Server Error\r\n',
      /"code":"01","message":"Error occurred while processing request"/,
    ],
    502: ['HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n', pageOf('502 Bad Gateway', 'nginx')],
    503: [
      'HTTP/1.1 503 Service Temporarily Unavailable\r\nServer: nginx\r\n',
      pageOf('503 Service Temporarily Unavailable', 'nginx'),
    ],
    429: ['HTTP/1.1 429 Too Many Requests\r\nServer: nginx\r\n', pageOf('429 Too Many Requests', 'nginx')],
  },
  africastalking: {
    500: [`HTTP/1.1 500 Internal Server Error\r\n${akka}`, 'There was an internal server error.'],
    502: [
      `HTTP/1.1 502 Bad Gateway\r\n${akka}`,
      'The server was acting as a gateway or proxy and received an invalid response from the upstream server.',
    ],
    503: [
      `HTTP/1.1 503 Service Unavailable\r\n${akka}`,
      'The server is currently unavailable (because it is overloaded or down for maintenance).',
    ],
    429: [
      `HTTP/1.1 429 Too Many Requests\r\n${akka}`,
      'The user has sent too many requests in a given amount of time.',
    ],
  },
}

it('there are operations of MTN, OnePipe and Africa’s Talking, in words, and none of the payer’s app', () => {
  expect(new Set(operations.map(({ api }) => api))).toEqual(new Set(['momo', 'onepipe', 'africastalking']))
  expect(operations).toContainEqual({
    name: 'momo.createRequestToPay',
    api: 'momo',
    title: 'Ask a payer to pay',
    method: 'POST',
    path: '/collection/v1_0/requesttopay',
    hasTokens: true,
    once: false,
    byServers: false,
  })
  expect(operations.filter(({ title, name }) => name.endsWith(`.${title}`))).toEqual([])
})

describe('each fault at each operation', () => {
  it.each([500, 502, 503, 429])('answers-%d: the gateway’s bytes', async (status) => {
    for (const operation of operations) {
      const { name, api } = operation
      await sim.faults.set([
        { point: 'operation', do: `answers-${status}` as 'answers-500', match: { operation: name } },
      ])
      const text = await call(operation).closed
      const [head = '', body = ''] = text.split('\r\n\r\n')
      const [wantedHead, wantedBody] = outages[api]?.[status] ?? ['', '']
      expect(`${head}\r\n`, name).toContain(wantedHead)
      if (status === 429 && api === 'momo') expect(head).toContain('\r\nRetry-After: 30\r\n')
      if (typeof wantedBody === 'string') expect(body, name).toBe(wantedBody)
      else expect(body, name).toMatch(wantedBody)
      expect(await lastFault(), name).toMatchObject({ point: 'operation', operation: name })
    }
  })

  it('lost-answer: the connection is closed without a byte', async () => {
    for (const operation of operations) {
      const match = { operation: operation.name }
      await sim.faults.set([{ point: 'operation', do: 'lost-answer', match }])
      expect(await call(operation).closed, operation.name).toBe('')
      expect(await lastFault()).toMatchObject({ do: 'lost-answer', operation: operation.name })
    }
  })

  it('no-answer: not a byte comes, until the client gives up or another world begins', async () => {
    await sim.faults.set([{ point: 'operation', do: 'no-answer' }])
    const before = (await sim.timeline({ kind: 'answer.held' })).length
    const clients = operations.map((operation) => call(operation))
    const events = await held(before + operations.length)
    const names = events.slice(before).map(({ data }) => data.operation)
    expect(new Set(names)).toEqual(new Set(operations.map(({ name }) => name)))
    expect(clients.map(({ received }) => received).join('')).toBe('')
    const [first, ...others] = clients
    first?.giveUp()
    await sim.reset()
    expect(await Promise.all(others.map(({ closed }) => closed))).toEqual(others.map(() => ''))
  })

  it('late-answer: the answer comes when its time has come on the clock', async () => {
    await sim.faults.set([{ point: 'operation', do: 'late-answer', args: { delay: 'PT20S' } }])
    const clients = operations.map((operation) => call(operation))
    const events = await held(operations.length)
    const { now } = await sim.clock.read()
    expect(events.map(({ data }) => Date.parse(String(data.until)) - Date.parse(now))).toEqual(
      operations.map(() => 20_000),
    )
    await sim.clock.advance('PT19.999S')
    expect(clients.map(({ received }) => received).join('')).toBe('')
    await sim.clock.advance('PT0.001S')
    for (const client of clients) expect(await client.closed).toMatch(/^HTTP\/1\.1 [245]\d\d /)
  })

  it('token-dies: only where there is a token', async () => {
    const withToken = operations.filter(({ hasTokens }) => hasTokens).map(({ name }) => name)
    for (const operation of ['momo', 'africastalking', ...withToken])
      await sim.faults.set([{ point: 'operation', do: 'token-dies', match: { operation } }])
    for (const operation of ['onepipe', 'onepipe.transact', 'momo.createApiUser']) {
      const plan = { point: 'operation', do: 'token-dies', match: { operation } } as const
      await expect(sim.faults.set([plan])).rejects.toThrow(
        `plan fault-1: "token-dies" can never strike there: "${operation}" neither takes nor gives an access token.`,
      )
    }
    await sim.faults.set([{ point: 'operation', do: 'token-dies' }])
    const [sms] = operations.filter(({ name }) => name === 'africastalking.sendSms')
    expect(await (sms && call(sms).closed)).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sim.faults.list()).toMatchObject([{ met: 0, injected: 0 }])
  })
})

it('an unknown operation is refused with the nearest ones, and what was planned before stays', async () => {
  await sim.faults.set([{ point: 'operation', do: 'answers-500', match: { operation: 'momo' } }])
  const wrong = { point: 'operation', do: 'answers-500', match: { operation: 'momo.requestToPay' } } as const
  await expect(sim.faults.set([wrong])).rejects.toThrow(
    /plan fault-1: no API has an operation "momo\.requestToPay"; the nearest are "momo\.\w*RequestToPay", .*GET \/_sim\/operations lists/,
  )
  expect(await sim.faults.list()).toMatchObject([{ match: { operation: 'momo' } }])
})

const ama = '+46733000001'

describe.each(['in process', 'over a socket'])('the client objects, %s', (way) => {
  const client = () => (way === 'in process' ? sim : new SimulatorClient(httpPort(sim.url ?? '')))
  const at = (operation: string) => ({ match: { operation }, when: { first: 1 } })
  const asked = { payer: ama, amount: '12.50', currency: 'EUR' }

  it('are told that an answer was lost, though the operation was performed', async () => {
    const shop = client().merchant()
    await shop.balance()
    await sim.faults.set([{ point: 'operation', do: 'lost-answer', ...at('momo.createRequestToPay') }])
    const before = (await sim.timeline({ kind: 'request-to-pay.created' })).length
    const lost = shop.requestToPay(asked)
    await expect(lost).rejects.toMatchObject({ name: 'ClientError', data: { failure: 'lost' } })
    expect(await sim.timeline({ kind: 'request-to-pay.created' })).toHaveLength(before + 1)
  })

  it('are told of an outage, and nothing was performed', async () => {
    const shop = client().merchant()
    await shop.balance()
    await sim.faults.set([{ point: 'operation', do: 'answers-503', ...at('momo.createRequestToPay') }])
    const before = (await sim.timeline({ kind: 'request-to-pay.created' })).length
    await expect(shop.requestToPay(asked)).rejects.toMatchObject({
      data: { status: 503, detail: 'Service Unavailable' },
    })
    expect(await sim.timeline({ kind: 'request-to-pay.created' })).toHaveLength(before)
  })

  it('get a new token where the old one died, at the token operation too', async () => {
    const shop = client().merchant()
    await shop.balance()
    await sim.faults.set([
      { id: 'in use', point: 'operation', do: 'token-dies', ...at('momo.getBalance') },
      { id: 'new', point: 'operation', do: 'token-dies', ...at('momo.createToken') },
    ])
    // The token dies, the next is dead when it is given, and the client gives up after one more.
    await expect(shop.balance()).rejects.toMatchObject({ data: { status: 401 } })
    expect(await shop.balance()).toMatchObject({ currency: 'EUR' })
    expect(await sim.faults.list()).toMatchObject([{ injected: 1 }, { injected: 1 }])
  })
})

it('a token of Africa’s Talking that dies is refused like one that has run out', async () => {
  const ask = async (token: string) => {
    const answer = await fetch(`${sim.url}/version1/user?username=sandbox`, {
      headers: { authtoken: token, accept: 'application/json' },
    })
    return answer.status
  }
  const generate = async () => {
    const answer = await fetch(`${sim.url}/auth-token/generate`, {
      method: 'POST',
      headers: { apikey: 'atsk_payersim', 'content-type': 'application/json' },
      body: '{"username":"sandbox"}',
    })
    return ((await answer.json()) as { token: string }).token
  }
  const token = await generate()
  expect(await ask(token)).toBe(200)
  const when = { first: 1 }
  await sim.faults.set([
    { point: 'operation', do: 'token-dies', match: { operation: 'africastalking.getAccount' }, when },
  ])
  expect(await ask(token)).toBe(401)
  expect(await ask(token)).toBe(401)
  await sim.faults.set([
    { point: 'operation', do: 'token-dies', match: { operation: 'africastalking.createAuthToken' }, when },
  ])
  expect(await ask(await generate())).toBe(401)
  // One of the same moment is another token.
  expect(await ask(await generate())).toBe(200)
})

describe('the timeline', () => {
  it('shows a lost answer as a request without an answer, and says what was performed', async () => {
    await sim.faults.set([{ id: 'gone', point: 'operation', do: 'lost-answer' }])
    const [operation] = operations.filter(({ name }) => name === 'momo.getBalance')
    await (operation && call(operation).closed)
    const all = (await (await fetch(`${sim.url}/_sim/timeline/all?kind=request.failed`)).json()) as {
      entries: Array<{
        data: { error: string; errorIn: { fr: string }; explanation: string; explanationIn: { fr: string } }
      }>
    }
    const data = all.entries.at(-1)?.data
    expectTold(data?.explanation, data?.explanationIn.fr)
    expectTold(data?.error, data?.errorIn.fr)
    expect(data).toMatchObject({
      status: null,
      answer: null,
      error: 'The connection was dropped by the fault gone.',
      explanation: expect.stringContaining('momo.getBalance was performed; its answer, a 401, was lost.'),
    })
  })
})

describe('a call of the simulator to itself', () => {
  it.each(['in process', 'over a socket'])('does not hang, %s: its SMS is not sent again', async (way) => {
    const own = await startSimulator({ clock: 'frozen', ...(way === 'in process' ? {} : { port: 0 }) })
    try {
      await own.faults.set([
        { point: 'operation', do: 'no-answer', match: { operation: 'africastalking.sendSms' } },
      ])
      await own.onepipeApp().getBalance({ source: '6200000766' })
      await own.settle()
      expect(await own.timeline({ kind: 'sms.not-sent' })).toMatchObject([
        { data: { kind: 'unknown', reason: expect.stringContaining('did not answer within 10 s.') } },
      ])
    } finally {
      await own.close()
    }
  })
})

it('a simulator that closes ends the calls that it holds', async () => {
  const own = await startSimulator({ clock: 'frozen', port: 0 })
  await own.faults.set([
    { point: 'operation', do: 'no-answer', match: { operation: 'momo' } },
    { point: 'operation', do: 'late-answer', args: { delay: 'PT1H' } },
  ])
  const clients = operations.map((operation) => call(operation, own))
  const inProcess = own.merchant().balance()
  inProcess.catch(() => {})
  await held(operations.length + 1, own)
  const began = performance.now()
  await own.close()
  expect(performance.now() - began).toBeLessThan(900)
  expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual(clients.map(() => ''))
  await expect(inProcess).rejects.toMatchObject({ data: { failure: 'lost' } })
})
