import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { startSimulator } from '../src/index.ts'

const code = '*384*77#'
const ama = '+46733000001'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Answer = (body: string, response: ServerResponse) => unknown

/** An app of the user's own, which keeps its connections, and the bodies that it read. */
async function app(answer: Answer) {
  const read: string[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      read.push(body)
      answer(body, response)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { read, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const textOf = (body: string) => new URLSearchParams(body).get('text') ?? ''

async function withApp(answer: Answer, data?: string) {
  const { read, url } = await app((body, response) => {
    response.setHeader('Content-Type', 'text/plain')
    answer(textOf(body), response)
  })
  const sim = await startSimulator({ port: 0, ...(data === undefined ? {} : { data }) })
  closing.push(() => sim.close())
  await sim.network.serviceCode(code, url)
  return { sim, texts: () => read.map(textOf), url }
}

describe('an app on a kept connection that reads a hop and drops the connection', () => {
  it('has read it once; the session fails, and the timeline says why', async () => {
    const { sim, texts } = await withApp((text, response) =>
      text === '' ? response.end('CON Menu') : response.socket?.destroy(),
    )
    const phone = sim.phone(ama)
    await phone.dial(code)
    await phone.reply('1')
    expect(phone.screen).toMatchObject({ status: 'failed' })
    expect(texts()).toEqual(['', '1'])
    const error = expect.stringMatching(/closed the connection before its answer was complete/)
    expect(phone.screen?.error).toEqual(error)
    const timeline = await sim.timeline({ kind: 'ussd' })
    expect(timeline.slice(-2)).toMatchObject([
      { kind: 'ussd.hop', data: { status: 'failed', error } },
      { kind: 'ussd.session-ended', data: { status: 'failed', error } },
    ])
  })

  it('and a OnePipe provider has read each OTP once, so that a wrong one counts once', async () => {
    const { read, url } = await app((body, response) => {
      const { request_mode } = JSON.parse(body)
      if (request_mode === 'validate') response.socket?.destroy()
      else
        response.setHeader('Content-Type', 'application/json').end(
          JSON.stringify({
            status: 'WaitingForOTP',
            message: 'An OTP was sent',
            data: { provider_response_code: null, provider: 'Mine', errors: null, error: null },
          }),
        )
    })
    const onepipe = { ...builtInWorld.onepipe, providerUrl: url }
    const sim = await startSimulator({ port: 0, world: { ...builtInWorld, onepipe } as typeof builtInWorld })
    closing.push(() => sim.close())
    const request = await sim.onepipeApp().getBalance({ source: '6200000766' })
    expect(request.status).toBe('WaitingForOTP')
    await request.validate('000000')
    expect(request.error?.message).toContain('the answer is lost')
    expect(read.map((body) => JSON.parse(body).request_mode)).toEqual(['transact', 'validate'])
  })
})

describe('a simulator that stops during a hop', () => {
  it('sends it no second time, now or after its next start, and the session has failed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    closing.push(() => rmSync(folder, { recursive: true }))
    const data = join(folder, 'payersim.db')
    const { sim, texts } = await withApp((text, response) => text === '' && response.end('CON Menu'), data)
    const phone = sim.phone(ama)
    await phone.dial(code)
    const hanging = phone.reply('1').catch(() => {})
    await expect.poll(texts).toEqual(['', '1'])
    await sim.close()
    await hanging
    const again = await startSimulator({ data, port: 0 })
    closing.push(() => again.close())
    await again.settle()
    const { screen } = await again.phone(ama).look()
    expect(screen).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(
        /^payersim was stopped before 127\.0\.0\.1:\d+ answered: the answer is lost\.$/,
      ),
    })
    expect(await again.timeline({ kind: 'ussd.session-ended' })).toMatchObject([
      { data: { status: 'failed' } },
    ])
    expect(texts()).toEqual(['', '1'])
  })
})
