import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type OutboundRequest, readTimeline } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { ama, callbackUrl, code, type Telco, telco } from './network.fixture.ts'
import { resolveNetworkQuirks } from './quirks.ts'
import type { NetworkTables } from './tables.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const pin = '739104'
/** Asks for a PIN after the first answer; the PIN stays in every later text. */
const app = (text: string) => {
  const answers = text === '' ? 0 : text.split('*').length
  if (answers === 0) return { body: 'CON Menu', headers: { 'at-ussd-hop-metadata': 'menu' } }
  if (answers === 1) return { body: 'CON PIN?', headers: { 'at-ussd-hop-metadata': 'PIN' } }
  return answers === 2 ? 'CON Receipt?' : 'END Done'
}

async function rig(
  events: {
    status?: number
    file?: string
    eventsUrl?: string | null
    at?: string
    config?: Partial<NetworkConfig>
  } = {},
) {
  const kernel = events.file === undefined ? {} : { file: events.file }
  const it = await telco({ app, kernel, ...(events.config && { config: events.config }) })
  if (events.at !== undefined) await it.kernel.freeze(Date.parse(events.at))
  closing.push(it.close)
  const requests: OutboundRequest[] = []
  it.outbound.mount('events.test', async (request) => {
    requests.push(request)
    return { status: events.status ?? 200, reason: '', headers: {}, body: Buffer.alloc(0) }
  })
  const eventsUrl = events.eventsUrl === undefined ? 'http://events.test/ended' : events.eventsUrl
  await it.kernel.transact((tx) => it.network.putServiceCode(tx, { code, callbackUrl, eventsUrl }))
  return { ...it, requests, forms: () => requests.map(({ body }) => [...new URLSearchParams(String(body))]) }
}

const play = async ({ network }: Telco) => {
  await network.dial(ama, code)
  for (const answer of ['1', pin, '2']) await network.reply(ama, answer)
}
const storedTexts = ({ kernel }: Telco) =>
  kernel.read(async (rx) => {
    const rows = await rx.db<NetworkTables>().selectFrom('ussd_sessions').select('text').execute()
    return rows.map(({ text }) => text)
  })

describe('the end-of-session event', () => {
  it('carries the fields in order, the answers as they were given, and leaves once', async () => {
    const it = await rig()
    await it.network.dial(ama, code)
    await it.kernel.advance(6_000)
    await it.network.reply(ama, '1')
    await it.network.reply(ama, pin)
    const { sessionId } = await it.network.reply(ama, '2')
    await it.kernel.advance(3_600_000)
    expect(it.forms()).toEqual([
      [
        ['durationInMillis', '6000'],
        ['phoneNumber', ama],
        ['errorMessage', ''],
        ['serviceCode', code],
        ['lastAppResponse', 'END Done'],
        ['hopsMetadata', 'menu|PIN'],
        ['hopsCount', '4'],
        ['status', 'Success'],
        ['sessionId', sessionId],
        ['cost', '0.00'],
        ['date', '2026-01-05 09:00:06'],
        ['networkCode', '99999'],
        ['input', `1*${pin}*2`],
      ],
    ])
    expect(it.requests[0]).toMatchObject({
      method: 'POST',
      headers: { 'User-Agent': 'at-ussd-api/1.0', 'Content-Type': 'application/x-www-form-urlencoded' },
    })
  })

  it('says Incomplete of a session hung up or timed out, and Failed with the reason', async () => {
    const it = await rig({ status: 500 })
    await it.network.dial(ama, code)
    await it.network.cancel(ama)
    await it.network.dial(ama, code)
    await it.kernel.advance(30_000)
    it.app.answers = () => 'error code: 1033'
    await it.network.dial(ama, code)
    await it.kernel.advance(3_600_000)
    const forms = it.forms().map((fields) => Object.fromEntries(fields))
    expect(forms.map(({ status, hopsCount, errorMessage }) => [status, hopsCount, errorMessage])).toEqual([
      ['Incomplete', '1', ''],
      ['Incomplete', '1', ''],
      ['Failed', '1', 'Response should start with a CON or an END'],
    ])
    expect(forms.map(({ lastAppResponse }) => lastAppResponse)).toEqual([
      'CON Menu',
      'CON Menu',
      'error code: 1033',
    ])
  })

  it('is byte for byte what the sandbox sent in October 2026', async () => {
    const it = await rig({ at: '2026-10-09T12:17:36.808Z' })
    it.app.answers = () => 'CON OpenUSSD Fediverse\n1. Public timeline\n2. About\n0. Quit'
    await it.kernel.transact((tx) =>
      it.network.putServiceCode(tx, {
        code: '*384*70421#',
        callbackUrl,
        eventsUrl: 'http://events.test/ended',
      }),
    )
    const { sessionId } = await it.network.dial('+254000000001', '*384*70421#')
    await it.kernel.advance(192)
    await it.network.dial('+254000000001', '*384*70421#')
    await it.kernel.settle()
    expect(String(it.requests[0]?.body)).toBe(
      'durationInMillis=192&phoneNumber=%2B254000000001&errorMessage=&serviceCode=%2A384%2A70421%23&lastAppResponse=' +
        'CON+OpenUSSD+Fediverse%0A1.+Public+timeline%0A2.+About%0A0.+Quit&hopsMetadata=&hopsCount=1&status=Incomplete' +
        `&sessionId=${sessionId}&cost=0.00&date=2026-10-09+12%3A17%3A37&networkCode=99999&input=`,
    )
  })

  it('is as the documentation has it where the quirk at-end-event says so', async () => {
    const quirks = resolveNetworkQuirks({ 'at-end-event': 'documented', 'at-spaces': 'percent' })
    const it = await rig({ config: { quirks } })
    await play(it)
    it.app.answers = () => 'oops'
    await it.network.dial(ama, code)
    await it.kernel.settle()
    const [well, failed] = it.requests.map(({ body }) => String(body))
    expect(well).toMatch(/^date=2026-01-05%2009%3A00%3A00&sessionId=ATUid_.*&lastAppResponse=END%20Done$/)
    expect(failed).toMatch(/&errorMessage=Response%20should%20start%20with%20a%20CON%20or%20an%20END$/)
  })

  it('is not sent where the channel has no events URL', async () => {
    const it = await rig({ eventsUrl: null })
    await play(it)
    await it.kernel.settle()
    expect(it.requests).toEqual([])
    expect(await it.kernel.read((rx) => it.kernel.deliveries.list(rx, 'network.ussd-event'))).toEqual([])
  })
})

