import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Simulator, startSimulator } from '../src/index.ts'
import { Connection } from '../src/kernel/store/connection.ts'
import type { ProblemName } from '../src/terms/sim/problems.ts'
import { ControlDocument, type DescribedOperation } from './control-document.fixture.ts'

/** What is listed and not brought about here for each route, and why. */
const exempt: Partial<Record<ProblemName, string>> = {
  'internal-error': 'no request makes payersim fail; src/control/page.test.ts has its answer',
  'data-file-unusable': 'one route stands for all; test/disk-faults.test.ts breaks data files in every way',
  'disk-full': 'one route stands for all; test/disk-faults.test.ts fills a disk',
  busy: 'it takes a minute; src/control/waiting.test.ts moves that clock',
  'session-timed-out':
    'the deadline closes the session first, unless the answer comes in the millisecond between the two',
}

const ama = '+46733000001'
const nowhere = 'http://127.0.0.1:1/'
const folder = mkdtempSync(join(tmpdir(), 'payersim-conformance-'))
let sim: Simulator
let document: ControlDocument
const others: Simulator[] = []
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  document = await ControlDocument.of(sim.port)
}, 60_000)
afterAll(async () => {
  for (const one of [sim, ...others]) await one.close()
  rmSync(folder, { recursive: true })
})

async function start(options: Parameters<typeof startSimulator>[0]): Promise<Simulator> {
  const other = await startSimulator({ clock: 'frozen', port: 0, ...options })
  others.push(other)
  return other
}

interface Call {
  /** What stands for the names in the path; a usual value by default. */
  at?: Record<string, string>
  query?: string
  body?: unknown
  headers?: Record<string, string>
  /** Another simulator than the usual one. */
  of?: Simulator
}

const usual: Record<string, string> = {
  msisdn: ama,
  code: '*384*8#',
  address: 'bola.eze@example.com',
  id: '1',
}

function urlOf({ path }: DescribedOperation, { at = {}, query = '', of = sim }: Call): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(at[name] ?? usual[name] ?? 'nothing'),
  )
  return `${of.url}${filled}${query}`
}

/** Asks an operation, and holds the answer against the document. */
async function ask(id: string, call: Call = {}) {
  const operation = document.operation(`sim.${id}`)
  const { method } = operation
  const { body, headers } = call
  const url = urlOf(operation, call)
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return held(operation, response, url)
}

async function held({ method }: DescribedOperation, response: Response, url: string) {
  const text = await response.text()
  const contentType = response.headers.get('content-type') ?? undefined
  const { status } = response
  const path = decodeURI(new URL(url).pathname)
  document.check({ method, path, status, contentType, text })
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its answer
  const json: any = contentType?.includes('json') ? JSON.parse(text) : undefined
  return { status, text, json }
}

/** The same; the answer must be this problem. */
async function refused(name: ProblemName, id: string, call: Call = {}): Promise<void> {
  const { text, json } = await ask(id, call)
  expect(json?.type, `${id} answered ${text}`).toBe(`/docs/problems#${name}`)
}

/** The operations that list a problem. */
const withProblem = (name: ProblemName) =>
  document.operations.filter((one) => one.problems.includes(name)).map(({ id }) => id.slice('sim.'.length))

