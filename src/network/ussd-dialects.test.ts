import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { InputError, readTimeline } from '../kernel/index.ts'
import { measure } from '../terms/index.ts'
import { checkConfig } from './config.ts'
import { type Dialect, dialectOf, dialects } from './dialect.ts'
import { ama, callbackUrl, code, config, type Telco, telco } from './network.fixture.ts'
import { shownPages, turnedTo } from './ussd-pages.ts'

const opened: Telco[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
const safaricom = '63902'
const airtel = '63903'
const mtnGhana = '62001'
const mtnUganda = '64110'

async function rig(network: string | null, options: Parameters<typeof telco>[0] = {}) {
  const made = await telco(options)
  opened.push(made)
  if (network !== null) await made.network.setNetwork(ama, network)
  return made
}
const view = ({ kernel, network }: Telco) => kernel.read((rx) => network.phone(rx, ama))
const fieldOf = (body: unknown, name: string) => new URLSearchParams(String(body)).get(name)
const lines = (count: number) => Array.from({ length: count }, (_, at) => `${at + 1}. Some item`).join('\n')

describe('the network of a handset', () => {
  it('is the sandbox unless somebody says otherwise, and is what apps are told', async () => {
    const it = await rig(null)
    expect((await view(it)).network).toBe('99999')
    await it.network.dial(ama, code)
    expect(await it.network.setNetwork(ama, mtnGhana)).toMatchObject({ msisdn: ama, network: mtnGhana })
    await it.network.reply(ama, '1')
    await it.network.dial(ama, code)
    await it.network.setNetwork(ama, null)
    await it.network.dial(ama, code)
    expect(it.requests.map(({ body }) => fieldOf(body, 'networkCode'))).toEqual([
      '99999',
      '99999',
      mtnGhana,
      '99999',
    ])
    const moves = await it.kernel.read((rx) => readTimeline(rx, { kind: 'handset.network-changed' }))
    expect(moves.map(({ data }) => data.network)).toEqual([mtnGhana, null])
  })

  it('comes from the world file, and any five digits do', async () => {
    const it = await rig(null)
    await it.kernel.transact((tx) =>
      it.network.addHandset(tx, { msisdn: ama, name: 'Ama', network: '65510' }),
    )
    expect(await view(it)).toMatchObject({ name: 'Ama', network: '65510' })
    await it.network.dial(ama, code)
    expect(fieldOf(it.requests[0]?.body, 'networkCode')).toBe('65510')
    for (const network of ['MTN', '6200', '620011', '']) {
      await expect(it.network.setNetwork(ama, network)).rejects.toThrow(InputError)
    }
    await expect(it.network.setNetwork(ama, 'MTN')).rejects.toThrow(/Known are .*62001 \(MTN Ghana\)/)
  })

  it('takes the settings of the world where it is the world’s own, and may be told otherwise by code', () => {
    const world = {
      ...config,
      networkCode: safaricom,
      idleSeconds: 7,
      dialects: { [airtel]: { idleSeconds: 8 } },
    }
    expect(dialectOf(world, safaricom)).toMatchObject({ idleSeconds: 7, inputCharacters: 80 })
    expect(dialectOf(world, airtel)).toMatchObject({ idleSeconds: 8, inputCharacters: 90 })
    expect(dialectOf({ ...config, idleSeconds: undefined }, '99999').idleSeconds).toBe(30)
    expect(dialectOf(world, '12345')).toMatchObject({ networkCode: '12345', longScreens: 'whole' })
  })
})

describe('settings of dialects', () => {
  it.each([
    [{ '1234': {} }, /"1234" is not five digits/],
    [{ '62001': { screenSeptets: 5 } }, /dialects\.62001\.screenSeptets: /],
    [{ '62001': { longScreens: 'folded' } }, /dialects\.62001\.longScreens: /],
    [{ '62001': { idleSecond: 5 } }, /dialects\.62001: .*idleSecond/],
  ])('as %j are refused and named', (wrong, message) => {
    const dialects = wrong as NonNullable<typeof config.dialects>
    expect(() => checkConfig({ ...config, dialects })).toThrow(InputError)
    expect(() => checkConfig({ ...config, dialects })).toThrow(message)
  })
})

describe('a dialect', () => {
  it.each([
    [null, 30],
    [safaricom, 30],
    [airtel, 60],
  ])('of %j waits %i s for an answer', async (network, seconds) => {
    const it = await rig(network)
    await it.network.dial(ama, code)
    await it.kernel.advance(seconds * 1000 - 1)
    expect((await view(it)).screen?.status).toBe('open')
    await it.kernel.advance(1)
    expect((await view(it)).screen?.status).toBe('timed-out')
  })

  it.each([
    [null, ['1*2']],
    [safaricom, ['1*2', '1*2']],
    [airtel, ['1*2']],
    [mtnGhana, ['']],
    [mtnUganda, ['']],
  ])('of %j begins a session dialled in advance with %j', async (network, texts) => {
    const it = await rig(network)
    expect(await it.network.dial(ama, '*384*123*1*2#')).toMatchObject({ hops: 1, warnings: [] })
    expect(it.texts()).toEqual(texts)
    await it.network.reply(ama, '3')
    expect(it.texts().slice(texts.length)).toHaveLength(1)
  })

  it.each([
    [null, 182],
    [safaricom, 80],
    [airtel, 90],
    [mtnGhana, 160],
  ])('of %j takes answers of up to %i characters', async (network, limit) => {
    const it = await rig(network)
    await it.network.dial(ama, code)
    await expect(it.network.reply(ama, 'x'.repeat(limit + 1))).rejects.toThrow(InputError)
    expect(it.requests.slice(1)).toEqual(
      it.requests.slice(1).filter(({ body }) => fieldOf(body, 'text') === ''),
    )
    expect(await it.network.reply(ama, 'x'.repeat(limit))).toMatchObject({ status: 'open', hops: 2 })
  })

  it('that tells no end of a session sends no event, and another’s cost is in it', async () => {
    const costs: string[] = []
    for (const dialect of [{ endEvent: false }, { sessionCost: '1.00' }]) {
      const it = await rig(mtnGhana, { config: { dialects: { [mtnGhana]: dialect } }, app: () => 'END Bye' })
      it.outbound.mount('events.test', async ({ body }) => {
        costs.push(String(fieldOf(body, 'cost')))
        return { status: 200, reason: '', headers: {}, body: Buffer.alloc(0) }
      })
      const service = { code, callbackUrl, eventsUrl: 'http://events.test/' }
      await it.kernel.transact((tx) => it.network.putServiceCode(tx, service))
      await it.network.dial(ama, code)
      await it.kernel.settle()
    }
    expect(costs).toEqual(['1.00'])
  })

  it.each([
    [null, 161],
    [safaricom, 161],
    [airtel, 185],
    [mtnUganda, 161],
  ])('of %j warns of a screen of %i septets and of none shorter', async (network, septets) => {
    const it = await rig(network, { app: () => `CON ${'x'.repeat(septets)}` })
    expect((await it.network.dial(ama, code)).warnings).toMatchObject([{ code: 'too-long' }])
    it.app.answers = () => `CON ${'x'.repeat(septets - 1)}`
    expect((await it.network.dial(ama, code)).warnings).toEqual([])
  })
})

describe('a screen that is too long', () => {
  it('is shown whole by the sandbox and cut by MTN Ghana', async () => {
    for (const [network, length] of [
      [null, 400],
      [mtnGhana, 160],
    ] as const) {
      const it = await rig(network, { app: () => `CON ${'x'.repeat(400)}` })
      expect((await it.network.dial(ama, code)).text).toBe('x'.repeat(length))
    }
  })

  it('is paged by Safaricom, which turns pages without the app', async () => {
    const it = await rig(safaricom, {
      app: (text) => (text === '' ? `CON ${lines(30)}` : `CON You said ${text}`),
    })
    const first = await it.network.dial(ama, code)
    expect(first.text).toMatch(/^1\. Some item\n[\s\S]*item\n98:More$/)
    const second = await it.network.reply(ama, '98')
    expect(second).toMatchObject({ status: 'open', hops: 1, sessionId: first.sessionId })
    expect(second.text).toMatch(/item\n98:More 00:Back$/)
    expect((await it.network.reply(ama, '98')).text).toMatch(/30\. Some item\n00:Back$/)
    expect(it.texts()).toEqual(['', ''])
    await it.network.reply(ama, '00')
    expect(await it.network.reply(ama, '00')).toMatchObject({ text: first.text })
    // The first page has no page before it, so 00 goes to the app.
    expect(await it.network.reply(ama, '00')).toMatchObject({ text: 'You said 00', hops: 2 })
    expect(await it.network.reply(ama, '98')).toMatchObject({ text: 'You said 00*98', hops: 3 })
    const turns = await it.kernel.read((rx) => readTimeline(rx, { kind: 'ussd.paged' }))
    expect(turns.map(({ data }) => [data.page, data.pages])).toEqual([
      [2, 3],
      [3, 3],
      [2, 3],
      [1, 3],
    ])
  })

  it('is not idle while its pages are turned', async () => {
    const it = await rig(safaricom, { app: () => `CON ${lines(20)}` })
    await it.network.dial(ama, code)
    await it.kernel.advance(29_000)
    await it.network.reply(ama, '98')
    await it.kernel.advance(29_999)
    expect((await view(it)).screen).toMatchObject({
      status: 'open',
      text: expect.stringContaining('00:Back'),
    })
    await it.kernel.advance(1)
    expect((await view(it)).screen).toMatchObject({ status: 'timed-out' })
  })

  it('is cut where it is the last, since it takes no answer', async () => {
    const it = await rig(safaricom, { app: () => `END ${'x'.repeat(400)}` })
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'ended', text: 'x'.repeat(160) })
  })

  it('loses no word to its pages, each of which fits', () => {
    const paging = dialects.filter(({ longScreens }) => longScreens === 'paged')
    expect(paging).toHaveLength(2)
    const word = fc.string({ unit: fc.constantFrom(...'abcXYZ01é€ç'), minLength: 1, maxLength: 30 })
    const text = fc
      .array(fc.tuple(word, fc.constantFrom(' ', '\n')), { maxLength: 80 })
      .map((parts) => parts.flat().join(''))
    fc.assert(
      fc.property(text, fc.constantFrom(...paging), (screen, dialect) => {
        const pages = shownPages(screen, 'open', dialect)
        const foreign = measure(screen).septets === null
        for (const page of pages) {
          if (foreign) expect(page.length).toBeLessThanOrEqual(80)
          else expect(measure(page).septets).toBeLessThanOrEqual(dialect.screenSeptets)
        }
        const body = pages.length === 1 ? pages : pages.map((page) => page.slice(0, page.lastIndexOf('\n')))
        const squeezed = (of: string) => of.replace(/[ \n]/g, '')
        expect(squeezed(body.join(''))).toBe(squeezed(screen))
      }),
    )
  })

  it('without a space is broken anywhere, and a page is turned only where there is one', () => {
    const paged = dialectOf(config, safaricom) as Dialect
    const [first, second, ...rest] = shownPages('x'.repeat(200), 'open', paged)
    expect([first.length, second?.length, rest]).toEqual([160, 48 + 8, []])
    expect([turnedTo('98', 0, 1), turnedTo('98', 0, 2), turnedTo('98', 1, 2)]).toEqual([
      undefined,
      1,
      undefined,
    ])
    expect([turnedTo('00', 0, 2), turnedTo('00', 1, 2), turnedTo('1', 0, 2)]).toEqual([
      undefined,
      0,
      undefined,
    ])
  })
})