describe('a PIN', () => {
  it('is on the wire, and hidden in every event', async () => {
    const it = await rig()
    await play(it)
    await it.kernel.settle()
    expect(it.texts()).toEqual(['', '1', `1*${pin}`, `1*${pin}*2`])
    const hops = await it.kernel.read((rx) => readTimeline(rx, { kind: 'ussd.hop' }))
    expect(hops.map(({ data }) => data.text)).toEqual(['', '1', '1*****', '1******2'])
    const events = await it.kernel.read((rx) => readTimeline(rx, {}))
    expect(events.at(-1)).toMatchObject({ kind: 'ussd.session-ended', data: { input: '1******2' } })
    expect(JSON.stringify(events)).not.toContain(pin)
  })

  it('is hidden in events although the app repeats it on its screen', async () => {
    const it = await rig()
    it.app.answers = (text) => ({ body: `CON You said ${text}`, headers: { 'at-ussd-hop-metadata': 'pin' } })
    await it.network.dial(ama, code)
    expect(await it.network.reply(ama, pin)).toMatchObject({ text: `You said ${pin}` })
    await it.network.reply(ama, '1')
    expect(JSON.stringify(await it.kernel.read((rx) => readTimeline(rx, {})))).not.toContain(pin)
  })

  it('dialled in advance is hidden too, also behind an unknown code', async () => {
    const it = await rig({ eventsUrl: null })
    await it.network.dial(ama, `*384*123*1*${pin}#`)
    await it.network.dial(ama, `*555*1*${pin}#`)
    expect(it.texts()).toEqual([`1*${pin}`])
    const events = await it.kernel.read((rx) => readTimeline(rx, { kind: 'ussd.dialled' }))
    expect(events.map(({ data }) => data.code)).toEqual(['*384*123*1*****#', '*555*1*****#'])
    expect(JSON.stringify(await it.kernel.read((rx) => readTimeline(rx, {})))).not.toContain(pin)
  })

  it.each([null, 'http://events.test/ended'])(
    'is forgotten when the session is over (events to %j)',
    async (url) => {
      const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
      closing.push(() => rmSync(folder, { recursive: true, force: true }))
      const file = join(folder, 'data.db')
      const it = await rig({ file, eventsUrl: url })
      await play(it)
      await it.kernel.settle()
      expect(await storedTexts(it)).toEqual(['1******2'])
      await it.close()
      closing.splice(closing.indexOf(it.close), 1)
      expect(readFileSync(file).includes(pin)).toBe(false)
    },
  )

  it('is forgotten although the process that was to send the event died', async () => {
    const it = await rig()
    await play(it)
    // The process died during the delivery, so the subscription did not erase the answers.
    await it.kernel.transact(async (tx) => {
      const session = await tx
        .db<NetworkTables>()
        .selectFrom('ussd_sessions')
        .select('id')
        .executeTakeFirstOrThrow()
      await tx.setDeadline('ussd.erase', session.id, tx.now + 600_000)
      await tx
        .db<NetworkTables>()
        .updateTable('ussd_sessions')
        .set({ text: `1*${pin}*2` })
        .execute()
    })
    await it.kernel.advance(600_000)
    expect(await storedTexts(it)).toEqual(['1******2'])
  })
})
