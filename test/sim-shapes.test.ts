import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Simulator, startSimulator } from '../src/index.ts'
import { momoViewSchema, statementSchema } from '../src/providers/momo/terms/index.ts'
import {
  onePipeStatementSchema,
  onePipeViewSchema,
  resentSchema,
} from '../src/providers/onepipe/terms/index.ts'
import { auditSchema } from '../src/terms/sim/audit.ts'
import { callsCheckSchema, callsSchema } from '../src/terms/sim/call.ts'
import { callbackSchema } from '../src/terms/sim/callback.ts'
import { clockSchema, nextDeadlineSchema } from '../src/terms/sim/clock.ts'
import { connectSchema } from '../src/terms/sim/connect.ts'
import { faultReadingSchema } from '../src/terms/sim/fault.ts'
import { harSchema } from '../src/terms/sim/har.ts'
import { healthSchema } from '../src/terms/sim/health.ts'
import { holdSchema, holdsSchema } from '../src/terms/sim/hold.ts'
import { accountSchema, ledgerEntrySchema } from '../src/terms/sim/ledger.ts'
import { machineSchema, seenSchema, standingSchema, walkedSchema } from '../src/terms/sim/machine.ts'
import { emailSchema, mailboxSchema } from '../src/terms/sim/mailbox.ts'
import { messageSchema, sentSmsSchema, threadSchema } from '../src/terms/sim/message.ts'
import { namedWorldSchema } from '../src/terms/sim/named-world.ts'
import { dialectSchema, serviceCodeSchema, shortCodeSchema } from '../src/terms/sim/network.ts'
import { operationSchema } from '../src/terms/sim/operation.ts'
import { openedPaymentSchema, paymentsSchema } from '../src/terms/sim/payment.ts'
import { phoneViewSchema, screenSchema } from '../src/terms/sim/phone.ts'
import { problemSchema } from '../src/terms/sim/problem.ts'
import { providerViewSchema } from '../src/terms/sim/provider.ts'
import { recordingSchema } from '../src/terms/sim/recording.ts'
import { listedSnapshotSchema, snapshotSchema } from '../src/terms/sim/snapshot.ts'
import { timelineEventSchema } from '../src/terms/sim/timeline.ts'
import { entriesSchema, exchangeSchema, movementSchema } from '../src/terms/sim/timeline-entry.ts'
import { worldViewSchema } from '../src/terms/sim/world.ts'
import { controlRoutes } from './control-routes.fixture.ts'

/** The same shape, with no key in it that it does not name. */
function strictly(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodLazy) return strictly(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
    return z.strictObject(Object.fromEntries(fields.map(([name, field]) => [name, strictly(field)])))
  }
  if (schema instanceof z.ZodArray) return z.array(strictly(schema.element as z.ZodType))
  if (schema instanceof z.ZodNullable) return strictly(schema.unwrap() as z.ZodType).nullable()
  if (schema instanceof z.ZodOptional) return strictly(schema.unwrap() as z.ZodType).optional()
  if (schema instanceof z.ZodUnion) return z.union((schema.options as z.ZodType[]).map(strictly))
  return schema
}

/** With the parts of payersim's own providers. */
const worldView = worldViewSchema.unwrap().extend({ momo: momoViewSchema, onepipe: onePipeViewSchema })

const ama = '+46733000001'
/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:1/'
let sim: Simulator
const asked = new Set<string>()
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterAll(() => sim.close())

interface Asked {
  /** What stands for the names in the route. */
  at?: Record<string, string>
  query?: string
  body?: unknown
}

/** Asks one route, and holds every key of its answer against the shape. */
async function answer<Schema extends z.ZodType>(
  route: string,
  schema: Schema,
  { at = {}, query = '', body }: Asked = {},
): Promise<z.output<Schema>> {
  const text = await send(route, { at, query, body })
  const value = JSON.parse(text) as z.output<Schema>
  expect(strictly(schema).safeParse(value).error?.issues, `${route} answered ${text}`).toBeUndefined()
  return value
}

async function send(route: string, { at = {}, query = '', body }: Asked = {}): Promise<string> {
  asked.add(route)
  const [method = '', path = ''] = route.split(' ')
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(at[name] ?? ''))
  const response = await fetch(`${sim.url}/_sim${filled}${query}`, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/yaml' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  expect(response.ok, `${route} answered ${response.status} ${text}`).toBe(true)
  return text
}

/** Not one of the list alone: an empty one fits any shape. */
const some = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).min(1)

