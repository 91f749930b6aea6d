import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Simulator, startSimulator } from '../src/index.ts'
import { encryptSecure, signatureOf } from '../src/providers/onepipe/client/secure.ts'
import { type Answered, type Ask, type Asked, inProcess, overSocket } from './two-ways.fixture.ts'

const keys = {
  collection: 'c0113c7104c0113c7104c0113c710401',
  disbursement: 'd15b0f5e3e47d15b0f5e3e47d15b0f02',
  remittance: '4e3177a7ce004e3177a7ce004e317703',
}
const user = '5a1e0001-0000-4000-8000-000000000001'
const basic = Buffer.from(`${user}:5a1e000100000000000000000000a001`).toString('base64')
const app = { key: 'op_lagos_ledger_0001', secret: 'Xy7Qp2Lm9Rt4Vw1Z' }
const [ama, ngozi] = ['46733000001', '+2348022221408']
const json = { 'content-type': 'application/json' }
const form = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

/** One operation of a vendor at one path, as the document has it. Control routes are held by control-side-by-side.test.ts. */
interface Described {
  id: string
  method: string
  path: string
}

async function described(sim: Simulator): Promise<Described[]> {
  const { text } = await sim.port.fetch({ method: 'GET', path: '/openapi.json', headers: {} })
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { operationId: string }>> }
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId: id }]) => ({
        id,
        method: method.toUpperCase(),
        path,
      })),
    )
    .filter(({ id }) => !id.startsWith('sim.'))
}

const uuid = (n: number) => `6f1c2b1e-0000-4000-8000-${String(n).padStart(12, '0')}`
const party = { partyIdType: 'MSISDN', partyId: ama }
const money = { amount: '1', currency: 'EUR', externalId: '17' }
const momoBodies: Record<string, object> = {
  createRequestToPay: { ...money, payer: party },
  createRequestToWithdraw: { ...money, payer: party },
  createInvoice: { ...money, intendedPayer: party },
  cancelInvoice: { externalId: '18' },
  createTransfer: { ...money, payee: party },
  createDeposit: { ...money, payee: party },
  createRefund: money,
  createCashTransfer: { ...money, payee: party, orginatingCountry: 'UG' },
  createPayment: {
    money: { amount: '1', currency: 'EUR' },
    customerReference: '661551442',
    serviceProviderUserName: 'Electricity Inc.',
  },
  createPreApproval: { payer: party, payerCurrency: 'EUR', validityTime: 3_600 },
  notifyPayer: { notificationMessage: 'Thank you' },
  createApiUser: { providerCallbackHost: 'localhost' },
}

