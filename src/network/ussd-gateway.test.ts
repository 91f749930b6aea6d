import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { expectTold } from '../../test/told.fixture.ts'
import type { Screen } from '../terms/sim/phone.ts'
import { sandbox } from './dialect.ts'
import { type App, ama, callbackUrl, code, type Telco, telco } from './network.fixture.ts'
import { resolveNetworkQuirks } from './quirks.ts'
import { encodeForm, readAnswer } from './ussd-gateway.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const rig = async (options: Parameters<typeof telco>[0] = {}) => {
  const made = await telco(options)
  closing.push(made.close)
  return made
}
async function portOf(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => new Promise((closed) => server.close(closed)))
  return (server.address() as AddressInfo).port
}
const pointAt = ({ kernel, network }: Telco, url: string) =>
  kernel.transact((tx) => network.putServiceCode(tx, { code, callbackUrl: url, eventsUrl: null }))
const dialWith = async (app: App) => (await rig({ app })).network.dial(ama, code)
const failed = (error: string) => ({
  status: 'failed',
  text: 'Network experiencing technical problems. Please try again later.',
  hops: 1,
  error,
  warnings: [],
})

describe('the callback', () => {
  it('is the request that Africa’s Talking sends, byte for byte', async () => {
    const it = await rig()
    const received: string[] = []
    const server = createTcpServer((socket) => {
      socket.on('data', (chunk) => {
        received.push(chunk.toString('latin1'))
        if (!received.join('').includes('networkCode=')) return
        socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nEND ok')
      })
    })
    const port = await portOf(server)
    const serviceCode = '*384*44135#'
    await it.kernel.transact((tx) =>
      it.network.putServiceCode(tx, {
        code: serviceCode,
        callbackUrl: `http://127.0.0.1:${port}/ussd?key=1`,
        eventsUrl: null,
      }),
    )
    const sessionId = 'ATUid_7c898d72eb11f723ed8ea05ef232f279'
    await it.network.push({ msisdn: '+254700000001', serviceCode, sessionId })
    const [head = '', body] = received.join('').split('\r\n\r\n')
    expect(body).toBe(
      'phoneNumber=%2B254700000001&serviceCode=%2A384%2A44135%23&text=&sessionId=ATUid_7c898d72eb11f723ed8ea05ef232f279&networkCode=99999',
    )
    const [line, ...headers] = head.split('\r\n')
    expect(line).toBe('POST /ussd?key=1 HTTP/1.1')
    // Node sets `Connection`; it concerns one socket only.
    expect(headers.filter((header) => !header.startsWith('Connection:')).sort()).toEqual([
      `Content-Length: ${body?.length}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Host: 127.0.0.1:${port}`,
      'User-Agent: at-ussd-api/1.0',
    ])
  })

  it('encodes strictly: nothing but letters, digits and -_.~ stays as it is', () => {
    const fields = [['text', "1*2#+ &=é!'()~-_.%\n"]] as const
    expect(encodeForm(fields, 'plus')).toBe('text=1%2A2%23%2B+%26%3D%C3%A9%21%27%28%29~-_.%25%0A')
    expect(encodeForm(fields, 'percent')).toBe('text=1%2A2%23%2B%20%26%3D%C3%A9%21%27%28%29~-_.%25%0A')
  })

  it.each([
    ['plus', 'text=free+text%2B'],
    ['percent', 'text=free%20text%2B'],
  ] as const)('sends a space in an answer as the quirk at-spaces has it: %s', async (value, text) => {
    const quirks = resolveNetworkQuirks({ 'at-spaces': value })
    const it = await rig({ app: () => 'CON Next', config: { quirks } })
    await it.network.dial(ama, code)
    await it.network.reply(ama, 'free text+')
    expect(String(it.requests.at(-1)?.body)).toContain(`&${text}&`)
  })

  it('echoes the hop label of the last answer, and only of the last', async () => {
    const labels: Record<string, string> = { '': 'menu', '1': '', '1*2': 'x' }
    const it = await rig({
      app: (text) => ({ body: 'CON Next', headers: { 'at-ussd-hop-metadata': labels[text] ?? '' } }),
    })
    await it.network.dial(ama, code)
    for (const answer of ['1', '2', '3']) await it.network.reply(ama, answer)
    expect(it.requests.map(({ headers }) => headers['at-ussd-hop-metadata'])).toEqual([
      undefined,
      'menu',
      undefined,
      'x',
    ])
  })
})

