import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { expectTold } from '../../../test/told.fixture.ts'
import { OutboundError } from '../errors.ts'
import { Outbound } from './outbound.ts'
import { whyRefused } from './refused-addresses.ts'

const closers: Array<() => unknown> = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function listening(answer: RequestListener): Promise<number> {
  const server: Server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function outbound(): Outbound {
  const made = new Outbound()
  closers.push(() => made.close())
  return made
}

const ours = { purpose: 'callback', trace: null } as const
const get = (url: string, more: { timeoutMs?: number; maxBytes?: number } = {}) => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 5_000,
  ...ours,
  ...more,
})

/** Why it failed, which is told in each language. */
async function failureOf(sending: Promise<unknown>): Promise<OutboundError> {
  const error = await sending.catch((thrown: unknown) => thrown)
  if (!(error instanceof OutboundError)) throw new Error('No OutboundError was thrown.')
  expectTold(error.message, error.messageIn?.fr)
  return error
}

describe('a request that leaves', () => {
  it.each([
    ['purpose', undefined, "Say what it is for: purpose: 'request', 'hop' or 'callback'."],
    ['purpose', 'charge', "Say what it is for: purpose: 'request', 'hop' or 'callback'."],
    ['trace', undefined, 'Give the trace of what it belongs to, such as tx.trace or request.trace, or null.'],
  ])(
    'is not sent without what the timeline says of it, as JavaScript may: %s %s',
    async (name, value, remedy) => {
      let asked = 0
      const port = await listening((_, response) => {
        asked += 1
        response.end()
      })
      const url = `http://127.0.0.1:${port}/`
      await expect(outbound().send({ ...get(url), [name]: value })).rejects.toThrow(
        `GET ${url} was not sent: its ${name} is ${value}. ${remedy}`,
      )
      expect(asked).toBe(0)
    },
  )

  it('carries its headers in their order and spelling, and brings the answer back', async () => {
    let raw: string[] = []
    const port = await listening((request, response) => {
      raw = request.rawHeaders
      response.writeHead(418, 'Teapot', { 'X-Kind': 'tea' })
      request.pipe(response)
    })
    const answer = await outbound().send({
      method: 'POST',
      url: `http://127.0.0.1:${port}/pot`,
      headers: { 'User-Agent': 'payersim', 'X-First': '1', 'Content-Type': 'text/plain' },
      body: 'two cups',
      timeoutMs: 5_000,
      ...ours,
    })
    expect(answer).toMatchObject({ status: 418, reason: 'Teapot', body: Buffer.from('two cups') })
    expect(answer.headers['x-kind']).toBe('tea')
    expect(raw.filter((_, index) => index % 2 === 0).slice(0, 4)).toEqual([
      'User-Agent',
      'X-First',
      'Content-Type',
      'Content-Length',
    ])
  })

  it('follows no redirect', async () => {
    const port = await listening((_, response) =>
      response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
    )
    expect(await outbound().send(get(`http://127.0.0.1:${port}/`))).toMatchObject({ status: 302 })
  })

  it('waits no longer than it may, before the answer and in the middle of it', async () => {
    const silent = await listening(() => {})
    expect(
      await failureOf(outbound().send(get(`http://127.0.0.1:${silent}/`, { timeoutMs: 50 }))),
    ).toMatchObject({ reason: 'timeout' })
    const stuck = await listening((_, response) => response.writeHead(200).write('half'))
    expect(
      await failureOf(outbound().send(get(`http://127.0.0.1:${stuck}/`, { timeoutMs: 50 }))),
    ).toMatchObject({ reason: 'timeout' })
  })

  it('takes no more than it may', async () => {
    const port = await listening((_, response) => response.end('x'.repeat(2_000)))
    expect(
      await failureOf(outbound().send(get(`http://127.0.0.1:${port}/`, { maxBytes: 1_000 }))),
    ).toMatchObject({ reason: 'too-large' })
  })

  it('says why it did not arrive', async () => {
    const broken = await listening((request) => request.socket.destroy())
    expect(await failureOf(outbound().send(get(`http://127.0.0.1:${broken}/`)))).toMatchObject({
      reason: 'lost',
    })
    expect(await failureOf(outbound().send(get('http://127.0.0.1:1/')))).toMatchObject({
      reason: 'unreachable',
    })
    expect(await failureOf(outbound().send(get('nowhere')))).toMatchObject({ reason: 'bad-url' })
    expect(await failureOf(outbound().send(get('ftp://127.0.0.1/')))).toMatchObject({ reason: 'bad-url' })
  })

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.169.254.',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '①⑥⑨.254.169.254',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[::ffff:0:169.254.169.254]',
    '[::169.254.169.254]',
    '[64:ff9b::169.254.169.254]',
    '[64:ff9b:1::a9fe:a9fe]',
    '[2002:a9fe:a9fe::1]',
    '[fe80::1]',
    '[febf::a9fe:a9fe]',
    '[fd00:ec2::254]',
    '[fd00:0ec2:0:0::23]',
    '[fd20:ce::254]',
    '[fd00:c1::a9fe:a9fe]',
    '[fd00:42::42]',
    '[fd00:a9fe:a9fe::1]',
    '[fd00:100::100:200]',
    '168.63.129.16',
    '[::ffff:168.63.129.16]',
    '[2002:a83f:8110::]',
    '100.100.100.200',
    '0x64.0x64.0x64.0xc8',
    '192.0.0.192',
  ])('does not go to %s, where a cloud hands out credentials or all are on one link', async (host) => {
    const why = { reason: 'forbidden', message: expect.stringMatching(/link-local|metadata|platform/) }
    expect(await failureOf(outbound().send(get(`http://${host}/latest`)))).toMatchObject(why)
    expect(await failureOf(outbound().send(get(`https://${host}/latest`)))).toMatchObject(why)
  })

  it('goes to addresses beside those', () => {
    for (const address of [
      '169.253.1.1',
      '168.63.129.17',
      '100.100.100.201',
      'fd00:ec3::254',
      '::1',
      '10.0.0.1',
    ])
      expect(whyRefused(address)).toBeUndefined()
  })

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '127.1'])(
    'does not reach this simulator’s own control routes as %s',
    async (host) => {
      const port = await listening((_, response) => response.end('in'))
      const own = outbound()
      own.listensAt(`http://127.0.0.1:${port}`)
      for (const path of [
        '/_sim/reset',
        '/_SIM',
        '/%5fsim/reset',
        '//_sim',
        '/x/../_sim/reset',
        '/mcp',
        '/w/own/MCP/',
      ]) {
        expect(await failureOf(own.send(get(`http://${host}:${port}${path}`)))).toMatchObject({
          reason: 'forbidden',
        })
      }
      expect(await failureOf(own.send(get('http://payersim.test/_sim/reset')))).toMatchObject({
        reason: 'forbidden',
      })
      expect(await own.send(get(`http://127.0.0.1:${port}/ussd`))).toMatchObject({ status: 200 })
      expect(await own.send(get('http://payersim.test/ussd'))).toMatchObject({ status: 200 })
    },
  )

  it('does not reach control routes over a connection that is kept alive either', async () => {
    const port = await listening((_, response) => response.end('in'))
    const own = outbound()
    own.listensAt(`http://127.0.0.1:${port}`)
    for (let round = 0; round < 3; round++) {
      expect(await own.send(get(`http://localhost:${port}/ussd`))).toMatchObject({ status: 200 })
      expect(await failureOf(own.send(get(`http://localhost:${port}/_sim/reset`)))).toMatchObject({
        reason: 'forbidden',
      })
    }
  })

  it('is answered in this process where its host is mounted, but not on control routes', async () => {
    const own = outbound()
    const unmount = own.mount('shop.test', async () => ({
      status: 204,
      reason: '',
      headers: {},
      body: Buffer.alloc(0),
    }))
    expect(await own.send(get('http://shop.test/callback'))).toMatchObject({ status: 204 })
    expect(await failureOf(own.send(get('http://shop.test/_sim/reset')))).toMatchObject({
      reason: 'forbidden',
    })
    unmount()
    expect(await failureOf(own.send(get('http://shop.test/callback')))).toMatchObject({
      reason: 'unreachable',
    })
  })
})
