import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import type { TimelineEntries } from '../src/terms/sim/timeline-entry.ts'

describe('the timeline from its end', () => {
  let sim: Simulator & { url: string }
  beforeEach(async () => {
    sim = (await startSimulator({ clock: 'frozen', port: 0 })) as Simulator & { url: string }
  })
  afterEach(() => sim.close())
  const get = async (query: Record<string, string>): Promise<TimelineEntries> => {
    const answer = await fetch(`${sim.url}/_sim/timeline/all?${new URLSearchParams(query)}`)
    return (await answer.json()) as TimelineEntries
  }
  const pay = async (msisdn = '+46733000001', externalId = 'order-1') => {
    const phone = sim.phone(msisdn)
    const order = await sim
      .merchant()
      .requestToPay({ payer: phone, amount: '12.50', currency: 'EUR', externalId })
    await phone.prompted()
    await phone.choose('Approve')
    await phone.reply('1234')
    await sim.settle()
    await sim.clock.advance('PT1S')
    return order
  }
  /** All pages from the newest to the oldest. */
  const backwards = async (query: Record<string, string>) => {
    const first = await get({ ...query, last: '7' })
    const pages = [first.entries]
    for (let { before } = first; before; ) {
      const page = await get({ ...query, before, last: '7' })
      pages.unshift(page.entries)
      before = page.before
    }
    return pages
  }
  const ids = (entries: TimelineEntries['entries']) => entries.map(({ id }) => id)

  it('has every entry once, page by page backwards, in the order of the whole', async () => {
    for (let payments = 0; payments < 3; payments++) await pay()
    const whole = await get({})
    const pages = await backwards({})
    expect(pages.length).toBeGreaterThan(3)
    expect(ids(pages.flat()).sort()).toEqual(ids(whole.entries).sort())
    for (const page of pages) {
      const events = page.filter(({ place }) => Number.isInteger(place))
      expect(events.length).toBeLessThanOrEqual(7)
      expect(page.map(({ place }) => place)).toEqual(page.map(({ place }) => place).sort((a, b) => a - b))
    }
    const eventsOf = (entries: TimelineEntries['entries']) =>
      entries.filter(({ place }) => Number.isInteger(place)).map(({ place }) => place)
    expect(eventsOf(pages.flat())).toEqual(eventsOf(whole.entries))
  })

  it('goes on forwards from where the newest end, and backwards from where they begin', async () => {
    await pay()
    const newest = await get({ last: '3' })
    expect(newest.entries.length).toBeGreaterThanOrEqual(3)
    await pay('+46733000002')
    const { entries } = await get({ after: newest.after })
    expect(entries.some(({ phone }) => phone === '+46733000002')).toBe(true)
    expect(ids(entries).filter((id) => ids(newest.entries).includes(id))).toEqual([])
    const older = await get({ before: newest.before ?? '', last: '3' })
    expect(ids(older.entries).filter((id) => ids(newest.entries).includes(id))).toEqual([])
    expect(older.after).toBe(newest.before)
  })

  it('finds older entries by any word: in their sentence, in both languages, and in their data', async () => {
    await pay('+46733000001', 'very-old-order')
    for (let payments = 0; payments < 3; payments++) await pay('+46733000002')
    const newest = await get({ last: '2' })
    const before = newest.before ?? ''
    expect(JSON.stringify(newest.entries)).not.toContain('very-old-order')
    for (const search of ['ama lindqvist approved 12.50', 'lindqvist a approuvé', 'VERY-OLD-order']) {
      const { entries } = await get({ before, search })
      expect(entries.length, search).toBeGreaterThan(0)
    }
    expect((await get({ before, search: 'nobody says this' })).entries).toEqual([])
    const { entries } = await get({ before, phone: '+46733000001', kind: 'ussd' })
    expect(new Set(entries.map(({ kind }) => kind.split('.')[0]))).toEqual(new Set(['ussd']))
    expect(new Set(entries.map(({ phone }) => phone))).toEqual(new Set(['+46733000001']))
  })

  it('has an entry of an older version, which wrote no traces, alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'payersim-back-'))
    const data = join(folder, 'old.db')
    const old = new URL('data-files/schema-10.db.gz', import.meta.url)
    await writeFile(data, gunzipSync(await readFile(old)))
    await sim.close()
    sim = (await startSimulator({ clock: 'frozen', port: 0, data })) as Simulator & { url: string }
    const { entries } = await get({})
    const alone = entries.filter(({ trace }) => trace === null)
    const moved = alone.filter(({ id }) => id.startsWith('ledger-'))
    // Opening balances, and what was moved for an order.
    expect(new Set(moved.map(({ data }) => 'referenceId' in data))).toEqual(new Set([false, true]))
    expect(new Set(alone.map(({ id }) => id.replace(/\d+$/, '')))).toEqual(new Set(['', 'ledger-']))
    // The place of an opening balance is among the others that are told.
    for (const { place: _, ...entry } of alone)
      expect((await get({ entry: entry.id })).entries).toEqual([expect.objectContaining(entry)])
    await rm(folder, { recursive: true })
  })

  it('has all of the trace of one entry, an event, a movement or a request', async () => {
    await pay()
    const { entries } = await get({})
    const trace = entries.find(({ kind }) => kind === 'request-to-pay.settled')?.trace ?? ''
    const whole = ids((await get({ trace })).entries)
    for (const kind of ['request-to-pay.settled', 'ledger.moved', 'request.answered']) {
      const entry = entries.findLast((each) => each.kind === kind && each.trace === trace)?.id ?? kind
      expect(ids((await get({ entry })).entries), kind).toEqual(whole)
    }
    for (const entry of ['99999', 'ledger-99999', 'http-abcdef-1', 'nonsense'])
      expect((await get({ entry })).entries).toEqual([])
  })

  it('as a stream begins with the newest, says where, and does so again in a world that begins again', async () => {
    await pay()
    await pay()
    const stream = await fetch(`${sim.url}/_sim/timeline/all?last=3`, {
      headers: { Accept: 'text/event-stream' },
    })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (words: RegExp) => {
      while (!words.test(text)) text += (await reader?.read())?.value ?? ''
    }
    await until(/event: begin\ndata: \{"before":"[0-9a-f-]+"\}\n\n(id: .*\ndata: .*\n\n){3}/)
    const [, before = ''] = /"before":"([^"]+)"/.exec(text) ?? []
    expect((await get({ before })).entries.length).toBeGreaterThan(10)
    await sim.reset()
    text = ''
    await until(/event: begin-again[\s\S]*event: begin\ndata: \{"before":/)
    await reader?.cancel()
  })

  it('has the last requests that were refused, from behind more events than a page begins with', async () => {
    const refused = (name: string) => fetch(`${sim.url}/collection/v1_0/requesttopay/${name}`)
    for (const name of ['one', 'two', 'three']) await refused(name)
    for (let payments = 0; payments < 3; payments++) await pay()
    const { entries, before } = await get({ refused: 'true', last: '2' })
    expect(entries.map(({ data }) => data.url)).toEqual([
      '/collection/v1_0/requesttopay/two',
      '/collection/v1_0/requesttopay/three',
    ])
    const older = await get({ refused: 'true', last: '2', before: before ?? '' })
    expect(older.entries.map(({ data }) => data.status)).toEqual([401])
  })

  it('refuses nothing of another world, and says so', async () => {
    const answer = await get({ before: '00000000-1-1-abcdef-1' })
    expect(answer).toMatchObject({ entries: [], begunAgain: true, before: null })
  })
})
