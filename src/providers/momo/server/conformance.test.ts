import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../kernel/index.ts'
import { resolveMomoQuirks } from '../quirks.ts'
import { operationOf } from './conformance.fixture.ts'
import { type Case, cases, type Params } from './conformance-cases.fixture.ts'
import { unusedDeviations } from './deviations.fixture.ts'
import { magicAmounts } from './magic-amounts.ts'
import { magicNumbers } from './magic-numbers.ts'
import { type Endpoint, type Operation, type OperationName, operationList } from './operations.ts'
import { openWorld, reference, shop, type World } from './world.fixture.ts'

// The fixture of the world holds each answer and each callback against our schema, and against MTN's exports.

/** Worlds with the readings that change bodies. */
const readings: ReadonlyArray<{ platform: 'classic' | 'new'; quirks: Record<string, string> }> = [
  { platform: 'classic', quirks: {} },
  { platform: 'new', quirks: { 'reason-form': 'object', 'ongoing-numbers': 'failed' } },
  {
    platform: 'classic',
    quirks: {
      'ongoing-numbers': 'failed',
      'user-info-fields': 'exported',
      'bearer-failure': 'gateway',
    },
  },
  {
    platform: 'classic',
    quirks: {
      'magic-refusals': 'synchronous',
      'malformed-body': '403',
      'bad-request-body': 'message',
      'login-failure': '401',
      'token-slash': 'required',
    },
  },
]

/** What may go wrong inside, and what is answered then. */
const troubles: ReadonlyArray<[number, Error]> = [
  [500, new Error('broken')],
  [503, new StoreError('disk-full', 'The disk is full.')],
]

interface Request {
  path: string
  headers: Record<string, string>
  body?: unknown
}

/** The statuses with which each operation has answered, in any world. */
const seen = new Map<string, Set<number>>()
let count = 0
const fresh = () => {
  count += 1
  return reference(count)
}

async function callsIn(world: World) {
  const call = async (method: string, { path, ...sent }: Request) => {
    const answer = await world.call(method, path, sent)
    const name = operationOf(method, path)?.[0] ?? ''
    seen.set(name, (seen.get(name) ?? new Set()).add(answer.status))
    return answer
  }
  const signed = {
    collection: await world.signed('collection'),
    disbursement: await world.signed('disbursement'),
    remittance: await world.signed('remittance'),
  }
  const headersFor = ({ access, headers }: Operation, { product }: Endpoint): Record<string, string> => {
    const own = product === 'any' ? 'collection' : product
    const identity: Record<string, string> =
      access === 'basic'
        ? { ...world.basic(shop.id, shop.apiKey), 'X-Target-Environment': shop.targetEnvironment }
        : access === 'consent'
          ? { 'X-Target-Environment': shop.targetEnvironment }
          : {}
    return {
      ...(access === 'bearer' || access === 'either' ? signed[own] : world.key(own)),
      ...identity,
      ...('X-Reference-Id' in headers && { 'X-Reference-Id': fresh() }),
      ...('X-Callback-Url' in headers && { 'X-Callback-Url': 'http://cb.example/' }),
    }
  }
  const at = (path: string): [Operation, Endpoint] => {
    const operation = operationOf('POST', path)?.[1] ?? operationOf('GET', path)?.[1]
    const endpoint = operation?.at.find((place) => place.path.split('/')[1] === path.split('/')[1])
    if (!operation || !endpoint) throw new Error(`There is no operation at ${path}.`)
    return [operation, endpoint]
  }
  const doing = {
    async post(path: string, body: object) {
      const headers = headersFor(...at(path))
      expect((await call('POST', { path, headers, body })).status, path).toBe(202)
      return headers['X-Reference-Id'] ?? ''
    },
    async postForm(path: string, body: string) {
      const answer = await call('POST', { path, headers: headersFor(...at(path)), body })
      expect(answer.status, path).toBe(200)
      return answer.json
    },
    get: async (path: string) => (await call('GET', { path, headers: headersFor(...at(path)) })).json,
    approve: () => world.answer('approve'),
  }
  return { call, headersFor, doing }
}

const filled = (path: string, params: Params) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

