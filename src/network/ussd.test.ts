import { afterEach, describe, expect, it } from 'vitest'
import { ConflictError, frozenStart, InputError, readTimeline } from '../kernel/index.ts'
import { ama, code, type Telco, telco } from './network.fixture.ts'
import type { NetworkTables } from './tables.ts'

const opened: Telco[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
const rig = async (options: Parameters<typeof telco>[0] = {}) => {
  const made = await telco(options)
  opened.push(made)
  return made
}
const view = ({ kernel, network }: Telco, msisdn = ama) => kernel.read((rx) => network.phone(rx, msisdn))
const timeline = <Kind extends string = 'ussd'>({ kernel }: Telco, kind = 'ussd' as Kind) =>
  kernel.read((rx) => readTimeline(rx, { kind }))
const menu = (text: string) => (text === '' ? 'CON Menu' : text === '1' ? 'CON Sure?' : 'END Done')

describe('a USSD session', () => {
  it('goes from dialling to its end, its answers joined by stars', async () => {
    const it = await rig({ app: menu })
    const first = await it.network.dial(ama, code)
    expect(first).toEqual({
      sessionId: expect.stringMatching(/^ATUid_[0-9a-f]{32}$/),
      status: 'open',
      text: 'Menu',
      options: [],
      hops: 1,
      error: null,
      warnings: [],
    })
    expect(await it.network.reply(ama, '1')).toMatchObject({ status: 'open', text: 'Sure?', hops: 2 })
    expect(await it.network.reply(ama, '2')).toMatchObject({ status: 'ended', text: 'Done', hops: 3 })
    expect(it.texts()).toEqual(['', '1', '1*2'])
    expect((await view(it)).screen).toMatchObject({ sessionId: first.sessionId, status: 'ended' })
    await expect(it.network.reply(ama, '3')).rejects.toThrow(/Dial first/)
    expect(
      (await timeline(it)).map(({ kind, data }) => [
        kind,
        'status' in data ? data.status : 'code' in data && data.code,
      ]),
    ).toEqual([
      ['ussd.dialled', code],
      ['ussd.hop', 'open'],
      ['ussd.hop', 'open'],
      ['ussd.hop', 'ended'],
      ['ussd.session-ended', 'ended'],
    ])
  })

  it('takes an empty answer as an empty segment, the first one too', async () => {
    const it = await rig()
    await it.network.dial(ama, code)
    for (const answer of ['1', '', '2']) await it.network.reply(ama, answer)
    await it.network.dial(ama, code)
    for (const answer of ['', '1']) await it.network.reply(ama, answer)
    expect(it.texts()).toEqual(['', '1', '1*', '1**2', '', '', '*1'])
  })

  it('is hung up by the next dial', async () => {
    const it = await rig()
    const first = await it.network.dial(ama, code)
    await it.network.dial(ama, code)
    const ended = await timeline(it, 'ussd.session-ended')
    expect(ended.map(({ data }) => [data.sessionId, data.status])).toEqual([[first.sessionId, 'cancelled']])
  })

  it('is cancelled with its screen kept; hanging up again changes nothing', async () => {
    const it = await rig({ app: menu })
    await expect(it.network.cancel(ama)).rejects.toThrow(ConflictError)
    await it.network.dial(ama, code)
    expect(await it.network.cancel(ama)).toMatchObject({ status: 'cancelled', text: 'Menu', hops: 1 })
    expect(await it.network.cancel(ama)).toMatchObject({ status: 'cancelled' })
    expect(await timeline(it, 'ussd.session-ended')).toHaveLength(1)
  })

  it('that is hung up while its app thinks refuses the late answer', async () => {
    let answer = (_: string) => {}
    const it = await rig({
      app: (text) =>
        text === ''
          ? 'CON Menu'
          : new Promise((done) => {
              answer = done
            }),
    })
    await it.network.dial(ama, code)
    const reply = it.network.reply(ama, '1').catch((error) => error)
    while (it.requests.length < 2) await new Promise((turn) => setImmediate(turn))
    expect(await it.network.cancel(ama)).toMatchObject({ status: 'cancelled', text: 'Menu', hops: 1 })
    answer('END Done')
    expect(await reply).toBeInstanceOf(ConflictError)
    expect((await view(it)).screen).toMatchObject({ status: 'cancelled', text: 'Menu' })
  })

  it('shows nothing while its first answer is under way', async () => {
    let answer = (_: string) => {}
    const it = await rig({
      app: () =>
        new Promise((done) => {
          answer = done
        }),
    })
    const dialling = it.network.dial(ama, code)
    while (it.requests.length < 1) await new Promise((turn) => setImmediate(turn))
    expect((await view(it)).screen).toBeNull()
    answer('CON Menu')
    expect(await dialling).toMatchObject({ text: 'Menu' })
  })

  it('takes two answers at the same instant one after the other', async () => {
    const it = await rig()
    await it.network.dial(ama, code)
    await Promise.all([it.network.reply(ama, '1'), it.network.reply(ama, '2')])
    expect(it.texts()).toEqual(['', '1', '1*2'])
  })

  it('refuses an answer that another process was quicker with', async () => {
    const it = await rig({ app: (text) => (text === '' ? 'CON Menu' : 'CON Next') })
    await it.network.dial(ama, code)
    const elsewhere = it.kernel
    it.app.answers = async () => {
      await elsewhere.transact((tx) =>
        tx.db<NetworkTables>().updateTable('ussd_sessions').set({ hops: 2 }).execute(),
      )
      return 'CON Next'
    }
    await expect(it.network.reply(ama, '1')).rejects.toThrow(ConflictError)
  })

  it('goes on at its old screen after a crash between asking and recording', async () => {
    const it = await rig({ app: menu })
    await it.network.dial(ama, code)
    const { transact } = it.kernel
    let units = 0
    it.kernel.transact = (work) =>
      ++units === 2 ? Promise.reject(new Error('killed')) : (transact.call(it.kernel, work as never) as never)
    await expect(it.network.reply(ama, '1')).rejects.toThrow('killed')
    it.kernel.transact = transact
    expect((await view(it)).screen).toMatchObject({ status: 'open', text: 'Menu', hops: 1 })
    expect(await it.network.reply(ama, '1')).toMatchObject({ text: 'Sure?', hops: 2 })
    expect(it.texts()).toEqual(['', '1', '1'])
  })
})

describe('a dialled string', () => {
  it('finds the longest code and carries the rest as the first text', async () => {
    const it = await rig()
    await it.kernel.transact((tx) =>
      it.network.putServiceCode(tx, { code: '*384#', callbackUrl: 'http://other.test/', eventsUrl: null }),
    )
    await it.network.dial(ama, '*384*123*1*2#')
    await it.network.reply(ama, '3')
    expect(it.texts()).toEqual(['1*2', '1*2*3'])
    expect(it.requests.map(({ body }) => String(body).includes('serviceCode=%2A384%2A123%23'))).toEqual([
      true,
      true,
    ])
  })

  it('loses its pre-filled answers where the world says so', async () => {
    const it = await rig({ config: { preFilledDial: 'empty' } })
    await it.network.dial(ama, '*384*123*1*2#')
    await it.network.reply(ama, '3')
    expect(it.texts()).toEqual(['', '3'])
  })

  it.each(['165', '*165', '165#', '*#', '*16a#', '#165#', '', '*165#1', '*1\u0661#'])(
    'is refused as %j',
    async (typed) => {
      const it = await rig()
      await expect(it.network.dial(ama, typed)).rejects.toThrow(InputError)
    },
  )

  it('of an unknown code, or one without an app, shows the landing text and opens nothing', async () => {
    const it = await rig()
    await it.kernel.transact((tx) =>
      it.network.putServiceCode(tx, { code: '*7#', callbackUrl: '', eventsUrl: null }),
    )
    for (const typed of ['*999#', '*7#', '*384#']) {
      expect(await it.network.dial(ama, typed)).toEqual({
        sessionId: null,
        status: 'ended',
        text: "You have reached Africa's Talking USSD Services...",
        options: [],
        hops: 0,
        error: null,
        warnings: [],
      })
    }
    expect((await view(it)).screen).toMatchObject({ sessionId: null, status: 'ended' })
    expect(it.requests).toHaveLength(0)
    const rows = await it.kernel.read((rx) =>
      rx.db<NetworkTables>().selectFrom('ussd_sessions').selectAll().execute(),
    )
    expect(rows).toEqual([])
  })
})

describe('time', () => {
  it('runs out 30 s after a screen that nobody answers', async () => {
    const it = await rig({ app: menu })
    await it.network.dial(ama, code)
    await it.kernel.advance(20_000)
    await it.network.reply(ama, '1')
    await it.kernel.advance(29_999)
    const endsAt = new Date(frozenStart + 50_000).toISOString()
    expect(await view(it)).toMatchObject({ screen: { status: 'open' }, endsAt })
    await it.kernel.advance(1)
    expect((await view(it)).screen).toMatchObject({ status: 'timed-out', text: 'Sure?', hops: 2 })
    expect(await view(it)).not.toHaveProperty('endsAt')
    await expect(it.network.reply(ama, '2')).rejects.toThrow(ConflictError)
    const [ended] = await timeline(it, 'ussd.session-ended')
    expect(ended).toMatchObject({
      at: frozenStart + 50_000,
      data: { status: 'timed-out', durationMs: 50_000 },
    })
  })

  it('runs out after 180 s however busy the session is', async () => {
    const it = await rig()
    await it.network.dial(ama, code)
    for (let turn = 0; turn < 8; turn++) {
      await it.kernel.advance(20_000)
      await it.network.reply(ama, '1')
    }
    expect(await view(it)).toMatchObject({ endsAt: new Date(frozenStart + 180_000).toISOString() })
    await it.kernel.advance(20_000)
    expect((await view(it)).screen).toMatchObject({ status: 'timed-out', hops: 9 })
  })

  it('is checked by the answer itself, whatever the scheduler has done', async () => {
    const it = await rig()
    await it.network.dial(ama, code)
    await it.kernel.transact((tx) =>
      tx.db<NetworkTables>().updateTable('ussd_sessions').set({ idle_due: frozenStart }).execute(),
    )
    expect((await view(it)).screen).toMatchObject({ status: 'timed-out' })
    await expect(it.network.reply(ama, '1')).rejects.toThrow(/timed out/)
    expect(it.requests).toHaveLength(1)
    const ended = await timeline(it, 'ussd.session-ended')
    expect(ended.map(({ data }) => data.status)).toEqual(['timed-out'])
  })
})

describe('a network-initiated session', () => {
  const push = ({ network }: Telco, sessionId: string, msisdn = ama) =>
    network.push({ msisdn, serviceCode: code, sessionId })

  it('opens under the id that the app knows, and the same id again opens nothing', async () => {
    const it = await rig({ app: menu })
    const sessionId = it.network.newSessionId()
    expect(await push(it, sessionId)).toMatchObject({
      outcome: 'opened',
      screen: { sessionId, text: 'Menu', hops: 1 },
    })
    expect(await push(it, sessionId)).toMatchObject({ outcome: 'opened', screen: { hops: 1 } })
    expect(it.texts()).toEqual([''])
    expect(await it.network.reply(ama, '1')).toMatchObject({ sessionId, text: 'Sure?' })
    expect((await timeline(it)).map(({ kind }) => kind)).toEqual(['ussd.pushed', 'ussd.hop', 'ussd.hop'])
  })

  it('goes on where a crash has left it before its first answer', async () => {
    const it = await rig({ app: menu })
    const { transact } = it.kernel
    let units = 0
    it.kernel.transact = (work) =>
      ++units === 2 ? Promise.reject(new Error('killed')) : (transact.call(it.kernel, work as never) as never)
    const sessionId = it.network.newSessionId()
    await expect(push(it, sessionId)).rejects.toThrow('killed')
    it.kernel.transact = transact
    expect(await push(it, sessionId)).toMatchObject({ outcome: 'opened', screen: { text: 'Menu', hops: 1 } })
  })

  it('has failed where it ended before its first screen came', async () => {
    const it = await rig({ app: menu })
    const { transact } = it.kernel
    let units = 0
    it.kernel.transact = (work) =>
      ++units === 2 ? Promise.reject(new Error('killed')) : (transact.call(it.kernel, work as never) as never)
    const sessionId = it.network.newSessionId()
    await expect(push(it, sessionId)).rejects.toThrow('killed')
    it.kernel.transact = transact
    await it.kernel.advance(180_000)
    expect(await push(it, sessionId)).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('first screen'),
    })
  })

  it('does not open on a handset that is busy or off, or where there is no handset or code', async () => {
    const it = await rig({ config: { openPhones: false } })
    await it.kernel.transact((tx) => it.network.addHandset(tx, { msisdn: ama, name: 'Ama' }))
    await it.network.dial(ama, code)
    expect(await push(it, it.network.newSessionId())).toEqual({ outcome: 'busy' })
    await it.kernel.advance(30_000)
    expect(await push(it, it.network.newSessionId())).toMatchObject({ outcome: 'opened' })
    await it.network.setOnline(ama, false)
    expect(await push(it, it.network.newSessionId())).toEqual({ outcome: 'off' })
    expect(await push(it, it.network.newSessionId(), '+46733999999')).toMatchObject({ outcome: 'unknown' })
    await it.network.setOnline(ama, true)
    const unknown = await it.network.push({
      msisdn: ama,
      serviceCode: '*1#',
      sessionId: it.network.newSessionId(),
    })
    expect(unknown).toMatchObject({ outcome: 'unknown', error: expect.stringContaining('*1#') })
  })

  it('says so where the app fails, also when asked again', async () => {
    const it = await rig({ app: () => 'nonsense' })
    const sessionId = it.network.newSessionId()
    const failed = { outcome: 'failed', error: 'Response should start with a CON or an END' }
    expect(await push(it, sessionId)).toEqual(failed)
    expect(await push(it, sessionId)).toEqual(failed)
    expect(it.requests).toHaveLength(1)
  })
})