it('phones, messages and the machines of the payer’s app are as their shapes say', async () => {
  const at = { msisdn: ama }
  await answer('GET /phones', some(phoneViewSchema))
  await answer('GET /phones/:msisdn', phoneViewSchema, { at })
  await answer('PATCH /phones/:msisdn', phoneViewSchema, { at, body: { online: true } })
  await answer('POST /phones/:msisdn/dial', screenSchema, { at, body: { code: '*165#' } })
  expect(await answer('GET /phones/:msisdn/machine', standingSchema, { at })).not.toBeNull()
  await answer('POST /phones/:msisdn/reply', screenSchema, { at, body: { text: '2' } })
  await answer('POST /phones/:msisdn/dial', screenSchema, { at, body: { code: '*165#' } })
  await answer('POST /phones/:msisdn/choose', screenSchema, { at, body: { label: 'Balance' } })
  await answer('POST /phones/:msisdn/dial', screenSchema, { at, body: { code: '*165#' } })
  await answer('POST /phones/:msisdn/cancel', screenSchema, { at, body: {} })
  expect(await answer('GET /phones/:msisdn/machine', standingSchema, { at })).toBeNull()
  await answer('GET /machines', some(machineSchema))
  await answer('GET /machines/seen', some(seenSchema))
  expect(await answer('GET /phones/:msisdn/path', walkedSchema, { at })).not.toBeNull()
  await answer('POST /phones/:msisdn/messages', sentSmsSchema, { at, body: { to: '24242', text: 'Hello' } })
  await answer('GET /phones/:msisdn/threads', some(threadSchema), { at })
})

it('a screen that failed is as its shape says', async () => {
  await sim.network.serviceCode('*384*9#', nowhere)
  const screen = await answer('POST /phones/:msisdn/dial', screenSchema, {
    at: { msisdn: ama },
    body: { code: '*384*9#' },
  })
  expect(screen).toMatchObject({ status: 'failed', diagnosis: expect.any(String) })
})

it('a prompt is held and released with empty answers', async () => {
  const at = { msisdn: ama }
  expect(await send('POST /phones/:msisdn/prompt/hold', { at, body: {} })).toBe('')
  const { id: referenceId } = await sim.merchant().requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
  expect(await send('POST /phones/:msisdn/prompt/release', { at, body: { referenceId } })).toBe('')
})

it('codes and networks are as their shapes say', async () => {
  const at = { code: '*384*8#' }
  await answer('PUT /network/service-codes/:code', serviceCodeSchema, { at, body: { callbackUrl: nowhere } })
  await answer('GET /network/service-codes', some(serviceCodeSchema))
  await answer('GET /network/service-codes/:code', serviceCodeSchema, { at })
  await send('DELETE /network/service-codes/:code', { at })
  const short = { at: { code: '24242' }, body: { callbackUrl: nowhere } }
  await answer('PUT /network/short-codes/:code', shortCodeSchema, short)
  await answer('GET /network/short-codes', some(shortCodeSchema))
  await answer('GET /network/short-codes/:code', shortCodeSchema, { at: { code: '24242' } })
  await answer('GET /network/dialects', some(dialectSchema))
})

it('the clock, faults, snapshots and recordings are as their shapes say', async () => {
  await answer('POST /clock/freeze', clockSchema, { body: {} })
  await answer('GET /clock', clockSchema)
  await answer('POST /clock/advance', clockSchema, { body: { by: 'PT1S' } })
  await answer('POST /settle', clockSchema, { body: {} })
  await answer('GET /clock/next', nextDeadlineSchema)
  const plan = { point: 'sms', do: 'delayed', match: { recipient: ama }, when: { nth: 9 } }
  const plans = [{ ...plan, args: { delay: 'PT5S' } }]
  await answer('PUT /faults', some(faultReadingSchema), { body: plans })
  await answer('GET /faults', some(faultReadingSchema))
  await answer('GET /operations', some(operationSchema))
  await send('DELETE /faults')
  await answer('POST /recordings', recordingSchema, { body: { name: 'pay' } })
  await answer('POST /snapshots', snapshotSchema, { body: { name: 'here' } })
  await answer('GET /snapshots', some(listedSnapshotSchema))
  await answer('POST /snapshots/:name/restore', clockSchema, { at: { name: 'here' }, body: {} })
  await send('DELETE /snapshots/:name', { at: { name: 'here' } })
  await sim.phone(ama).dial('*165#')
  await answer('GET /recordings', some(recordingSchema))
  expect(await send('GET /recordings/:name', { at: { name: 'pay' } })).toContain('session: Pay')
  await answer('POST /recordings/:name/stop', recordingSchema, { at: { name: 'pay' }, body: {} })
  await send('DELETE /recordings/:name', { at: { name: 'pay' } })
})