// Most of the first is the loading of what is asked first, which takes its time where machines are busy.
describe('a control route answers as the document says', { timeout: 60_000 }, () => {
  it('of phones and SMS', async () => {
    await ask('listPhones')
    await ask('changePhone', { body: { online: true, network: '99999' } })
    await ask('dialPhone', { body: { code: '*165#' } })
    await ask('getPhone', { query: '?waitMs=1' })
    expect((await ask('getPhoneMachine')).json).not.toBeNull()
    await ask('chooseOnPhone', { body: { label: 'Balance' } })
    await refused('no-such-option', 'chooseOnPhone', { body: { label: 'Lottery' } })
    await ask('dialPhone', { body: { code: '*165#' } })
    await ask('replyOnPhone', { body: { text: '2' } })
    await ask('hangUpPhone')
    expect((await ask('getPhoneMachine')).json).toBeNull()
    await ask('sendMessage', { body: { to: '24242', text: 'Hello' } })
    await ask('listThreads')
    await ask('listMachines')
    await ask('listSeenStates')
    expect((await ask('getPhonePath')).json).not.toBeNull()
    await refused('not-a-ussd-code', 'dialPhone', { body: { code: '165' } })
    await refused('no-open-session', 'replyOnPhone', { body: { text: '1' } })
    await refused('no-open-session', 'chooseOnPhone', { body: { label: '1' } })
    await refused('no-open-session', 'hangUpPhone', { at: { msisdn: '+46733000099' } })
    await refused('nothing-to-change', 'changePhone', { body: {} })
    await refused('not-a-network-code', 'changePhone', { body: { network: '1' } })
    await refused('not-a-short-code', 'sendMessage', { body: { to: '1', text: 'Hello' } })
    await refused('not-an-sms', 'sendMessage', { body: { to: '24242', text: ' ' } })
    await ask('dialPhone', { body: { code: '*165#' } })
    await refused('answer-too-long', 'replyOnPhone', { body: { text: '1'.repeat(900) } })
    await ask('changePhone', { body: { online: false } })
    for (const [id, body] of Object.entries({
      dialPhone: { code: '*165#' },
      replyOnPhone: { text: '1' },
      chooseOnPhone: { label: 'Balance' },
      sendMessage: { to: '24242', text: 'Hello' },
    }))
      await refused('phone-off', id, { body })
    await ask('changePhone', { body: { online: true } })
  })

  it('of an answer that is late, and of a session that goes on meanwhile', async () => {
    const late = { point: 'ussd-hop', do: 'late-answer', args: { delay: 'PT5S' } }
    await ask('setFaults', { body: [late] })
    await ask('dialPhone', { body: { code: '*165#' } })
    await refused('answer-on-its-way', 'replyOnPhone', { body: { text: '1' } })
    await ask('clearFaults')
    await ask('dialPhone', { body: { code: '*165#' } })
    await ask('setFaults', { body: [late] })
    await ask('replyOnPhone', { body: { text: '2' } })
    await refused('answer-on-its-way', 'chooseOnPhone', { body: { label: 'Balance' } })
    await ask('clearFaults')
    let asked = () => {}
    let hops = 0
    const app = createServer((request, response) => {
      request.resume()
      hops += 1
      // The second and the fourth are the screens in which the others begin.
      if (hops === 2 || hops === 4) response.end('CON 1 Go on')
      else void asked()
    })
    await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
    try {
      const callbackUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`
      await ask('putServiceCode', { at: { code: '*384*7#' }, body: { callbackUrl } })
      const hungUp = async (under: () => Promise<void>) => {
        const reached = new Promise<void>((resolve) => {
          asked = resolve
        })
        const answered = under()
        await reached
        await ask('hangUpPhone')
        app.closeAllConnections()
        await answered
      }
      await hungUp(() => refused('session-went-on', 'dialPhone', { body: { code: '*384*7#' } }))
      await ask('dialPhone', { body: { code: '*384*7#' } })
      await hungUp(() => refused('session-went-on', 'replyOnPhone', { body: { text: '1' } }))
      await ask('dialPhone', { body: { code: '*384*7#' } })
      await hungUp(() => refused('session-went-on', 'chooseOnPhone', { body: { label: 'Go on' } }))
    } finally {
      app.closeAllConnections()
      app.close()
    }
  })

  it('of prompts', async () => {
    const { status } = await ask('holdPrompt')
    expect(status).toBe(204)
    const { id: referenceId } = await sim
      .merchant()
      .requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
    await ask('releasePrompt', { body: { referenceId } })
    await refused('prompt-not-held', 'releasePrompt', { body: { referenceId } })
  })

  it('of codes', async () => {
    const code = { code: '*384*8#' }
    await refused('unknown-service-code', 'getServiceCode', { at: code })
    await refused('unknown-service-code', 'deleteServiceCode', { at: code })
    await refused('not-a-url', 'putServiceCode', { at: code, body: { callbackUrl: 'ftp://shop' } })
    for (const id of ['putServiceCode', 'deleteServiceCode'])
      await refused('not-a-service-code', id, { at: { code: '384' }, body: { callbackUrl: nowhere } })
    await ask('putServiceCode', { at: code, body: { callbackUrl: nowhere } })
    await ask('getServiceCode', { at: code })
    await ask('listServiceCodes')
    await ask('deleteServiceCode', { at: code })
    const short = { code: '24242' }
    await refused('unknown-short-code', 'getShortCode', { at: short })
    await refused('unknown-short-code', 'deleteShortCode', { at: short })
    await refused('not-a-url', 'putShortCode', { at: short, body: { callbackUrl: 'ftp://shop' } })
    for (const id of ['putShortCode', 'deleteShortCode'])
      await refused('not-a-short-code', id, { at: { code: 'x'.repeat(40) }, body: {} })
    await ask('putShortCode', { at: short, body: { callbackUrl: nowhere } })
    await ask('getShortCode', { at: short })
    await ask('listShortCodes')
    await ask('deleteShortCode', { at: short })
    await ask('listDialects')
  })

  it('of the clock', async () => {
    await ask('getClock')
    await ask('getNextDeadline')
    await ask('advanceClock', { body: { by: 'PT1S' } })
    await ask('freezeClock', { body: {} })
    await ask('runClock')
    await ask('settleWorld')
    await ask('freezeClock')
    await refused('not-a-time', 'freezeClock', { body: { at: 'noon' } })
    await refused('not-a-duration', 'advanceClock', { body: { by: '5 minutes' } })
    await refused('step-too-long', 'advanceClock', { body: { by: 'P9000D' } })
  })

  it('of faults', async () => {
    const plan = {
      point: 'sms',
      do: 'delayed',
      match: { recipient: ama },
      when: { nth: 9 },
      args: { delay: 'PT5S' },
    }
    await ask('setFaults', { body: [plan] })
    expect((await ask('listFaults')).json).toHaveLength(1)
    await ask('listOperations')
    await ask('clearFaults')
    await refused('bad-fault-plan', 'setFaults', { body: [{ point: 'sms' }] })
    await refused('bad-fault-plan', 'setFaults', {
      body: [
        { ...plan, id: 'one' },
        { ...plan, id: 'one' },
      ],
    })
    await refused('bad-fault-plan', 'setFaults', { body: 'null' })
    const at = (operation: string, action = 'answers-500') => [
      { point: 'operation', do: action, match: { operation } },
    ]
    await refused('unknown-operation', 'setFaults', { body: at('momo.createNothing') })
    await refused('fault-cannot-strike', 'setFaults', { body: at('onepipe.transact', 'token-dies') })
    const rejected = { point: 'sms', do: 'rejected', args: { reason: 'Because' } }
    await refused('unknown-sms-rejection', 'setFaults', { body: [rejected] })
  })

  it('of calls', async () => {
    await ask('listCalls')
    await ask('checkCalls', { body: { operation: 'momo', never: true } })
    await refused('unknown-operation', 'listCalls', { query: '?operation=momo.createNothing' })
    await refused('unknown-operation', 'checkCalls', { body: { operation: 'momo.createNothing' } })
  })

  it('of held calls', async () => {
    const of = await start({})
    const token = (body: string | Uint8Array = '') =>
      fetch(`${of.url}/collection/token/`, { method: 'POST', body: body as string })
    const { json: hold } = await ask('hold', { of, body: { point: 'request', match: { operation: 'momo' } } })
    await refused('bad-input', 'hold', { of, body: { point: 'request', match: { host: 'shop.test' } } })
    const nothing = { point: 'request', match: { operation: 'momo.createNothing' } }
    await refused('unknown-operation', 'hold', { of, body: nothing })
    const answer = token(new Uint8Array([0xff]))
    const { json } = await ask('listHolds', { of, query: `?hold=${hold.id}&waitMs=60000` })
    const at = { id: json.calls[0].id }
    await refused('cannot-change-call', 'releaseCall', { of, at, body: { change: { body: 'text' } } })
    await ask('releaseCall', { of, at, body: {} })
    expect((await answer).status).toBe(401)
    await refused('call-not-held', 'releaseCall', { of, at, body: {} })
    await refused('unknown-held-call', 'releaseCall', { of, at: { id: 'call-9' }, body: {} })
    await ask('deleteHold', { of, at: { id: hold.id } })
    await refused('unknown-hold', 'deleteHold', { of, at: { id: hold.id } })
    await ask('hold', { of, body: { point: 'callback', first: 1 } })
    await of.merchant().requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
    const phone = of.phone(ama)
    await phone.prompted()
    await phone.choose('Approve')
    await phone.reply(phone.pin)
    await ask('listHolds', { of, query: '?waitMs=60000' })
    await refused('calls-held', 'takeSnapshot', { of, body: { name: 'half' } })
    await ask('clearHolds', { of })
  })

  it('of snapshots', async () => {
    const data = join(folder, 'one.db')
    const of = await start({ data })
    const at = { name: 'here' }
    await ask('takeSnapshot', { of, body: at })
    await ask('listSnapshots', { of })
    await ask('restoreSnapshot', { of, at })
    await refused('unknown-snapshot', 'restoreSnapshot', { of, at: { name: 'there' } })
    await refused('unknown-snapshot', 'deleteSnapshot', { of, at: { name: 'there' } })
    await refused('not-a-snapshot-name', 'takeSnapshot', { of, body: { name: '../here' } })
    mkdirSync(`${data}.snapshots/folder.db`)
    writeFileSync(`${data}.snapshots/broken.db`, 'no database')
    await ask('listSnapshots', { of })
    await refused('snapshot-unusable', 'restoreSnapshot', { of, at: { name: 'broken' } })
    await refused('snapshot-unusable', 'takeSnapshot', { of, body: { name: 'folder' } })
    await refused('snapshot-unusable', 'deleteSnapshot', { of, at: { name: 'folder' } })
    const other = await start({ data: join(folder, 'two.db') })
    await ask('takeSnapshot', { of: other, body: { name: 'theirs' } })
    copyFileSync(join(folder, 'two.db.snapshots', 'theirs.db'), `${data}.snapshots/theirs.db`)
    await refused('snapshot-of-another-file', 'restoreSnapshot', { of, at: { name: 'theirs' } })
    await ask('deleteSnapshot', { of, at })
  })

  it('of recordings', async () => {
    const at = { name: 'pay' }
    await refused('not-a-recording-name', 'startRecording', { body: { name: 'a b' } })
    for (const id of ['getRecording', 'stopRecording', 'deleteRecording'])
      await refused('unknown-recording', id, { at: { name: 'none' } })
    await ask('startRecording', { body: at })
    await refused('recording-under-way', 'startRecording', { body: at })
    await refused('nothing-recorded', 'getRecording', { at })
    await sim.phone(ama).dial('*165#')
    expect((await ask('getRecording', { at })).text).toContain('session: Pay')
    await ask('listRecordings')
    await ask('stopRecording', { at })
    await ask('deleteRecording', { at })
  })

  it('of callbacks, the ledger and the timeline', async () => {
    await ask('resetWorld')
    await sim.network.shortCode('24242', { callbackUrl: nowhere })
    await sim.phone(ama).text('24242', 'Hello')
    const order = await sim.merchant().requestToPay({ payer: ama, amount: '2.50', currency: 'EUR' })
    await sim.phone(ama).prompted()
    await sim.phone(ama).choose('Approve')
    await sim.phone(ama).reply(sim.phone(ama).pin)
    await sim.settle()
    expect((await order.status()).status).toBe('SUCCESSFUL')
    expect((await ask('listMessages', { query: '?waitMs=1' })).json).not.toEqual([])
    const { json: callbacks } = await ask('listCallbacks')
    expect(callbacks).toHaveLength(2)
    for (const { id } of callbacks) await ask('resendCallback', { at: { id: String(id) } })
    await refused('not-a-callback-id', 'resendCallback', { at: { id: 'one' } })
    await refused('unknown-callback', 'resendCallback', { at: { id: '99999' } })
    const { json: accounts } = await ask('listAccounts')
    const { id } = accounts.find((one: { phone: string | null }) => one.phone === ama)
    expect((await ask('listLedgerEntries', { query: `?account=${id}` })).json).not.toEqual([])
    await ask('auditLedger')
    const [paid] = (await ask('listPayments')).json.payments
    expect((await ask('getPayment', { at: { id: paid.id } })).json.moved).toHaveLength(1)
    await refused('unknown-payment', 'getPayment')
    expect((await ask('listEvents')).json).not.toEqual([])
    expect((await ask('listTimeline')).json.entries).not.toEqual([])
    expect((await ask('exportHar')).json.log.entries).not.toEqual([])
    const apiUser = (await sim.world()).momo.apiUsers.at(-1)?.id ?? ''
    const at = { apiUser }
    expect((await ask('getMerchantStatement', { at })).json.lines).not.toEqual([])
    await ask('getMerchantStatement', { at, query: '?format=csv' })
    await refused('unknown-api-user', 'getMerchantStatement')
    await refused('not-a-time', 'getMerchantStatement', { at, query: '?from=noon' })
    await refused('empty-period', 'getMerchantStatement', { at, query: '?from=2026-01-06&to=2026-01-05' })
  })

  it.each(['listEvents', 'listTimeline'])('of a stream: %s', async (id) => {
    const operation = document.operation(`sim.${id}`)
    const gone = new AbortController()
    const url = urlOf(operation, {})
    const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal: gone.signal })
    const { value } = (await response.body?.getReader().read()) ?? {}
    gone.abort()
    const { status, headers } = response
    await held(operation, new Response(value ?? '', { status, headers }), url)
  })

  it('of e-mail and OnePipe', async () => {
    await ask('listMailboxes')
    const { onepipe } = (await ask('getWorld')).json
    await ask('getConnect', { query: '?url=https://payersim.example/w/suite-1' })
    await refused('bad-input', 'getConnect', { query: '?url=file:///etc' })
    const { type, plaintext } = onepipe.sources.find(({ email }: { email?: string }) => email !== undefined)
    const [one, two] = onepipe.apps.map(({ name }: { name: string }) => name)
    const app = sim.onepipeApp(one)
    const { transactionRef: ref } = await app.getBalance({ type, plaintext })
    await sim.settle()
    const at = { ref }
    expect((await ask('listEmails', { query: '?waitMs=1' })).json).not.toEqual([])
    await refused('not-a-mail-address', 'listEmails', { at: { address: 'bola' } })
    await refused('otp-sent-just-now', 'resendOtp', { at })
    for (let sent = 0; sent < 9; sent++) {
      await sim.clock.advance('PT30S')
      const { status } = await ask('resendOtp', { at })
      if (status !== 200) break
    }
    await refused('otp-sent-too-often', 'resendOtp', { at })
    await refused('unknown-transaction', 'resendOtp')
    const second = await sim.onepipeApp(two).getBalance({ type, plaintext, transactionRef: ref })
    await refused('several-transactions', 'resendOtp', { at })
    await refused('no-otp-awaited', 'resendOtp', { at, body: { app: two } })
    expect(second.transactionRef).toBe(ref)
    expect((await ask('listOnePipeStatements')).json).not.toEqual([])
    await ask('listOnePipeStatements', { headers: { accept: 'text/csv' } })
    await refused('unknown-app', 'listOnePipeStatements', { query: '?app=Nobody' })
    await refused('not-a-time', 'listOnePipeStatements', { query: '?from=noon' })
    await refused('empty-period', 'listOnePipeStatements', { query: '?from=2026-01-06&to=2026-01-05' })
  })

  it('of worlds by name', async () => {
    const at = { name: 'suite-1' }
    await ask('openWorld', { body: { name: 'suite-1', clock: 'frozen' } })
    await ask('getNamedWorld', { at })
    expect((await ask('listWorlds')).json).toHaveLength(1)
    await refused('world-is-there', 'openWorld', { body: at })
    await refused('not-a-world-name', 'openWorld', { body: { name: 'Suite 1' } })
    await refused('bad-world', 'openWorld', { body: { name: 'suite-2', world: { people: 7 } } })
    await refused('bad-world', 'openWorld', { body: { name: 'suite-2', world: 'people: 7' } })
    await refused('unknown-world', 'openWorld', { body: { name: 'suite-2', from: 'none' } })
    const noon = { name: 'suite-2', clock: 'frozen', at: 'noon' }
    await refused('not-a-time', 'openWorld', { body: noon })
    await refused('own-world', 'endWorld', { at: { name: 'default' } })
    await ask('endWorld', { at })
    for (const id of ['getNamedWorld', 'endWorld']) await refused('unknown-world', id, { at })
    const of = await start({ worlds: { most: 1 } })
    await ask('openWorld', { of, body: at })
    await refused('too-many-worlds', 'openWorld', { of, body: { name: 'suite-2' } })
  })

  it('of the simulator as a whole', async () => {
    await ask('listProviders')
    await ask('getHealth')
  })

  it('of a data file that cannot be written', async () => {
    const of = await start({ data: join(folder, 'full.db'), logger: { warn: () => {}, error: () => {} } })
    const failing = vi.spyOn(Connection.prototype, 'change')
    try {
      for (const [code, name] of [
        ['SQLITE_FULL', 'disk-full'],
        ['SQLITE_READONLY', 'data-file-unusable'],
      ] as const) {
        failing.mockImplementation(() => {
          throw new Sqlite.SqliteError('it fails', code)
        })
        await refused(name, 'dialPhone', { of, body: { code: '*165#' } })
      }
      expect((await ask('getHealth', { of })).status).toBe(503)
    } finally {
      failing.mockRestore()
    }
  })

  it('of a phone that there is not', async () => {
    const of = await start({ world: parseWorld('phones: closed\n', 'world.yaml') })
    for (const id of withProblem('unknown-phone')) {
      const body = bodies[id]
      await refused('unknown-phone', id, { of, at: { msisdn: '+46733000099' }, ...(body && { body }) })
      await refused('not-a-phone-number', id, { of, at: { msisdn: '12' }, ...(body && { body }) })
    }
    expect(withProblem('not-a-phone-number')).toEqual(withProblem('unknown-phone'))
  })

  it('of what is wrong with a request as such', async () => {
    for (const id of withProblem('bad-http')) {
      const operation = document.operation(`sim.${id}`)
      const url = `${sim.url}${operation.path.replace(/\{\w+\}/g, '%E0%A4%A')}`
      const response = await fetch(url, { method: operation.method })
      const problem = (await response.clone().json()) as { type: string }
      expect(problem.type, id).toBe('/docs/problems#bad-http')
      await held(operation, response, `${sim.url}${operation.path}`)
    }
    for (const id of withProblem('bad-json')) {
      await refused('bad-json', id, { body: '{' })
      await refused('body-too-large', id, { body: JSON.stringify('x'.repeat(200_000)) })
      const headers = { 'content-type': 'application/json; charset=klingon' }
      await refused('unsupported-encoding', id, { body: '{}', headers })
    }
    const query = `?waitMs=x&by=x&account=x&nope=1&limit=x&url=x&after=${'x'.repeat(101)}`
    for (const id of withProblem('bad-input')) {
      const { takesBody } = document.operation(`sim.${id}`)
      await refused('bad-input', id, takesBody ? { body: { nope: 1 } } : { query })
    }
  })

  it('of callers who are refused', async () => {
    const of = await start({ adminToken: 'a-token', behindProxy: true })
    for (const id of withProblem('not-local')) {
      await refused('not-local', id, { headers: { origin: 'https://elsewhere.example' } })
      await refused('token-needed', id, { of })
    }
    expect(document.operations.length - withProblem('not-local').length).toBe(1)
  })
})

const referenceId = '6f1c2b1e-5a3d-4c7e-9b60-0d1f2e3a4b5c'
/** Bodies with which only the phone is wrong. */
const bodies: Record<string, object> = {
  changePhone: { online: true },
  dialPhone: { code: '*165#' },
  replyOnPhone: { text: '1' },
  chooseOnPhone: { label: 'Balance' },
  sendMessage: { to: '24242', text: 'Hello' },
  releasePrompt: { referenceId },
}

describe('of each control route', () => {
  it('every success was answered above', () => {
    const missing = document.operations.flatMap(({ id, successes }) =>
      successes.map((one) => `${id} ${one}`).filter((one) => !document.seen.has(one)),
    )
    expect(missing).toEqual([])
  })

  it('every error that it lists was answered above, but for those that are exempt', () => {
    const missing = document.operations.flatMap(({ id, problems }) =>
      problems.filter((name) => !(name in exempt)).map((name) => `${id} ${name}`),
    )
    expect(missing.filter((one) => !document.seen.has(one))).toEqual([])
  })
})

describe('a document with something missing', () => {
  it('does not fit', () => {
    const screen = {
      sessionId: null,
      status: 'ended',
      text: '',
      hops: 0,
      error: null,
      options: [],
      warnings: [],
    }
    const told = (value: object, status = 200, contentType = 'application/json') =>
      document.check({
        method: 'POST',
        path: `/_sim/phones/${ama}/cancel`,
        status,
        contentType,
        text: JSON.stringify(value),
      })
    expect(() => told(screen)).not.toThrow()
    expect(() => told({ ...screen, more: 1 })).toThrow('additional properties')
    expect(() => told({ ...screen, hops: '0' })).toThrow('must be number')
    expect(() => told(screen, 202)).toThrow('no 202 of sim.hangUpPhone')
    expect(() => told(screen, 200, 'text/plain')).toThrow('no text/plain')
    const problem = {
      type: '/docs/problems#no-open-session',
      title: 'No session is open',
      status: 409,
      detail: '',
    }
    expect(() => told(problem, 409, 'application/problem+json')).not.toThrow()
    const other = { ...problem, type: '/docs/problems#unknown-snapshot' }
    expect(() => told(other, 409, 'application/problem+json')).toThrow('allowed values')
  })
})