/** Asks for each operation of MTN's at each of its paths, in an order in which each succeeds. */
async function askMomo(
  ask: Ask,
  sim: Simulator,
  all: readonly Described[],
): Promise<Array<[string, Answered]>> {
  const said: Array<[string, Answered]> = []
  const productOf = (path: string) =>
    (Object.keys(keys) as Array<keyof typeof keys>).find((name) => path.startsWith(`/${name}/`))
  const tokens: Record<string, string> = {}
  let order = 0
  /** What is refunded. */
  let paid: string | undefined
  /** Of each product, what the last consent is asked by, and its token. */
  const consents: Record<string, string> = {}
  const consentTokens: Record<string, string> = {}
  const forms: Record<string, (product: string) => Record<string, string>> = {
    authorizeConsent: () => ({ login_hint: `ID:${ama}/MSISDN`, scope: 'profile', access_type: 'offline' }),
    createConsentToken: (product) => ({
      grant_type: 'urn:openid:params:grant-type:ciba',
      auth_req_id: consents[product] ?? '',
    }),
  }
  const call = async ({ id, method, path }: Described, filled: string) => {
    const product = productOf(path) ?? 'collection'
    const name = id.replace(/(?:V2)?(?:Of2018|For[A-Z]\w+)?$/, '')
    if (name === 'createRequestToPay') paid ??= uuid(order)
    const body =
      name === 'createRefund' ? { ...momoBodies[name], referenceIdToRefund: paid } : momoBodies[name]
    const headers = {
      'Ocp-Apim-Subscription-Key': keys[product],
      'X-Target-Environment': 'sandbox',
      'X-Reference-Id': uuid(order),
      Authorization: ['createToken', 'createConsentToken'].includes(name)
        ? `Basic ${basic}`
        : `Bearer ${(name === 'getUserInfoByConsent' ? consentTokens : tokens)[product]}`,
    }
    const sent = forms[name]
      ? form(forms[name](product))
      : body && { headers: json, body: JSON.stringify(body) }
    const answer = await ask({ method, path: filled, ...sent, headers: { ...headers, ...sent?.headers } })
    said.push([id, answer])
    if (name === 'createToken') tokens[product] = JSON.parse(answer.text).access_token
    if (name === 'authorizeConsent') consents[product] = JSON.parse(answer.text).auth_req_id
    if (name === 'createConsentToken') consentTokens[product] = JSON.parse(answer.text).access_token
    await sim.settle()
    return answer
  }
  const turns = ['createToken', 'authorizeConsent', 'create', '']
  const first = (id: string) => turns.findIndex((turn) => id.startsWith(turn))
  for (const one of [...all].sort((a, b) => first(a.id) - first(b.id))) {
    const { id, path } = one
    order += 1
    let reference = uuid(order)
    const creates = all.find(
      ({ method, path: other }) => method === 'POST' && path.startsWith(`${other}/{referenceId}`),
    )
    // Only collection creates what all three products notify of.
    const needed =
      creates ??
      (id.startsWith('notifyPayer') ? all.find((other) => other.id === 'createRequestToPay') : undefined)
    if (needed) await call(needed, needed.path)
    if (id === 'cancelPreApproval') {
      const list = all.find((other) => other.id === 'listPreApprovals') as Described
      const { text } = await call(list, fill(list.path, reference))
      reference = JSON.parse(text)[0].preApprovalId
    }
    await call(one, fill(path, reference))
  }
  return said
}

const fill = (path: string, reference: string) =>
  path
    .replace('{accountHolderIdType}', 'msisdn')
    .replace('{accountHolderId}', ama)
    .replace('{currency}', 'EUR')
    .replace('{apiUser}', user)
    .replace(/\{\w+\}/, reference)

/** Asks for each operation of the others once. */
async function askOthers(ask: Ask, sim: Simulator): Promise<Array<[string, Answered]>> {
  const said: Array<[string, Answered]> = []
  const call = async (id: string, asked: Omit<Asked, 'method'> & { method?: string }) => {
    const answer = await ask({ method: 'POST', ...asked })
    said.push([id, answer])
    await sim.settle()
    return answer
  }
  let count = 0
  const onepipe = (id: string, rest: { auth?: object; transaction: object }) => {
    count += 1
    const body = { request_ref: `r${count}`, request_type: 'get_balance', ...rest }
    const headers = {
      ...json,
      Authorization: `Bearer ${app.key}`,
      Signature: signatureOf(`r${count}`, app.secret),
    }
    const path = id === 'transact' ? '/v2/transact' : `/v2/transact/${id}`
    return call(`onepipe.${id}`, { path, headers, body: JSON.stringify(body) })
  }
  const secure = (text: string) => encryptSecure(app.secret, text)
  const begin = (ref: string) =>
    onepipe('transact', {
      auth: { type: 'bank.account', secure: secure('6200000766;058'), auth_provider: 'Bank' },
      transaction: { transaction_ref: ref, amount: 0 },
    })
  const transaction = { transaction_ref: 't1' }
  await begin('t1')
  await onepipe('query', { transaction })
  const code = (await sim.phone(ngozi).messages()).at(-1)?.code ?? ''
  await onepipe('validate', { auth: { secure: secure(code), auth_provider: 'Bank' }, transaction })
  await begin('t2')
  await onepipe('reverse', { transaction: { transaction_ref: 't2' } })
  await onepipe('options', { transaction })
  await onepipe('fulfil', { transaction })
  await call('onepipe.provideBalance', {
    path: '/onepipe/provider/get_balance',
    headers: { ...json, Authorization: 'Bearer prov_payersim' },
    body: JSON.stringify({
      request_ref: 'p1',
      request_type: 'get_balance',
      request_mode: 'transact',
      auth: { type: 'bank.account', secure: '6200000766;058', auth_provider: 'Bank' },
      client: { client_app_name: 'Lagos Ledger' },
      transaction: { transaction_ref: 'p1' },
    }),
  })

  const to = `+${ama}`
  const live = { username: 'payersim', apiKey: 'atsk_payersim_live' }
  for (const accept of ['application/json', '*/*']) {
    const at = (id: string, path: string, sent: { headers?: object; body?: string; method?: string } = {}) =>
      call(`africastalking.${id}`, {
        path,
        ...sent,
        headers: { accept, apikey: live.apiKey, ...sent.headers },
      })
    const { username } = live
    const premium = { username, shortCode: '12345', keyword: 'news' }
    await sim.phone(to).text('12345', 'hello')
    await at('sendSms', '/version1/messaging', form({ username, to, message: 'Hello' }))
    await at('sendBulkSms', '/version1/messaging/bulk', {
      headers: json,
      body: JSON.stringify({ username, message: 'Hello', phoneNumbers: [to] }),
    })
    await at('fetchMessages', `/version1/messaging?username=${username}`, { method: 'GET' })
    await at('getAccount', `/version1/user?username=${username}`, { method: 'GET' })
    await at('createAuthToken', '/auth-token/generate', { headers: json, body: JSON.stringify({ username }) })
    await at('createSubscription', '/version1/subscription/create', form({ ...premium, phoneNumber: to }))
    await at('listSubscriptions', `/version1/subscription?${new URLSearchParams(premium)}`, { method: 'GET' })
    await at('deleteSubscription', '/version1/subscription/delete', form({ ...premium, phoneNumber: to }))
  }

  const session = { sessionId: `ATUid_${'0'.repeat(32)}`, phoneNumber: to, serviceCode: '*165#' }
  await call('payer.hop', { path: '/ussd', ...form({ ...session, text: '', networkCode: '99999' }) })
  await call('payer.events', { path: '/ussd/events', ...form({ ...session, status: 'Incomplete' }) })
  await call('payer.reports', {
    path: '/sms/delivery',
    ...form({ id: 'ATXid_1', status: 'Success', phoneNumber: to }),
  })
  return said
}