it('money, callbacks and the timeline are as their shapes say', async () => {
  // The session of the test before is in the way.
  await sim
    .phone(ama)
    .cancel()
    .catch(() => undefined)
  const shop = sim.merchant()
  const order = await shop.requestToPay({ payer: sim.phone(ama), amount: '2.50', currency: 'EUR' })
  await sim.phone(ama).prompted()
  await sim.phone(ama).choose('Approve')
  await sim.phone(ama).reply(sim.phone(ama).pin)
  await sim.settle()
  expect((await order.status()).status).toBe('SUCCESSFUL')
  await answer('GET /phones/:msisdn/messages', some(messageSchema), { at: { msisdn: ama } })
  const { payments } = await answer('GET /payments', paymentsSchema)
  const at = { id: payments[0]?.id ?? '' }
  expect(await answer('GET /payments/:id', openedPaymentSchema, { at })).toMatchObject({
    state: 'successful',
  })
  const [firstCallback] = await answer('GET /callbacks', some(callbackSchema))
  await answer('POST /callbacks/:id/resend', callbackSchema, {
    at: { id: String(firstCallback?.id) },
    body: {},
  })
  await sim.network.shortCode('24242', { callbackUrl: nowhere })
  await sim.phone(ama).text('24242', 'Hello again')
  await sim.settle()
  const callbacks = await answer('GET /callbacks', some(callbackSchema))
  expect(new Set(callbacks.map(({ subscriber }) => subscriber))).toEqual(
    new Set(['momo.callback', 'network.sms-inbound']),
  )
  const accounts = await answer('GET /ledger/accounts', some(accountSchema))
  const { id } = accounts.find(({ phone }) => phone === ama) ?? {}
  await answer('GET /ledger/entries', some(ledgerEntrySchema), { query: `?account=${id}` })
  await answer('GET /ledger/audit', auditSchema)
  const apiUser = (await sim.world()).momo.apiUsers.at(-1)?.id ?? ''
  const statement = await answer('GET /merchants/:apiUser/statement', statementSchema, { at: { apiUser } })
  expect(statement.lines.map(({ kind }) => kind)).toContain('request-to-pay')
  await answer('GET /timeline', some(timelineEventSchema))
  const { entries } = await answer('GET /timeline/all', entriesSchema)
  const exchanges = entries.filter((entry) => entry.id.startsWith('http-')).map(({ data }) => data)
  const movements = entries.filter(({ kind }) => kind === 'ledger.moved').map(({ data }) => data)
  expect(strictly(some(exchangeSchema)).safeParse(exchanges).error?.issues).toBeUndefined()
  expect(strictly(some(movementSchema)).safeParse(movements).error?.issues).toBeUndefined()
})

it('e-mail and OnePipe are as their shapes say', async () => {
  const { onepipe } = await answer('GET /world', worldView)
  const { type, plaintext, email: address } = onepipe.sources.find(({ email }) => email !== undefined) ?? {}
  if (!type || !plaintext || !address) throw new Error('The built-in world has a source with an address.')
  const { transactionRef: ref } = await sim.onepipeApp().getBalance({ type, plaintext })
  await answer('GET /mailboxes', some(mailboxSchema))
  await answer('GET /mailboxes/:address/messages', some(emailSchema), { at: { address } })
  await sim.clock.advance('PT30S')
  await answer('POST /onepipe/:ref/resend', resentSchema, { at: { ref }, body: {} })
  const [statement] = await answer('GET /onepipe/statements', some(onePipeStatementSchema))
  expect(statement?.lines).not.toEqual([])
})

it('health, providers, the world, its reset and every refusal are as their shapes say', async () => {
  await answer('GET /health', healthSchema)
  await answer('GET /providers', some(providerViewSchema))
  await sim.network.shortCode('24242', { callbackUrl: nowhere })
  const world = await answer('GET /world', worldView)
  await answer('GET /connect', some(connectSchema.unwrap()), { query: '?language=fr' })
  expect(world.network.shortCodes).not.toEqual([])
  await send('DELETE /network/short-codes/:code', { at: { code: '24242' } })
  await answer('POST /reset', worldView, { body: {} })
  await answer('POST /clock/run', clockSchema, { body: {} })
  for (const path of ['/phones/12', '/nowhere', '/ledger/entries?account=x']) {
    const response = await fetch(`${sim.url}/_sim${path}`)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.parse(await response.json())).toMatchObject({ status: response.status })
  }
})

it('calls are as their shapes say', async () => {
  await fetch(`${sim.url}/collection/token/`, { method: 'POST' })
  const { calls } = await answer('GET /calls', callsSchema)
  expect(calls).not.toEqual([])
  await answer('POST /calls/check', callsCheckSchema, { body: { operation: 'momo' } })
})

it('held calls and the archive of requests are as their shapes say', async () => {
  const body = { point: 'request', match: { operation: 'momo' } }
  const { id } = await answer('POST /holds', holdSchema, { body })
  const calling = fetch(`${sim.url}/collection/token/`, { method: 'POST' })
  const { calls } = await answer('GET /holds', holdsSchema, { query: `?hold=${id}&waitMs=20000` })
  await send('POST /holds/calls/:id/release', { at: { id: calls[0]?.id ?? '' }, body: {} })
  expect((await calling).status).toBe(401)
  await send('DELETE /holds/:id', { at: { id } })
  await send('DELETE /holds')
  const { log } = await answer('GET /timeline.har', harSchema)
  expect(log.entries).not.toEqual([])
})

it('worlds by name are as their shapes say', async () => {
  const at = { name: 'suite-1' }
  await answer('POST /worlds', namedWorldSchema, { body: at })
  await answer('GET /worlds', some(namedWorldSchema))
  await answer('GET /worlds/:name', namedWorldSchema, { at })
  await send('DELETE /worlds/:name', { at })
})

it('no control route is left out above', () => {
  const laidOut = controlRoutes().map((route) => route.replace(/\{(\w+)\}/g, ':$1'))
  expect(laidOut.length).toBeGreaterThan(40)
  expect(laidOut.filter((route) => !asked.has(route))).toEqual([])
})
