import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { httpPort, type Simulator, SimulatorClient, startSimulator } from '../src/index.ts'
import type { TimelineEntries, TimelineEntry } from '../src/terms/sim/timeline-entry.ts'

const ama = '+46733000001'
const ben = '+46733000002'
const ngozi = '+2348022221408'

let sim: Simulator
let folder: string | undefined
afterEach(async () => {
  await sim.close()
  if (folder !== undefined) rmSync(folder, { recursive: true })
  folder = undefined
})

async function all(query = ''): Promise<TimelineEntry[]> {
  const { status, text } = await sim.port.fetch({
    method: 'GET',
    path: `/_sim/timeline/all?${query}`,
    headers: {},
  })
  expect(status, text).toBe(200)
  return (JSON.parse(text) as TimelineEntries).entries
}

/** An entry in one word: the operation of a request, else its kind. */
const nameOf = ({ kind, data }: TimelineEntry) =>
  kind === 'request.answered' ? String(data.operation) : kind

/** The trace of the event that tells of this order or transaction first. */
async function traceOf(id: string): Promise<string> {
  const events = await sim.timeline()
  const found = events.find(({ data }) => 'referenceId' in data && data.referenceId === id)
  expect(found?.trace).toMatch(/^[0-9a-f]{12}$/)
  return found?.trace ?? ''
}

async function story(id: string): Promise<string[]> {
  return (await all(`trace=${await traceOf(id)}`)).map(nameOf)
}

/** Everything that has a trace is told under it, and nothing is told under two but what was linked. */
async function everyEntryHasATrace(): Promise<void> {
  const without = (await all()).filter(({ trace }) => trace === null)
  expect(without).toEqual([])
}

const sorted = (names: readonly string[]) => [...names].sort()

/** What an SMS to a phone brings about: the payer's app sends it, and is told that it arrived. */
const sms = ['africastalking.sendSms', 'sms.received', 'callback.answered', 'payer.sms-reported']
const hop = ['hop.answered', 'ussd.hop']
const sessionEnd = ['ussd.session-ended', 'callback.answered']
const abandoned = [...sessionEnd, 'payer.session-abandoned']

