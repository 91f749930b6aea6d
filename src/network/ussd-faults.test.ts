import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { expectTold } from '../../test/told.fixture.ts'
import { ConflictError, type FaultPlanInput, readTimeline } from '../kernel/index.ts'
import { type App, ama, callbackUrl, code, type Telco, telco } from './network.fixture.ts'
import type { NetworkTables } from './tables.ts'

const opened: Telco[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
const menu = (text: string) => (text === '' ? 'CON Menu' : text === '1' ? 'CON Sure?' : 'END Done')

async function rig(
  plan: Partial<FaultPlanInput> & { do: string },
  options: Parameters<typeof telco>[0] = {},
) {
  const made = await telco({ app: menu, ...options })
  opened.push(made)
  await made.kernel.transact((tx) => made.kernel.faults.replace(tx, [{ point: 'ussd-hop', ...plan }]))
  return made
}
const shown = async ({ kernel, network }: Telco) => (await kernel.read((rx) => network.phone(rx, ama))).screen
const timeline = <Kind extends string>({ kernel }: Telco, kind: Kind) =>
  kernel.read((rx) => readTimeline(rx, { kind }))
const broken = 'Network experiencing technical problems. Please try again later.'

describe('a fault on a hop', () => {
  it('app-time-out fails the session without the app', async () => {
    const it = await rig({ do: 'app-time-out', when: { hop: 2 } })
    await it.network.dial(ama, code)
    expect(await it.network.reply(ama, '1')).toMatchObject({
      status: 'failed',
      text: broken,
      hops: 2,
      error: 'app.test did not answer within 10 s.',
      errorIn: { fr: 'app.test n’a pas répondu en 10 s.' },
    })
    expect(it.texts()).toEqual([''])
    expect((await timeline(it, 'fault')).map(({ phone, data }) => [phone, data])).toEqual([
      [ama, { plan: 'fault-1', point: 'ussd-hop', do: 'app-time-out', code, host: 'app.test', hop: 2 }],
    ])
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'open' })
  })

  it('dropped-answer fails the session although the app has acted', async () => {
    const it = await rig({ do: 'dropped-answer', when: { first: 1 } })
    expect(await it.network.dial(ama, code)).toMatchObject({
      status: 'failed',
      error: 'app.test did not answer within 10 s.',
    })
    expect(it.texts()).toEqual([''])
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'open', text: 'Menu' })
  })

  it('duplicated-hop asks twice for the same answer, and warns where the two differ', async () => {
    const it = await rig({ do: 'duplicated-hop', when: { hop: 2 } })
    await it.network.dial(ama, code)
    expect(await it.network.reply(ama, '1')).toMatchObject({ text: 'Sure?', hops: 2, warnings: [] })
    expect(it.texts()).toEqual(['', '1', '1'])
    expect(it.requests[1]).toEqual(it.requests[2])
    expect((await timeline(it, 'ussd.hop')).map(({ data }) => data.asked)).toEqual([undefined, 2])
    expect(await it.network.reply(ama, '2')).toMatchObject({ status: 'ended' })
    let counter = 0
    it.app.answers = () => `CON ${++counter}`
    await it.network.dial(ama, code)
    const screen = await it.network.reply(ama, '1')
    expect(screen).toMatchObject({
      text: '3',
      warnings: [{ code: 'answers-differ', message: expect.stringContaining('"CON 2"') }],
    })
    expectTold(screen.warnings[0]?.message, screen.warnings[0]?.messageIn?.fr)
  })

  it('dropped-session ends on the old screen, after the app has heard the answer', async () => {
    const it = await rig({ do: 'dropped-session', when: { hop: 2 } })
    const bodies: string[] = []
    it.outbound.mount('events.test', async ({ body }) => {
      bodies.push(String(body))
      return { status: 200, reason: '', headers: {}, body: Buffer.alloc(0) }
    })
    const eventsUrl = 'http://events.test/'
    await it.kernel.transact((tx) => it.network.putServiceCode(tx, { code, callbackUrl, eventsUrl }))
    await it.network.dial(ama, code)
    expect(await it.network.reply(ama, '1')).toMatchObject({
      status: 'cancelled',
      text: 'Menu',
      hops: 2,
      error: 'The network dropped the session.',
    })
    expect(it.texts()).toEqual(['', '1'])
    await expect(it.network.reply(ama, '1')).rejects.toThrow(ConflictError)
    await it.kernel.settle()
    const fields = Object.fromEntries(new URLSearchParams(bodies[0]))
    expect(fields).toMatchObject({
      status: 'Incomplete',
      hopsCount: '2',
      lastAppResponse: 'CON Sure?',
      input: '1',
    })
    expect(fields.errorMessage).toBe('')
  })

  it('reaches only the phone, the code and the host that it names', async () => {
    for (const match of [{ phone: '+46733000002' }, { serviceCode: '*1#' }, { host: 'other.test' }]) {
      const it = await rig({ do: 'app-time-out', match })
      expect(await it.network.dial(ama, code)).toMatchObject({ status: 'open' })
    }
    const it = await rig({ do: 'app-time-out', match: { phone: ama, serviceCode: code, host: 'app.test' } })
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'failed' })
  })

  it('reaches a session that the network opens', async () => {
    const it = await rig({ do: 'app-time-out' })
    const push = { msisdn: ama, serviceCode: code, sessionId: it.network.newSessionId() }
    expect(await it.network.push(push)).toMatchObject({ outcome: 'failed' })
  })
})

