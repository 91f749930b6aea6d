import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-keep-'))
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const phone = '+46733000001'
const order = { payer: phone, amount: '1', currency: 'EUR' }
let files = 0

async function running(options: SimulatorOptions = {}) {
  const sim = await startSimulator({ clock: 'frozen', ...options })
  closing.push(() => sim.close())
  return sim
}

async function onFile(options: SimulatorOptions = {}) {
  const data = join(folder, `keep-${++files}.db`)
  return { data, sim: await running({ data, ...options }) }
}

/** What passes, and what stays. */
const passing = [
  'events',
  'deliveries',
  'deliveries_taken',
  'ussd_sessions',
  'payer_sessions',
  'payer_replies',
  'payer_prompts',
  'sms_inbox',
  'sms_outbox',
  'mailbox_messages',
] as const
const staying = [
  'requests_to_pay',
  'transfers',
  'postings',
  'accounts',
  'onepipe_calls',
  'momo_callbacks',
] as const

type Count = Record<(typeof passing)[number] | (typeof staying)[number], number>

function rowsIn(data: string): Count {
  const file = new Sqlite(data, { readonly: true })
  const counted = [...passing, ...staying].map((table) => [
    table,
    Number(file.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
  ])
  file.close()
  return Object.fromEntries(counted) as Count
}

/** Everything that a person and a merchant do. */
async function live(sim: Simulator, merchant = sim.merchant()) {
  const ama = sim.phone(phone)
  const asked = await merchant.requestToPay(order)
  await ama.prompted()
  await ama.choose('Approve')
  await ama.reply(ama.pin)
  await ama.text('22384', 'hello')
  await sim.settle()
  return asked
}

const api = async (sim: Simulator, path: string, init?: RequestInit) =>
  (await fetch(`${sim.url}/_sim${path}`, init)).json() as Promise<{
    id: number
    after: string
    begunAgain: boolean
    entries: object[]
  }>

describe('what happened longer ago than it is kept', () => {
  it('is gone: sessions, replies, prompts, messages, deliveries and events, and the ledger and its requests stay', async () => {
    const { data, sim } = await onFile({ keep: 'P30D' })
    const merchant = sim.merchant()
    const orders = []
    for (let time = 0; time < 5; time++) orders.push(await live(sim, merchant))
    await sim.onepipeApp().getBalance({ source: '5060990580000217507' })
    await sim.clock.advance('P29D')
    const before = rowsIn(data)
    for (const table of passing) expect(before[table], table).toBeGreaterThan(0)
    const statement = await merchant.statement()
    const audit = await sim.audit()

    await sim.clock.advance('P3D')
    const after = rowsIn(data)
    // The handset shows its last session.
    const left = { ussd_sessions: 1 }
    for (const table of passing.filter((one) => one !== 'events'))
      expect([table, after[table]]).toEqual([table, left[table as keyof typeof left] ?? 0])
    // What the last move of the clock said.
    expect((await sim.timeline()).map(({ kind }) => kind)).toEqual(['clock.moved'])
    for (const table of staying) expect([table, after[table]]).toEqual([table, before[table]])
    for (const each of orders) expect(await each.status()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await merchant.statement()).toEqual(statement)
    expect(await sim.audit()).toEqual(audit)
    expect(await sim.audit()).toMatchObject({ ok: true })
  })

  it('grows the file no further: freed pages are used again', async () => {
    const { data, sim } = await onFile({ keep: 'P1D', port: 0 })
    const sizes: number[] = []
    const pages: number[] = []
    for (let month = 0; month < 6; month++) {
      await live(sim)
      const body = new URLSearchParams({
        username: 'sandbox',
        to: Array.from({ length: 300 }, () => phone).join(),
        message: 'You won. '.repeat(30),
      })
      const headers = { apiKey: 'atsk_payersim', Accept: 'application/json' }
      const taken = await fetch(`${sim.url}/version1/messaging`, { method: 'POST', headers, body })
      expect(taken.status).toBe(201)
      expect(rowsIn(data).sms_inbox).toBeGreaterThanOrEqual(300)
      const file = new Sqlite(data)
      file.pragma('wal_checkpoint(TRUNCATE)')
      file.close()
      sizes.push(statSync(data).size)
      await sim.clock.advance('P30D')
      expect(rowsIn(data).sms_inbox).toBe(0)
      const counted = new Sqlite(data, { readonly: true })
      pages.push(Number(counted.pragma('freelist_count', { simple: true })))
      counted.close()
    }
    // Of the first month, and of all of them: a month without it has some 400 kB.
    expect(Math.max(...sizes) - (sizes[1] ?? 0), JSON.stringify({ sizes, pages })).toBeLessThan(60_000)
    expect(Math.min(...pages)).toBeGreaterThan(50)
    expect(await sim.audit()).toMatchObject({ ok: true })
  })

  it('is gone in small units, between which hops are answered', async () => {
    const { data, sim } = await onFile({ keep: 'P1D' })
    const file = new Sqlite(data)
    const at = Date.parse((await sim.clock.read()).now)
    file.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO events (kind, phone, at, data) SELECT 'test.old', NULL, ${at} + i, '{}' FROM n;
    `)
    file.close()
    const ama = sim.phone(phone)
    await ama.dial('*165#')
    const moving = sim.clock.advance('P1DT12H')
    let slowest = 0
    let over = false
    void moving.finally(() => (over = true))
    while (!over) {
      const begun = performance.now()
      await ama.look()
      slowest = Math.max(slowest, performance.now() - begun)
    }
    await moving
    expect((await sim.timeline({ kind: 'test' })).length).toBe(0)
    // Of a machine that is busy; a unit takes some milliseconds.
    expect(slowest).toBeLessThan(500)
  })

  it('goes on after a restart, and in a file of before', async () => {
    const { data, sim } = await onFile({ keep: 'forever' })
    await live(sim)
    await sim.clock.advance('P60D')
    expect(rowsIn(data).deliveries).toBeGreaterThan(0)
    await sim.close()
    const next = await running({ data, keep: 'P30D' })
    await next.clock.advance('PT5M')
    expect(rowsIn(data)).toMatchObject({ deliveries: 0, payer_replies: 0, sms_inbox: 0 })
  })
})

describe('what is referred to stays, however old', () => {
  it('an open session, and what a phone shows', async () => {
    const long = { sessionTimeout: 'PT9999H', idleTimeout: 'PT9999H' }
    const { sim } = await onFile({
      keep: 'P1D',
      world: { ...builtInWorld, network: { ...builtInWorld.network, ...long } },
    })
    const ama = sim.phone(phone)
    await ama.dial('*165#')
    const open = (await ama.look()).screen
    await sim.clock.advance('P10D')
    expect((await ama.look()).screen).toEqual(open)
    expect(await ama.choose('Balance')).toMatchObject({ status: 'ended' })
    const shown = (await ama.look()).screen
    await sim.clock.advance('P10D')
    expect((await ama.look()).screen).toEqual(shown)
  })

  it('a request that is not settled, with its events, its prompt and what was delivered of it', async () => {
    const { data, sim } = await onFile({ keep: 'P1D', world: { ...builtInWorld, expiry: 'PT1000H' } })
    const asked = await sim.merchant().requestToPay(order)
    await sim.settle()
    await sim.clock.advance('P20D')
    expect(await asked.status()).toMatchObject({ status: 'PENDING' })
    expect(await sim.timeline({ kind: 'request-to-pay' })).toHaveLength(1)
    expect(rowsIn(data)).toMatchObject({ payer_prompts: 1, deliveries: 1 })
    const ama = sim.phone(phone)
    await ama.dial('*165#')
    await ama.choose('Approvals')
    await ama.choose('1.00')
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    expect(await asked.status()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(asked.callbacks).toHaveLength(1)
    await sim.clock.advance('P3D')
    expect(await sim.timeline({ kind: 'request-to-pay' })).toHaveLength(0)
    expect(rowsIn(data)).toMatchObject({ payer_prompts: 0, deliveries: 0 })
  })

  it('a delivery that waits, with its event', async () => {
    const { sim } = await onFile({ keep: 'P1D' })
    await sim.faults.set([{ point: 'callback', do: 'late', args: { delay: 'PT480H' } }])
    const asked = await live(sim)
    await sim.clock.advance('P10D')
    expect(asked.callbacks).toHaveLength(0)
    expect(await sim.callbacks()).toMatchObject([{ status: 'pending' }])
    await sim.clock.advance('P15D')
    expect(asked.callbacks).toHaveLength(1)
  })

  it('what is sent again, with its event: a resend of a callback', async () => {
    const { sim } = await onFile({ keep: 'P10D', port: 0 })
    await live(sim)
    const [{ id } = { id: 0 }] = await sim.callbacks()
    await sim.clock.advance('P9D')
    const again = await api(sim, `/callbacks/${id}/resend`, { method: 'POST' })
    expect(again).toMatchObject({ status: 'done' })
    await sim.clock.advance('P5D')
    // The first is gone, the second has the event still.
    expect((await sim.callbacks()).map((one) => one.id)).toEqual([again.id])
    expect(await api(sim, `/callbacks/${again.id}/resend`, { method: 'POST' })).toMatchObject({
      status: 'done',
    })
    expect(await api(sim, `/callbacks/${id}/resend`, { method: 'POST' })).toMatchObject({
      status: 404,
      detail: expect.stringContaining('not kept'),
    })
  })

  it('what happens while it is recorded', async () => {
    const { sim } = await onFile({ keep: 'P1D', port: 0 })
    const post = (path: string, body: object = {}) =>
      fetch(`${sim.url}/_sim${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    await live(sim)
    // The last event that there is before it stays, and what has its time.
    await sim.clock.advance('PT1H')
    await sim.clock.advance('PT1H')
    expect((await post('/recordings', { name: 'months' })).status).toBe(201)
    await live(sim)
    await sim.clock.advance('P10D')
    const script = await (await fetch(`${sim.url}/_sim/recordings/months`)).text()
    expect(script).toContain('chooses: Approve')
    expect(await sim.timeline({ kind: 'request-to-pay.created' })).toHaveLength(1)
    await post('/recordings/months/stop')
    await sim.clock.advance('P2D')
    expect(await sim.timeline({ kind: 'request-to-pay.created' })).toHaveLength(0)
    expect(await (await fetch(`${sim.url}/_sim/recordings/months`)).text()).toBe(script)
  })
})

describe('a reader of the timeline whose last event is gone', () => {
  it('goes on with what is left', async () => {
    const { sim } = await onFile({ keep: 'P1D', port: 0 })
    await live(sim)
    const cursor = (await api(sim, '/timeline/all')).after
    const last = (await sim.timeline()).at(-1)?.id ?? 0
    await sim.clock.advance('P10D')
    await sim.phone(phone).dial('*165#')
    const { begunAgain, entries } = await api(sim, `/timeline/all?after=${cursor}`)
    expect(begunAgain).toBe(false)
    expect(entries.length).toBeGreaterThan(0)
    const events = await sim.timeline({ after: last })
    expect(events.map(({ kind }) => kind)).toContain('ussd.hop')
    expect(events.every(({ id }) => id > last)).toBe(true)
  })

  it('begins again where the world is another one, as before', async () => {
    const { sim } = await onFile({ keep: 'P1D', port: 0 })
    await live(sim)
    const cursor = (await api(sim, '/timeline/all')).after
    await sim.reset()
    await live(sim)
    await sim.clock.advance('P10D')
    expect((await api(sim, `/timeline/all?after=${cursor}`)).begunAgain).toBe(true)
  })

  it('ids go on where all is gone, after a restart too', async () => {
    const { data, sim } = await onFile({ keep: 'P1D' })
    await live(sim)
    const last = (await sim.timeline()).at(-1)?.id ?? 0
    await sim.clock.advance('P10D')
    await sim.clock.advance('P10D')
    await sim.close()
    const next = await running({ data, keep: 'P1D' })
    await live(next)
    expect((await next.timeline({ kind: 'request-to-pay.created' }))[0]?.id).toBeGreaterThan(last)
  })
})

describe('how long it is kept', () => {
  const afterMonths = async (options: SimulatorOptions) => {
    const sim = await running(options)
    await live(sim)
    await sim.clock.advance('P33D')
    return (await sim.phone(phone).messages()).length
  }

  it('is 30 days on a data file, and for ever in memory with a frozen clock', async () => {
    const data = join(folder, 'usual.db')
    expect(await afterMonths({ data })).toBe(0)
    expect(await afterMonths({})).toBeGreaterThan(0)
    expect(await afterMonths({ clock: 'running' })).toBe(0)
  })

  it('is what the world says, and the option goes before it', async () => {
    const world = { ...builtInWorld, keep: 'P100D' }
    expect(await afterMonths({ data: join(folder, 'world.db'), world })).toBeGreaterThan(0)
    expect(await afterMonths({ data: join(folder, 'option.db'), world, keep: 'PT12H' })).toBe(0)
    expect(await afterMonths({ data: join(folder, 'forever.db'), keep: 'forever' })).toBeGreaterThan(0)
  })

  it.each(['30', 'P', 'PT0S', 'P1M', 'always', '-P1D', 'P1Y'])('is not %s', async (keep) => {
    await expect(startSimulator({ keep })).rejects.toThrow('such as P30D or PT12H, or forever')
  })
})