/** Requests that are each wrong in one way. */
function errors(
  [name, operation]: readonly [OperationName, Operation],
  { path, params, headers, body }: Request & { params: Params },
): Request[] {
  const without = (header: string) =>
    Object.fromEntries(Object.entries(headers).filter(([sent]) => sent !== header))
  const template = path
  const good = { path: filled(template, params), headers, body }
  const withParam = (param: string, value: string) => ({
    ...good,
    path: filled(template, { ...params, [param]: value }),
  })
  const ofToken = [
    { ...good, headers: without('Authorization') },
    { ...good, headers: { ...headers, 'X-Target-Environment': 'mtnghana' } },
    { ...good, headers: without('X-Target-Environment') },
  ]
  const ofUser = [
    { ...good, headers: { ...headers, Authorization: 'Basic eDp5' } },
    { ...good, headers: without('X-Target-Environment') },
    { ...good, path: good.path.replace(/\/$/, '') },
  ]
  const ofBody = ['', '{}', '{"a', 'x'.repeat(70_000)].map((wrong) => ({ ...good, body: wrong }))
  return [
    { ...good, headers: without('Ocp-Apim-Subscription-Key') },
    ...(['bearer', 'either', 'consent'].includes(operation.access) ? ofToken : []),
    ...(operation.access === 'basic' ? ofUser : []),
    ...(operation.body === null
      ? []
      : [...ofBody, { ...good, headers: { ...headers, 'Content-Encoding': 'rot13' } }]),
    ...('X-Reference-Id' in headers ? [{ ...good, headers: { ...headers, 'X-Reference-Id': '17' } }] : []),
    ...Object.keys(params).map((param) => withParam(param, '!')),
    ...Object.keys(params)
      .filter((param) => param !== 'accountHolderIdType')
      // No phone can have the number; nobody has the others.
      .map((param) => withParam(param, param === 'accountHolderId' ? '222222' : reference(999_999))),
    // The reference id has been used.
    ...(name.startsWith('create') ? [good] : []),
  ]
}

/** The request with each test number of the operation in the place of the person. */
function numbered(
  operation: Operation,
  { withNumber }: Case,
  request: Request & { params: Params },
): Request[] {
  if (operation.testNumbers === undefined) return []
  return Object.keys(magicNumbers[operation.testNumbers]).map((id) => {
    const type = id.includes('@') ? 'EMAIL' : id.includes('-') ? 'PARTY_CODE' : 'MSISDN'
    const { path, params, headers, body } = request
    if ('accountHolderId' in params) {
      const person = { accountHolderIdType: type, accountHolderId: id }
      return { ...request, path: filled(path, { ...params, ...person }) }
    }
    const party = { partyIdType: type, partyId: id }
    const fields = Object.entries(body as object).map(([field, value]: [string, unknown]) => [
      field,
      typeof value === 'object' && value !== null && 'partyIdType' in value ? party : value,
    ])
    return {
      path: filled(path, params),
      headers: { ...headers, 'X-Reference-Id': fresh() },
      body: withNumber ? withNumber(id) : Object.fromEntries(fields),
    }
  })
}

/** The request with each test amount of the operation. */
function valued({ testAmounts }: Operation, { path, headers, body }: Request): Request[] {
  if (!testAmounts) return []
  return Object.keys(magicAmounts).map((amount) => ({
    path,
    headers: { ...headers, 'X-Reference-Id': fresh() },
    body: JSON.parse(JSON.stringify(body), (field, value) => (field === 'amount' ? amount : value)),
  }))
}

describe.each(readings)('on the $platform platform, with $quirks', ({ platform, quirks }) => {
  it.each(operationList)('%s answers everywhere as its schemas say', async (name, operation) => {
    const world = await openWorld(quirks, { sandbox: { platform, quirks: resolveMomoQuirks(quirks) } })
    const { call, headersFor, doing } = await callsIn(world)
    const one = cases[name]
    for (const endpoint of operation.at) {
      const params = (await one.before?.(doing, endpoint.path)) ?? {}
      const headers = { ...headersFor(operation, endpoint), ...one.headers?.(params) }
      const body = typeof one.body === 'function' ? one.body(params) : one.body
      const good = { path: filled(endpoint.path, params), headers, body }
      const template = { path: endpoint.path, params, headers, body }
      expect((await call(operation.method, good)).status, good.path).toBe(operation.success)
      const { transact, read } = world.kernel
      for (const [status, error] of troubles) {
        const broken = () => Promise.reject<never>(error)
        Object.assign(world.kernel, { transact: broken, read: broken })
        expect((await call(operation.method, good)).status, good.path).toBe(status)
      }
      Object.assign(world.kernel, { transact, read })
      const refused = (one.wrong ?? []).map((body) => ({ ...good, body }))
      for (const wrong of [...errors([name, operation], template), ...refused])
        await call(operation.method, wrong)
      const scripted = [...numbered(operation, one, template), ...valued(operation, template)]
      for (const request of scripted) {
        await call(operation.method, request)
        await world.kernel.settle()
        const referenceId = request.headers['X-Reference-Id'] ?? ''
        const status = { path: `${request.path}/${referenceId}`, headers }
        if (referenceId !== '' && operationOf('GET', status.path)) await call('GET', status)
      }
      await world.kernel.settle()
    }
  })
})

describe('in these worlds', () => {
  // Only a body is refused so.
  const ofBodies = [403, 413, 415]

  it.each(operationList)('%s has shown every status that the table has', (name, { body, responses }) => {
    const { elsewhere = {} } = cases[name]
    const wanted = Object.keys(responses)
      .map(Number)
      .filter((status) => !(status in elsewhere) && !(body === null && ofBodies.includes(status)))
    expect([...(seen.get(name) ?? [])].sort()).toEqual(expect.arrayContaining(wanted))
  })

  it('each deviation from the exports that the tests name has been seen', () => {
    expect(unusedDeviations()).toEqual([])
  })
})
