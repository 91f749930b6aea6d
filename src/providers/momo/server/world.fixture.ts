import type { RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'
import { expectTold } from '../../../../test/told.fixture.ts'
import {
  explanationOf,
  FrontDoor,
  frozenStart,
  inLowerCase,
  Kernel,
  Outbound,
  type OutboundRequest,
  pathOf,
  requestFrom,
  requestWith,
  sendAnswer,
} from '../../../kernel/index.ts'
import { Wallet, type WalletConfig, walletDbSchema } from '../../../wallet/index.ts'
import { resolveMomoQuirks } from '../quirks.ts'
import type { MomoConfig } from './config.ts'
import { callbackMisfit, checkAnswer } from './conformance.fixture.ts'
import { Momo, momoDbSchema } from './index.ts'

export const keys = { collection: 'key-c', disbursement: 'key-d', remittance: 'key-r' }
export const shop = {
  id: 'a1b2c3d4-0000-4000-8000-000000000001',
  apiKey: '00112233445566778899aabbccddeeff',
  providerCallbackHost: 'cb.example',
  targetEnvironment: 'sandbox',
}
export const ama = '+46733000001'

const walletConfig: WalletConfig = {
  environments: {
    sandbox: { currencies: ['EUR'], country: null, language: 'en' },
    mtnivorycoast: { currencies: ['XOF'], country: 'CI', language: 'fr' },
  },
  openPhones: true,
  pin: '1234',
  openingBalance: '100',
  merchantBalance: '1000',
  fees: [],
  limits: [],
  expirySeconds: 300,
  payers: { answer: 'by-hand', delaySeconds: 0 },
  payersByPhone: {},
}

export interface Call {
  headers?: Record<string, string>
  /** A string or bytes are sent unchanged, anything else as JSON. */
  body?: unknown
  /** True: the answer does not fit MTN's schema, on purpose. */
  unchecked?: boolean
}

/** The answer; `json` is undefined for an empty body, and `why` explains a refusal. */
export interface Answer {
  status: number
  headers: Record<string, unknown>
  text: string
  json: unknown
  why: string
}

/** The id of the n-th order. */
export function reference(n: number): string {
  return `6f1c2b1e-0000-4000-8000-${String(n).padStart(12, '0')}`
}

export const order = {
  amount: '12.50',
  currency: 'EUR',
  externalId: 'order-17',
  payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
  payerMessage: 'Order 17',
  payeeNote: 'seventeen',
}

export const consent = {
  payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
  payerCurrency: 'EUR',
  payerMessage: 'Monthly plan',
  validityTime: 3600,
}

export const invoice = {
  externalId: 'bill-9',
  amount: '12.50',
  currency: 'EUR',
  validityDuration: '360',
  intendedPayer: { partyIdType: 'MSISDN', partyId: '46733000001' },
  payee: { partyIdType: 'MSISDN', partyId: '46733000009' },
  description: 'Water, May',
}

export const payout = {
  amount: '7.50',
  currency: 'EUR',
  externalId: 'payout-3',
  payee: { partyIdType: 'MSISDN', partyId: '46733000001' },
  payerMessage: 'Refund of order 17',
  payeeNote: 'three',
}

export const refund = {
  amount: '5',
  currency: 'EUR',
  externalId: 'refund-4',
  payerMessage: 'Cup broken',
  payeeNote: 'Sorry for the cup',
  referenceIdToRefund: reference(1),
}

export const cashTransfer = {
  amount: '90.00',
  currency: 'EUR',
  payee: { partyIdType: 'MSISDN', partyId: '46733000001' },
  externalId: 'cash-5',
  orginatingCountry: 'UG',
  originalAmount: '380000',
  originalCurrency: 'UGX',
  payerMessage: 'School fees',
  payeeNote: 'From your brother',
  payerIdentificationType: 'PASS',
  payerIdentificationNumber: 'B1234567',
  payerIdentity: 'B1234567',
  payerFirstName: 'Yaw',
  payerSurName: 'Boateng',
  payerLanguageCode: 'en',
  payerEmail: 'yaw@example.com',
  payerMsisdn: '256774290781',
  payerGender: 'M',
}

export const bill = {
  externalTransactionId: 'bill-6',
  money: { amount: '20.00', currency: 'EUR' },
  customerReference: '+46733000001',
  serviceProviderUserName: 'Electricity Inc.',
  receiverMessage: 'Meter 661551442',
  senderNote: 'Power of May',
}

/**
 * A whole MoMo in memory, on a frozen clock, with one merchant, one payer, and a listener at cb.example; closed after the
 * test.
 */
export async function openWorld(...settings: Parameters<typeof openSharedWorld>): Promise<World> {
  const world = await openSharedWorld(...settings)
  onTestFinished(() => world.kernel.close())
  return world
}

/** The same for several tests, which close it. */
export async function openSharedWorld(
  quirks: Record<string, string> = {},
  environments: NonNullable<MomoConfig['environments']> = {},
  overrides: Partial<WalletConfig> = {},
) {
  const kernel = await Kernel.open({ dbSchemas: [walletDbSchema, momoDbSchema], seed: 'momo' })
  await kernel.freeze(frozenStart)
  const wallet = new Wallet({ kernel, config: { ...walletConfig, ...overrides } })
  const outbound = new Outbound()
  const callbacks: OutboundRequest[] = []
  const shopAnswers = { status: 200 }
  outbound.mount('cb.example', async (request) => {
    callbacks.push(request)
    const wrong = callbackMisfit(request, config.quirks)
    // Not thrown here: a callback that fails is no failure of the test.
    if (wrong !== undefined)
      onTestFinished(() => {
        throw new Error(`A callback does not fit the table of operations: ${wrong}`)
      })
    return { status: shopAnswers.status, reason: '', headers: {}, body: Buffer.alloc(0) }
  })
  const config = {
    subscriptionKeys: keys,
    consentSeconds: 30 * 86_400,
    quirks: resolveMomoQuirks(quirks),
    serviceProviders: [{ userName: 'Electricity Inc.', name: 'Light & Power' }],
    environments,
  }
  const momo = new Momo({ kernel, wallet, outbound, config })
  for (const subscription of momo.subscriptions()) kernel.subscribe(subscription)
  await kernel.start()
  const payerId = await kernel.transact(async (tx) => {
    await momo.addApiUser(tx, shop)
    for (const { name } of momo.serviceProviders()) await momo.addServiceProvider(tx, name)
    const person = { phone: ama, name: 'Ama', language: 'en' as const, pin: '1234', environment: 'sandbox' }
    return wallet.openPerson(tx, { ...person, balances: [{ currency: 'EUR', amount: '50.00' }] })
  })
  const door = new FrontDoor([momo.api()])
  const matchOf = (method: string, url: string) => {
    const matched = door.find(method, pathOf(url))
    if (!matched) throw new Error(`MTN has no ${url}.`)
    return matched
  }
  /** For clients that need a socket. */
  const listener: RequestListener = async (incoming, response) => {
    const matched = matchOf(incoming.method ?? '', incoming.url ?? '')
    sendAnswer(
      response,
      await door.answer(matched, await requestFrom(incoming, { limit: matched.limit, trace: 'a trace' })),
    )
  }
  const send = async (
    method: string,
    url: string,
    sent: { headers: Record<string, string>; body?: string | Buffer | undefined },
  ) => {
    const matched = matchOf(method, url)
    const request = await requestWith({ method, url, ...sent }, { limit: matched.limit, trace: 'a trace' })
    const answer = await door.answer(matched, request)
    const explained = explanationOf(request)
    if (explained) expectTold(explained.en, explained.fr)
    return answer
  }

  async function call(
    method: string,
    url: string,
    { headers = {}, body, unchecked }: Call = {},
  ): Promise<Answer> {
    const raw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined
    const payload = raw ? body : JSON.stringify(body)
    const sent = {
      ...(raw ? {} : { 'Content-Type': 'application/json' }),
      'X-Payersim-Explain': '1',
      ...headers,
    }
    const response = await send(method, url, { headers: sent, body: payload })
    const answered = inLowerCase(response.headers)
    const text = String(response.body)
    const isJson = String(answered['content-type'] ?? '').startsWith('application/json')
    const json: unknown = isJson && text !== '' ? JSON.parse(text) : undefined
    const why = decodeURIComponent(String(answered['x-payersim-explanation'] ?? ''))
    const answer = { status: response.status, headers: answered, text, json, why }
    if (!unchecked) checkAnswer(method, url, answer, config.quirks)
    return answer
  }
  const key = (name: keyof typeof keys = 'collection') => ({ 'Ocp-Apim-Subscription-Key': keys[name] })
  const basic = (user: string, password: string) => ({
    Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  })
  async function token(product: keyof typeof keys = 'collection', user = shop): Promise<string> {
    const { json } = await call('POST', `/${product}/token/`, {
      headers: {
        ...key(product),
        ...basic(user.id, user.apiKey),
        // MTN's new platform wants it here too.
        'X-Target-Environment': user.targetEnvironment,
      },
    })
    return (json as { access_token: string }).access_token
  }
  const signed = async (product: keyof typeof keys = 'collection', user = shop) => ({
    ...key(product),
    Authorization: `Bearer ${await token(product, user)}`,
    'X-Target-Environment': user.targetEnvironment,
  })
  const bearer = await signed()
  const ask = (n: number, { headers = {}, body = order }: Call = {}, base = '/collection/v1_0') =>
    call('POST', `${base}/requesttopay`, {
      headers: { ...bearer, 'X-Reference-Id': reference(n), ...headers },
      body,
    })
  const status = (n: number, base = '/collection/v1_0') =>
    call('GET', `${base}/requesttopay/${reference(n)}`, { headers: bearer })
  const headersOf = (path: string) => {
    const product = /^\/(collection|disbursement|remittance)\//i.exec(path)?.[1]?.toLowerCase() as
      | keyof typeof keys
      | undefined
    return product === undefined || product === 'collection' ? bearer : signed(product)
  }
  /** POSTs an order to the n-th reference id. */
  const post = async (path: string, n: number, { headers = {}, body }: Call) =>
    call('POST', path, {
      headers: { ...(await headersOf(path)), 'X-Reference-Id': reference(n), ...headers },
      body,
    })
  const get = async (path: string) => call('GET', path, { headers: await headersOf(path) })
  const preApprove = (n: number, { headers = {}, body = consent }: Call = {}) =>
    post('/collection/v2_0/preapproval', n, { headers, body })
  const transfer = (n: number, { headers = {}, body = payout }: Call = {}) =>
    post('/disbursement/v1_0/transfer', n, { headers, body })
  /** The payer answers every waiting approval; then all deliveries are made. */
  async function answer(how: 'approve' | 'reject'): Promise<void> {
    const waiting = await kernel.read((rx) => wallet.approvals.waiting(rx, payerId, { offset: 0, limit: 10 }))
    const holderId = payerId
    const pin = '1234'
    for (const approval of waiting) {
      await kernel.transact(async (tx) => {
        if (approval.kind === 'mandate') {
          const { id } = approval.mandate
          return how === 'approve'
            ? wallet.mandates.accept(tx, { id, holderId, pin })
            : wallet.mandates.reject(tx, { id, holderId })
        }
        const requestId = approval.request.id
        return how === 'approve'
          ? wallet.paymentRequests.approve(tx, { id: requestId, holderId, pin })
          : wallet.paymentRequests.reject(tx, { id: requestId, holderId })
      })
    }
    await kernel.settle()
  }
  const without = (name: string) =>
    Object.fromEntries(Object.entries(bearer).filter(([header]) => header !== name))
  const log = () => kernel.read((rx) => kernel.deliveries.list(rx, 'momo.callback'))
  return {
    kernel,
    wallet,
    momo,
    door,
    listener,
    send,
    callbacks,
    shopAnswers,
    payerId,
    call,
    key,
    basic,
    token,
    signed,
    bearer,
    without,
    ask,
    status,
    post,
    get,
    preApprove,
    transfer,
    answer,
    log,
  }
}

export type World = Awaited<ReturnType<typeof openSharedWorld>>