describe('the answer', () => {
  it.each([
    ['CON Menu', 'open', 'Menu'],
    ['CON ', 'open', ''],
    ['CON \n\t\tWelcome', 'open', '\n\t\tWelcome'],
    ['CON\n\tWelcome', 'open', '\tWelcome'],
    ['END Bye\n', 'ended', 'Bye\n'],
  ])('%j is a screen', async (body, status, text) => {
    expect(await dialWith(() => body)).toMatchObject({ status, text, error: null })
  })

  it.each(['', ' CON x', '\nEND x', '\ufeffCON x', 'con x', 'CONtinue', 'CON', 'END', '"CON x"', '{"a":1}'])(
    '%j fails the session',
    async (body) => {
      expect(await dialWith(() => body)).toMatchObject(failed('Response should start with a CON or an END'))
    },
  )

  it.each([
    [415, 'Received unexpected response code: 415 Unsupported Media Type'],
    [530, 'Received unexpected response code: 530 <none>'],
    [201, 'Received unexpected response code: 201 Created'],
    [500, 'Received unexpected response code: 500 Internal Server Error'],
  ])('of status %i fails the session', async (status, error) => {
    expect(await dialWith(() => ({ status, body: 'CON Menu' }))).toMatchObject(failed(error))
  })

  it('that redirects is not followed', async () => {
    const it = await rig()
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(String(request.url))
      response.writeHead(302, { Location: '/elsewhere' }).end('CON Menu')
    })
    await pointAt(it, `http://127.0.0.1:${await portOf(server)}/`)
    expect(await it.network.dial(ama, code)).toMatchObject(
      failed('Received unexpected response code: 302 Found'),
    )
    expect(asked).toEqual(['/'])
  })

  it('that is too large, from a socket or from this process, fails the session', async () => {
    const it = await rig({ app: () => `CON ${'x'.repeat(20_000)}` })
    expect(await it.network.dial(ama, code)).toMatchObject(
      failed('The app answered with more than 16384 bytes.'),
    )
    const server = createServer((_, response) => response.end(`CON ${'x'.repeat(20_000)}`))
    const port = await portOf(server)
    await pointAt(it, `http://127.0.0.1:${port}/`)
    expect(await it.network.dial(ama, code)).toMatchObject(
      failed(`127.0.0.1:${port} answered with more than 16384 bytes.`),
    )
  })

  it('that does not come in time, from a socket or from this process, fails the session', async () => {
    const it = await rig({ app: () => new Promise(() => {}), config: { answerTimeoutMs: 30 } })
    expect(await it.network.dial(ama, code)).toMatchObject(failed('app.test did not answer within 0.03 s.'))
    const server = createServer(() => {})
    const port = await portOf(server)
    closing.push(() => server.closeAllConnections())
    await pointAt(it, `http://127.0.0.1:${port}/`)
    expect(await it.network.dial(ama, code)).toMatchObject(
      failed(`127.0.0.1:${port} did not answer within 0.03 s.`),
    )
  })

  it('of an app that is unreachable or forbidden says why', async () => {
    const it = await rig()
    const server = createServer()
    const port = await portOf(server)
    await new Promise((closed) => server.close(closed))
    await pointAt(it, `http://127.0.0.1:${port}/`)
    expect((await it.network.dial(ama, code)).error).toMatch(/cannot be reached: .*ECONNREFUSED/)
    await pointAt(it, 'http://app.test/_sim/world')
    expect((await it.network.dial(ama, code)).error).toMatch(/does not call .*control route/)
    await pointAt(it, callbackUrl)
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'open' })
  })
})

describe('warnings', () => {
  const codes = (warnings: Screen['warnings']) => {
    for (const { message, messageIn } of warnings) expectTold(message, messageIn?.fr)
    return warnings.map(({ code }) => code)
  }
  const warned = async (answer: Awaited<ReturnType<App>>) => codes((await dialWith(() => answer)).warnings)

  it('are none for a plain screen of 160 characters, in GSM accents too', async () => {
    expect(await warned(`CON ${'x'.repeat(160)}`)).toEqual([])
    expect(await warned(`END ${'é'.repeat(160)}`)).toEqual([])
  })

  it('name the content type, the length and the characters', async () => {
    expect(await warned({ body: 'CON x', headers: { 'content-type': 'text/html' } })).toEqual([
      'content-type',
    ])
    expect(await warned({ body: 'CON x', headers: { 'content-type': 'Text/Plain;charset=utf-8' } })).toEqual(
      [],
    )
    expect(await warned(`CON ${'x'.repeat(161)}`)).toEqual(['too-long'])
    expect(await warned(`CON ${'€'.repeat(81)}`)).toEqual(['too-long'])
    expect(await warned('CON ça')).toEqual(['not-gsm'])
    expect(await warned(`CON ${'ç'.repeat(81)}`)).toEqual(['not-gsm', 'too-long'])
  })

  it('name a slow answer', () => {
    const response = {
      status: 200,
      reason: 'OK',
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('CON x'),
    }
    const hop = { dialect: sandbox, url: callbackUrl, mask: (text: string) => text }
    expect(readAnswer(response, 5_000, hop).warnings).toEqual([])
    expect(codes(readAnswer(response, 5_001, hop).warnings)).toEqual(['slow'])
  })

  it('name a hop label that is too long or holds a bar, which is ignored', async () => {
    for (const label of ['x'.repeat(100), 'a|b', 'naïve\u2019']) {
      const it = await rig({ app: () => ({ body: 'CON x', headers: { 'at-ussd-hop-metadata': label } }) })
      expect(codes((await it.network.dial(ama, code)).warnings)).toEqual(['hop-label'])
      await it.network.reply(ama, '1')
      expect(it.requests[1]?.headers).not.toHaveProperty('at-ussd-hop-metadata')
    }
  })
})