// Two worlds of one seed, in which the same happens.
let sims: Array<[Simulator, Ask]>
let all: Described[]
beforeAll(async () => {
  const world = parseWorld('payers: approve', 'world.yaml')
  const start = () => startSimulator({ clock: 'frozen', port: 0, seed: 'alike', world })
  const [one, two] = [await start(), await start()]
  sims = [
    [one, inProcess(one)],
    [two, overSocket(two)],
  ]
  all = await described(one)
})
afterAll(async () => {
  for (const [sim] of sims) await sim.close()
})

it('every operation is answered alike in this process and over a socket', async () => {
  const ofMomo = all.filter(({ id }) => !id.includes('.'))
  const [one = [], two = []] = await Promise.all(
    sims.map(async ([sim, ask]) => [...(await askMomo(ask, sim, ofMomo)), ...(await askOthers(ask, sim))]),
  )
  for (const [at, [id, answer]] of one.entries()) expect(two[at], id).toEqual([id, answer])
  const succeeded = new Set(one.filter(([, { status }]) => status < 300).map(([id]) => id))
  expect(all.map(({ id }) => id).filter((id) => !succeeded.has(id))).toEqual([])
})

it.each<[string, (one: Described) => Asked]>([
  ['nothing', ({ method, path }) => ({ method, path })],
  ['a body that is no JSON and no form', ({ method, path }) => ({ method, path, headers: json, body: '{%' })],
  [
    'a body of an unknown encoding',
    ({ method, path }) => ({ method, path, headers: { 'content-encoding': 'no' }, body: 'x' }),
  ],
  [
    'a body that is too large',
    ({ path }) => ({ method: 'POST', path, headers: json, body: 'x'.repeat(1_100_000) }),
  ],
  ['another method', ({ path }) => ({ method: 'PUT', path })],
  ['HEAD', ({ path }) => ({ method: 'HEAD', path })],
  ['OPTIONS', ({ path }) => ({ method: 'OPTIONS', path })],
])('%s is refused alike in this process and over a socket', async (_, asked) => {
  for (const one of all) {
    const [here, there] = await Promise.all(sims.map(([, ask]) => ask(asked(one))))
    expect(there, one.id).toEqual(here)
  }
})
