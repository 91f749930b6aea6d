import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'

interface Entry {
  id: string
  place: number
  kind: string
  phone: string | null
  data: Record<string, unknown>
}
interface Answer {
  entries: Entry[]
  after: string
  begunAgain: boolean
}

describe('the whole timeline', () => {
  let sim: Simulator
  beforeEach(async () => {
    sim = await startSimulator({ clock: 'frozen', port: 0 })
  })
  afterEach(() => sim.close())
  const get = async (query = ''): Promise<Answer> =>
    (await fetch(`${sim.url}/_sim/timeline/all?${query}`)).json() as Promise<Answer>
  const kinds = ({ entries }: Answer) => entries.map(({ kind }) => kind)
  const pay = async () => {
    const ama = sim.phone('+46733000001')
    const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await ama.prompted()
    await ama.choose('Approve')
    await ama.reply('1234')
    await sim.clock.advance('PT1S')
    return order
  }

  it('has a trace on later pages, behind more requests than one page reads', async () => {
    for (let many = 0; many < 26; many++)
      await Promise.all(
        Array.from({ length: 40 }, () => fetch(`${sim.url}/collection/token/`, { method: 'POST' })),
      )
    await pay()
    const [payment] = await sim.payments()
    const found: Entry[] = []
    let page = { after: '', more: true }
    for (let pages = 0; page.more && pages < 5; pages++) {
      const answer = await get(`trace=${payment?.trace}&after=${page.after}`)
      found.push(...answer.entries)
      page = answer as Answer & { more: boolean }
    }
    expect(page.more).toBe(false)
    expect(found.filter(({ data }) => data.operation === 'momo.createRequestToPay')).toHaveLength(1)
  }, 60_000)

  it('tells of requests, hops, the ledger, callbacks, SMS and the clock, each in its place', async () => {
    const { after } = await get()
    const order = await pay()
    const all = await get(`after=${after}`)
    const visible = kinds(all).filter((kind) => kind !== 'request.answered')
    expect(visible.slice(0, 10)).toEqual([
      'ledger.moved', // the accounts of the new merchant
      'ledger.moved',
      'ledger.moved',
      'request-to-pay.created',
      'ussd.pushed',
      'hop.answered',
      'ussd.hop',
      'hop.answered',
      'ussd.hop',
      'hop.answered',
    ])
    expect(visible.slice(10, 14)).toEqual([
      'ledger.moved',
      'request-to-pay.settled',
      'ussd.hop',
      'ussd.session-ended',
    ])
    expect(visible.filter((kind) => kind === 'callback.answered').length).toBeGreaterThanOrEqual(1)
    expect(visible).toContain('sms.received')
    expect(visible).toContain('clock.moved')
    expect(new Set(all.entries.map(({ id }) => id)).size).toBe(all.entries.length)
    const moved = all.entries.find(
      ({ kind, data }) => kind === 'ledger.moved' && data.for === 'request-to-pay',
    )
    expect(moved).toMatchObject({
      phone: '+46733000001',
      data: {
        referenceId: order.id,
        postings: [{ from: 'Ama Lindqvist', amount: '12.50', currency: 'EUR' }],
      },
    })
    expect(all.entries.find(({ kind }) => kind === 'clock.moved')?.data).toEqual({
      mode: 'frozen',
      from: '2026-01-05T09:00:00.000Z',
      to: '2026-01-05T09:00:01.000Z',
    })
  })

  it('has the bytes of each exchange, and none of its secrets', async () => {
    const order = await pay()
    const { entries } = await get()
    const shown = JSON.stringify(entries)
    const { momo, network } = await sim.world()
    for (const secret of [momo.subscriptionKeys.collection, network.apiKey, '1234&', '*1234', '%2A1234'])
      expect(shown).not.toContain(secret)
    expect(shown).not.toMatch(/ey[\w-]+\.[\w-]+\.[\w-]+/)
    const of = (start: string) =>
      entries.find(({ id, data }) => id.startsWith('http-') && String(data.request).startsWith(start))
    expect(of('POST /collection/v1_0/requesttopay')?.data).toMatchObject({
      direction: 'in',
      status: 202,
      request: expect.stringMatching(/\nauthorization: Bearer \*{4}\n[\s\S]*\n\n\{"amount":"12\.50"/i),
    })
    const hops = entries.filter(({ kind }) => kind === 'hop.answered')
    expect(hops.at(-1)?.data.request).toMatch(/\n\nphoneNumber=%2B46733000001&.*&text=1%2A\*{4}&/)
    expect(hops.at(-1)?.data.answer).toMatch(/^HTTP\/1.1 200 OK\n[\s\S]*\n\nEND Approved/)
    expect(of('POST http://127.0.0.1')?.data.request).toContain('message=You+paid+12.50+EUR')
    const ofOrder = kinds(await get(`request=${order.id}`))
    for (const kind of ['request.answered', 'request-to-pay.settled', 'ledger.moved', 'callback.answered'])
      expect(ofOrder).toContain(kind)
  })

  it('is filtered by kind and phone', async () => {
    await pay()
    expect(new Set(kinds(await get('kind=hop')))).toEqual(new Set(['hop.answered']))
    const ben = await get(`phone=${encodeURIComponent('+46733000002')}`)
    expect(kinds(ben)).toEqual(['ledger.moved'])
  })

  it('goes on after a cursor, and begins again in another world', async () => {
    await pay()
    const { after } = await get()
    expect((await get(`after=${after}`)).entries).toEqual([])
    await sim.phone('+46733000002').dial('*165#')
    const next = await get(`after=${after}`)
    expect(next.begunAgain).toBe(false)
    expect(kinds(next)).toEqual(['ussd.dialled', 'hop.answered', 'ussd.hop'])
    await sim.reset()
    const again = await get(`after=${next.after}`)
    expect(again.begunAgain).toBe(true)
    expect(new Set(kinds(again))).toEqual(new Set(['ledger.moved', 'world.reset']))
    expect((await get('after=gone')).begunAgain).toBe(true)
  })

  it('is a stream too, which goes on after Last-Event-ID and says when another world has come', async () => {
    const { after } = await get()
    await sim.phone('+46733000001').dial('*165#')
    const stream = await fetch(`${sim.url}/_sim/timeline/all`, {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': after },
    })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (words: string) => {
      while (!text.includes(words)) text += (await reader?.read())?.value ?? ''
    }
    await until('"hop.answered"')
    expect(text).toMatch(/\nid: [0-9a-f]{8}-\d+-\d+-[0-9a-f]{6}-\d+\ndata: \{/)
    expect(text).not.toContain('ledger.moved')
    await sim.reset()
    await until('event: begin-again')
    await until('ledger.moved')
    await reader?.cancel()
  })

  it('keeps the headers of callbacks, and what they were answered, over a restart too', async () => {
    await pay()
    const callbacks = (await (await fetch(`${sim.url}/_sim/callbacks`)).json()) as object[]
    expect(callbacks.at(-1)).toMatchObject({
      method: 'POST',
      result: { status: 200, headers: { 'User-Agent': 'LWAC Http Client 1.0' }, answer: { body: '' } },
    })
  })

  it('names the API users of the world', async () => {
    const { momo } = (await (await fetch(`${sim.url}/_sim/world`)).json()) as {
      momo: { apiUsers: Array<{ name: string }> }
    }
    expect(momo.apiUsers.map(({ name }) => name)).toContain('Kiosk 24')
  })
})