describe('a late answer', () => {
  const late = (delay: string, hop = 2) => ({ do: 'late-answer', when: { hop }, args: { delay } })

  it('is held until the clock has moved so far', async () => {
    const it = await rig(late('PT6S'))
    await it.network.dial(ama, code)
    const waiting = await it.network.reply(ama, '1')
    expect(waiting).toMatchObject({
      status: 'open',
      text: 'Menu',
      hops: 1,
      warnings: [{ code: 'waiting', message: expect.stringContaining('2026-01-05T09:00:06.000Z') }],
    })
    expectTold(waiting.warnings[0]?.message, waiting.warnings[0]?.messageIn?.fr)
    await expect(it.network.reply(ama, '1')).rejects.toThrow(/late and on its way/)
    await it.kernel.advance(5_999)
    expect(await shown(it)).toMatchObject({ text: 'Menu' })
    await it.kernel.advance(1)
    expect(await shown(it)).toMatchObject({
      status: 'open',
      text: 'Sure?',
      hops: 2,
      warnings: [{ code: 'slow', message: expect.stringContaining('6.0 s') }],
    })
    expect(await it.network.reply(ama, '2')).toMatchObject({ status: 'ended' })
    expect(it.texts()).toEqual(['', '1', '1*2'])
  })

  it('to a dial shows nothing before it comes', async () => {
    const it = await rig(late('PT2S', 1))
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'open', text: '', hops: 0 })
    expect(await shown(it)).toBeNull()
    await expect(it.network.reply(ama, '1')).rejects.toThrow(/on its way/)
    await it.kernel.advance(2_000)
    expect(await shown(it)).toMatchObject({ text: 'Menu', hops: 1 })
  })

  it('that is later than the app may be fails the session at that time', async () => {
    const it = await rig(late('PT1M'))
    await it.network.dial(ama, code)
    await it.network.reply(ama, '1')
    await it.kernel.advance(9_999)
    expect(await shown(it)).toMatchObject({ status: 'open', text: 'Menu' })
    await it.kernel.advance(1)
    expect(await shown(it)).toMatchObject({
      status: 'failed',
      text: broken,
      hops: 2,
      error: 'app.test did not answer within 10 s.',
    })
  })

  it('comes to nothing where the session is out of time before, or is hung up', async () => {
    const it = await rig(late('PT6S'), { config: { sessionSeconds: 3 } })
    await it.network.dial(ama, code)
    await it.network.reply(ama, '1')
    await it.kernel.advance(60_000)
    expect(await shown(it)).toMatchObject({ status: 'timed-out', text: 'Menu', hops: 1, warnings: [] })
    await it.network.dial(ama, code)
    await it.network.reply(ama, '1')
    expect(await it.network.cancel(ama)).toMatchObject({ status: 'cancelled', text: 'Menu' })
    await it.kernel.advance(60_000)
    expect(await shown(it)).toMatchObject({ status: 'cancelled', text: 'Menu' })
    expect((await timeline(it, 'ussd.session-ended')).map(({ data }) => data.input)).toEqual(['1', '1'])
  })

  it('on a running clock is waited for, and others use the handset meanwhile', async () => {
    const it = await rig(late('PT5S'))
    await it.network.dial(ama, code)
    await it.kernel.run()
    const reply = it.network.reply(ama, '1')
    await it.kernel.waitFor(async (rx) => {
      const { screen } = await it.network.phone(rx, ama)
      return screen?.warnings.some(({ code: kind }) => kind === 'waiting') || undefined
    }, 2_000)
    await it.kernel.advance(5_000)
    expect(await reply).toMatchObject({ status: 'open', text: 'Sure?', hops: 2 })
  })

  it('survives a restart, and keeps no PIN behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    const app: App = (text) => ({
      body: text === '' ? 'CON PIN?' : 'END Paid',
      headers: { 'at-ussd-hop-metadata': 'pin' },
    })
    const options = { app, kernel: { file: join(folder, 'data.db') } }
    const rows = ({ kernel }: Telco) =>
      kernel.read((rx) => rx.db<NetworkTables>().selectFrom('ussd_sessions').selectAll().execute())
    const before = await rig(late('PT6S'), options)
    await before.network.dial(ama, code)
    await before.network.reply(ama, '739104')
    expect((await rows(before))[0]).toMatchObject({ status: 'open', text: '739104', masked_text: '****' })
    await opened.pop()?.close()
    const after = await telco(options)
    opened.push(after)
    await after.kernel.advance(6_000)
    expect(await shown(after)).toMatchObject({ status: 'ended', text: 'Paid', hops: 2 })
    expect(after.requests).toEqual([])
    expect(JSON.stringify([await rows(after), await timeline(after, 'ussd')])).not.toContain('739104')
    await opened.pop()?.close()
    rmSync(folder, { recursive: true, force: true })
  })
})