describe.each(['in process', 'over sockets'])('%s, one trace', (way) => {
  async function start(data?: string): Promise<SimulatorClient> {
    const port = way === 'over sockets' ? { port: 0 } : {}
    sim = await startSimulator({ clock: 'frozen', ...port, ...(data && { data }) })
    const client = sim.url === undefined ? sim : new SimulatorClient(httpPort(sim.url))
    // The payer's app is told that its SMS arrived.
    await client.network.shortCode('*', { deliveryReportUrl: 'http://payersim.test/sms/delivery' })
    return client
  }

  it('is an approval by push, from the POST to the callback, while another payment runs', async () => {
    const client = await start()
    const merchant = client.merchant()
    const [payer, other] = [client.phone(ama), client.phone(ben)]
    const order = await merchant.requestToPay({ payer, amount: '12.50', currency: 'EUR' })
    const another = await merchant.requestToPay({ payer: other, amount: '3', currency: 'EUR' })
    await payer.prompted()
    await other.prompted()
    await payer.choose('Approve')
    await other.choose('Approve')
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
    await other.reply('1234')
    await payer.reply('1234')
    await client.settle()

    const trace = await traceOf(order.id)
    const entries = await all(`trace=${trace}`)
    expect(sorted(entries.map(nameOf))).toEqual(
      sorted([
        ...['momo.createRequestToPay', 'request-to-pay.created', 'ussd.pushed'],
        ...[...hop, ...hop, ...hop],
        ...['ledger.moved', 'request-to-pay.settled', 'callback.answered'],
        ...[...sessionEnd, ...sms],
      ]),
    )
    expect(new Set(entries.map((entry) => entry.trace))).toEqual(new Set([trace]))
    expect(new Set(entries.map(({ phone }) => phone))).toEqual(new Set([ama]))
    expect(await traceOf(another.id)).not.toBe(trace)
    expect(sorted(await story(another.id))).toEqual(sorted(entries.map(nameOf)))
    await everyEntryHasATrace()

    const [callback] = (await client.callbacks()).filter(({ trace: of }) => of === trace)
    expect(callback).toMatchObject({ kind: 'request-to-pay.settled', subscriber: 'momo.callback' })
    const events = await client.timeline({ trace, kind: 'ussd.hop' })
    expect(events.map(({ data }) => data.hops)).toEqual([1, 2, 3])
    const status = (await all()).find(({ data }) => data.operation === 'momo.getRequestToPay')
    expect(status?.phone).toBe(ama)
    expect(await all(`trace=${status?.trace}`)).toEqual([status])
  })

  it('is an approval that is dialled half an hour later, with its session', async () => {
    const client = await start()
    await client.phone(ama).goOffline()
    const merchant = client.merchant()
    const order = await merchant.requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await client.settle()
    await client.clock.advance('PT2M')
    await client.phone(ama).goOnline()
    const payer = client.phone(ama)
    // It only looks.
    await payer.dial('*165#')
    await payer.cancel()
    await payer.dial('*165#')
    await payer.choose('Approvals')
    await payer.choose(/12\.5/)
    await payer.choose('Approve')
    await payer.reply('1234')
    await client.settle()
    const names = await story(order.id)
    expect(sorted(names)).toEqual(
      sorted([
        ...['momo.createRequestToPay', 'request-to-pay.created'],
        // The prompt by SMS, which waited for the phone.
        ...[...sms, 'sms.held', 'callback.answered', 'payer.sms-reported'],
        'ussd.dialled',
        ...[...hop, ...hop, ...hop, ...hop, ...hop],
        ...['ledger.moved', 'request-to-pay.settled', 'callback.answered'],
        ...[...sessionEnd, ...sms],
      ]),
    )
    await everyEntryHasATrace()

    // The session has a trace of its own, as the one that only looked has.
    const dialled = await client.timeline({ kind: 'ussd.dialled' })
    expect(new Set(dialled.map((each) => each.trace)).size).toBe(2)
    const [looked, acted] = dialled
    const own = (await all(`trace=${looked?.trace}`)).map(nameOf)
    expect(sorted(own)).toEqual(sorted(['ussd.dialled', ...hop, ...abandoned]))
    expect((await all(`trace=${acted?.trace}`)).map(nameOf)).not.toContain('request-to-pay.settled')
  })

  it('is a rejected request, and an expired one', async () => {
    const client = await start()
    const merchant = client.merchant()
    const rejected = await merchant.requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
    const payer = client.phone(ama)
    await payer.prompted()
    await payer.choose('Reject')
    await client.settle()
    const begin = ['momo.createRequestToPay', 'request-to-pay.created', 'ussd.pushed', ...hop]
    expect(sorted(await story(rejected.id))).toEqual(
      sorted([...begin, ...hop, ...sessionEnd, 'request-to-pay.settled', 'callback.answered']),
    )
    const expired = await merchant.requestToPay({ payer: ama, amount: '2', currency: 'EUR' })
    await client.settle()
    await client.clock.advance('PT10M')
    expect(sorted(await story(expired.id))).toEqual(
      sorted([...begin, ...abandoned, 'request-to-pay.settled', 'callback.answered', ...sms]),
    )
    await everyEntryHasATrace()
  })

  it('is a pre-approval with its end, and its debit has the trace of its own POST', async () => {
    const client = await start()
    const merchant = client.merchant()
    const payer = client.phone(ama)
    const plan = await merchant.preApprove({ payer, currency: 'EUR', validity: 'P1D' })
    await payer.prompted()
    await payer.choose('Accept')
    await payer.reply('1234')
    await client.settle()
    const begin = ['momo.createPreApproval', 'pre-approval.created', 'ussd.pushed']
    const accepted = [...begin, ...hop, ...hop, ...hop, ...sessionEnd, 'pre-approval.settled', ...sms]
    expect(sorted(await story(plan.id))).toEqual(sorted([...accepted, 'callback.answered']))

    const debit = await merchant.requestToPay({ payer, amount: '5', currency: 'EUR' })
    await client.settle()
    expect(sorted(await story(debit.id))).toEqual(
      sorted([
        ...['momo.createRequestToPay', 'request-to-pay.created', 'ledger.moved'],
        ...['request-to-pay.settled', 'callback.answered', ...sms],
      ]),
    )
    await plan.cancel()
    await client.settle()
    const ended = ['momo.cancelPreApproval', 'pre-approval.ended', ...sms]
    expect(sorted(await story(plan.id))).toEqual(sorted([...accepted, 'callback.answered', ...ended]))
    await everyEntryHasATrace()
  })

  it('is a transfer, and what its payee is told', async () => {
    const client = await start()
    const transfer = await client.merchant().transfer({ payee: ama, amount: '5', currency: 'EUR' })
    await client.settle()
    expect(sorted(await story(transfer.id))).toEqual(
      sorted([
        ...['momo.createTransfer', 'disbursement.created', 'ledger.moved'],
        ...['disbursement.settled', 'callback.answered', ...sms],
      ]),
    )
  })

  it('is a balance of OnePipe, its code by SMS and its validation', async () => {
    const client = await start()
    const request = await client.onepipeApp().getBalance({ source: '6200000766' })
    const { code } = await client.phone(ngozi).nextSms()
    await request.query()
    await request.validate(code ?? '')
    await client.settle()
    expect(request.balance).not.toBeNull()
    const [opened] = await client.timeline({ kind: 'balance-request.opened' })
    const entries = await all(`trace=${opened?.trace}`)
    const asked = (operation: string) => [operation, 'onepipe.provideBalance']
    expect(sorted(entries.map(nameOf))).toEqual(
      sorted([
        ...asked('onepipe.transact'),
        ...['balance-request.opened', 'balance-request.code-issued'],
        ...sms,
        ...asked('onepipe.query'),
        ...asked('onepipe.validate'),
        'balance-request.verified',
      ]),
    )
    await everyEntryHasATrace()
  })

  it('goes on after a restart from its data file', async () => {
    folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    const data = join(folder, 'payersim.db')
    const before = await start(data)
    const order = await before.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await before.phone(ama).prompted()
    await before.settle()
    await sim.close()
    const after = await start(data)
    const payer = after.phone(ama)
    await payer.look()
    await payer.choose('Approve')
    await payer.reply('1234')
    await after.settle()
    // HTTP exchanges of before are not kept, and the merchant's server may be gone.
    const told = (await story(order.id)).map((name) => name.replace('callback.failed', 'callback.answered'))
    expect(sorted(told)).toEqual(
      sorted([
        ...['request-to-pay.created', 'ussd.pushed', 'ussd.hop', ...hop, ...hop],
        ...['ledger.moved', 'request-to-pay.settled', 'callback.answered'],
        ...[...sessionEnd, ...sms],
      ]),
    )
  })
})

it('of a stream has what a session did before it acted on the order', async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  await sim.phone(ama).goOffline()
  const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
  await sim.settle()
  await sim.phone(ama).goOnline()
  const trace = await traceOf(order.id)
  const stream = await fetch(`${sim.url}/_sim/timeline/all?trace=${trace}`, {
    headers: { Accept: 'text/event-stream' },
  })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (words: string) => {
    while (!text.includes(words)) text += (await reader?.read())?.value ?? ''
  }
  await until('request-to-pay.created')
  const payer = sim.phone(ama)
  await payer.dial('*165#')
  await payer.choose('Approvals')
  await payer.choose(/12\.5/)
  await payer.choose('Reject')
  await until('event: begin-again')
  await until('request-to-pay.settled')
  const [before = '', since = ''] = text.split('event: begin-again')
  expect(before).not.toContain('ussd.dialled')
  expect(since).toContain('ussd.dialled')
  expect(since).toContain('request-to-pay.created')
  await reader?.cancel()
})

it('an older data file opens: what happened there has no trace, and what happens now has one', async () => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  const data = join(folder, 'payersim.db')
  writeFileSync(data, gunzipSync(readFileSync(new URL('data-files/schema-18.db.gz', import.meta.url))))
  const world = fileURLToPath(new URL('data-files/world.yaml', import.meta.url))
  sim = await startSimulator({ data, world })
  const before = await sim.timeline()
  expect(before.length).toBeGreaterThan(50)
  expect(new Set(before.map(({ trace }) => trace))).toEqual(new Set([null]))
  const after = before.at(-1)?.id ?? 0

  // Its order was asked and its session opened by a version that knew no traces.
  const payer = sim.phone(ama)
  await payer.look()
  await payer.reply('1234')
  await sim.settle()
  const since = await sim.timeline({ after })
  expect(since.map(({ kind }) => kind)).toContain('request-to-pay.settled')
  expect(since.filter(({ trace }) => trace === null)).toEqual([])
})

it('of an unknown one is nothing', async () => {
  sim = await startSimulator({ clock: 'frozen' })
  expect(await all('trace=nobody')).toEqual([])
  expect(await sim.timeline({ trace: 'nobody' })).toEqual([])
})
