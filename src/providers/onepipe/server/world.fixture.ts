import { sql } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import {
  FrontDoor,
  frozenStart,
  Kernel,
  type KernelOptions,
  Outbound,
  ownHost,
  pathOf,
  requestWith,
  type Tx,
} from '../../../kernel/index.ts'
import { Mail, mailDbSchema } from '../../../mail/index.ts'
import { Wallet, type WalletConfig, walletDbSchema } from '../../../wallet/index.ts'
import { onePipeWorldSchema } from '../world.ts'
import type { SmsOutcome, SmsPort } from './config.ts'
import { misfit } from './conformance.fixture.ts'
import {
  encryptSecure,
  OnePipe,
  type OnePipeConfig,
  onePipeConfig,
  onepipeDbSchema,
  signature,
} from './index.ts'

export const ngozi = '+2348022221408'
export const bola = '+2348022221409'
export const ledger = { name: 'Ledger', apiKey: 'key-ledger', secret: 'Xy7Qp2Lm9Rt4Vw1Z', otpOverride: false }
export const office = { name: 'Office', apiKey: 'key-office', secret: 'Bo4Kc8Nq1Sd6Fh3J', otpOverride: true }
export const account = '6200000766;058'

const walletConfig: WalletConfig = {
  environments: { mtnnigeria: { currencies: ['NGN'], country: 'NG', language: 'en' } },
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

/** The parsed body of any answer. */
interface Said {
  status: string
  message: string | null
  data: {
    provider_response_code: string | null
    provider: string | null
    errors: Array<{ code: string; message: string }> | null
    error: { code: string; message: string } | null
    provider_response: Record<string, unknown> | null
    client_info?: unknown
  }
}

export interface Answer {
  status: number
  json: Said
}

export interface Wish {
  app?: { apiKey: string; secret: string }
  headers?: Record<string, string>
  /** Replaces the body of the operation. */
  body?: unknown
  requestRef?: string
  ref?: string
  type?: string
  plaintext?: string
  secure?: string
  provider?: string
  mockMode?: string
}

/** Answers that do not fit the table of operations. */
const misfits: string[] = []

/** A whole OnePipe on a frozen clock: two apps, sources of all types, and a network that only records its calls. */
export async function openWorld({
  quirks = {},
  config: overrides = {},
  file = ':memory:',
  messaging: messagingOver,
  logger,
}: {
  quirks?: Record<string, string>
  config?: Partial<OnePipeConfig>
  file?: string
  /** Replaces the recording network. */
  messaging?: (outbound: Outbound) => SmsPort
  logger?: KernelOptions['logger']
} = {}) {
  const kernel = await Kernel.open({
    file,
    dbSchemas: [walletDbSchema, onepipeDbSchema, mailDbSchema],
    seed: 'op',
    logger,
  })
  onTestFinished(async () => {
    await kernel.close()
    expect(misfits.splice(0)).toEqual([])
  })
  const wallet = new Wallet({ kernel, config: walletConfig })
  const outbound = new Outbound()
  const texts: Array<{ to: string; text: string }> = []
  const refused: typeof texts = []
  const network: { trouble?: undefined | { kind: 'refused' | 'unknown'; reason: string } } = {}
  const notes = {
    async send(sms: { to: string; text: string }): Promise<SmsOutcome> {
      const { trouble } = network
      if (trouble) {
        refused.push(sms)
        // Some services repeat the message in their error.
        return { ok: false, kind: trouble.kind, reason: `${trouble.reason}: ${sms.text}` }
      }
      texts.push(sms)
      return { ok: true }
    },
  }
  const messaging = messagingOver?.(outbound) ?? notes
  const mail = new Mail(kernel)
  const world = onePipeWorldSchema.parse({
    apps: [ledger, office],
    sources: [
      { type: 'bank.account', plaintext: account, phone: ngozi },
      { type: 'bank.account', plaintext: '6200000777;058', phone: ngozi, status: 'closed' },
      { type: 'card', plaintext: '5060990580000217499;111;5003;1111', phone: ngozi },
      { type: 'wallet', plaintext: '7000000417;WAL01', phone: bola, pin: '4321' },
      { type: 'msisdn', plaintext: '2348022221409', phone: bola },
      { type: 'bank.account', plaintext: '6200000788;058', phone: '+2348022221499' },
    ],
  })
  const config = { ...onePipeConfig(world, quirks), ...overrides }
  const onepipe = new OnePipe({ kernel, wallet, messaging, mail, outbound, config })
  for (const subscription of onepipe.subscriptions()) kernel.subscribe(subscription)
  const fill = async (tx: Tx) => {
    const person = { language: 'en' as const, pin: '1234', environment: 'mtnnigeria' }
    const balances = [{ currency: 'NGN', amount: '20770.99' }]
    await wallet.openPerson(tx, { ...person, phone: ngozi, name: 'Ngozi', balances })
    await wallet.openPerson(tx, { ...person, phone: bola, name: 'Bola', balances })
  }
  await kernel.fillOnce(fill, { mode: 'frozen', now: frozenStart })
  await kernel.start()
  const door = new FrontDoor([onepipe.api()])
  /** Status 418: OnePipe has no such path. */
  async function ask(request: Parameters<typeof requestWith>[0]): Promise<{ status: number; text: string }> {
    const path = pathOf(request.url)
    const found = door.find(request.method, path)
    if (!found) return { status: 418, text: '"past OnePipe"' }
    const { status, body } = await door.answer(
      found,
      await requestWith(request, { limit: found.limit, trace: 'a trace' }),
    )
    const answer = { status, text: String(body) }
    const wrong = misfit(path, String(request.body ?? ''), answer, config)
    // Not thrown: the gateway would answer it as a failure of its provider.
    if (wrong !== undefined) misfits.push(wrong)
    return answer
  }
  outbound.mount(ownHost, async ({ body, ...request }) => {
    const { status, text } = await ask({ ...request, body: String(body) })
    return { status, reason: '', headers: {}, body: Buffer.from(text) }
  })

  async function send(
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Answer> {
    const { status, text } = await ask({
      method,
      url,
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    })
    return { status, json: JSON.parse(text) as Said }
  }
  const headersOf = (
    requestRef: string,
    { apiKey, secret }: { apiKey: string; secret: string } = ledger,
  ) => ({
    Authorization: `Bearer ${apiKey}`,
    Signature: signature(requestRef, secret),
  })
  let count = 0
  /** Calls the gateway as an app does, with a new request_ref, properly signed. */
  async function call(
    operation: string,
    body: (requestRef: string) => object,
    wish: Wish = {},
  ): Promise<Answer> {
    const by = wish.app ?? ledger
    const requestRef = wish.requestRef ?? `req-${++count}`
    const headers = headersOf(requestRef, by)
    const path = operation === '' ? '/v2/transact' : `/v2/transact/${operation}`
    return send('POST', path, { ...headers, ...wish.headers }, wish.body ?? body(requestRef))
  }
  const secureOf = ({ app: by = ledger, plaintext, secure }: Wish, usual: string) =>
    secure ?? encryptSecure(by.secret, plaintext ?? usual)
  const transact = (wish: Wish = {}) => call('', (requestRef) => transactBody(requestRef, wish), wish)
  const transactBody = (requestRef: string, wish: Wish = {}) => ({
    request_ref: requestRef,
    request_type: 'get_balance',
    auth: {
      type: wish.type ?? 'bank.account',
      secure: secureOf(wish, account),
      auth_provider: wish.provider ?? 'Beeceptor',
      route_mode: null,
    },
    transaction: {
      mock_mode: wish.mockMode ?? 'live',
      transaction_ref: wish.ref ?? 'tx-1',
      transaction_desc: 'A random transaction',
      transaction_ref_parent: null,
      amount: 0,
      customer: { customer_ref: '2348022221408', firstname: 'Uju', surname: '', email: '', mobile_no: '' },
      meta: { a_key: 'a value' },
      details: { otp_override: true },
    },
  })
  const validate = (plaintext: string, wish: Wish = {}) =>
    call(
      'validate',
      (requestRef) => ({
        request_ref: requestRef,
        request_type: 'get_balance',
        auth: { secure: secureOf({ plaintext, ...wish }, ''), auth_provider: 'Beeceptor' },
        transaction: { transaction_ref: wish.ref ?? 'tx-1' },
      }),
      wish,
    )
  const refer = (operation: 'query' | 'reverse' | 'options' | 'fulfil', wish: Wish = {}) =>
    call(
      operation,
      (requestRef) => ({
        request_ref: requestRef,
        request_type: 'get balance',
        transaction: { transaction_ref: wish.ref ?? 'tx-1' },
      }),
      wish,
    )
  const query = (wish: Wish = {}) => refer('query', wish)
  const reverse = (wish: Wish = {}) => refer('reverse', wish)
  /** The code of the newest SMS. */
  const code = () => /^\d+/.exec(texts.at(-1)?.text ?? '')?.[0] ?? ''
  /** A wrong code of the same length. */
  const wrongCode = (n = 1) => String((Number(code()) + n) % 10 ** code().length).padStart(code().length, '0')
  const rows = (table: string) =>
    kernel.store.read(async (reader) => {
      const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(table)}`.execute(
        reader.db(),
      )
      return rows
    })
  /** Debits a phone's wallet, as a payment would. */
  const spend = (phone: string, amount: number) =>
    kernel.transact(async (tx) => {
      const merchantId = await wallet.merchants.open(tx, {
        name: 'shop.example',
        environment: 'mtnnigeria',
        products: ['collection'],
      })
      const holder = await wallet.holders.byPhone(tx, phone)
      const asked = await wallet.paymentRequests.create(tx, {
        merchantId,
        product: 'collection',
        referenceId: '6f1c2b1e-0000-4000-8000-000000000001',
        environment: 'mtnnigeria',
        payer: { type: 'MSISDN', id: phone.slice(1) },
        amount,
        currency: 'NGN',
        externalId: null,
        payerMessage: null,
        payeeNote: null,
      })
      if (asked.outcome !== 'accepted' || !holder) throw new Error('the payment was not accepted')
      return wallet.paymentRequests.approve(tx, { id: asked.request.id, holderId: holder.id, pin: '1234' })
    })
  return {
    kernel,
    wallet,
    mail,
    outbound,
    onepipe,
    config,
    door,
    texts,
    refused,
    network,
    send,
    headersOf,
    transact,
    transactBody,
    validate,
    query,
    reverse,
    refer,
    code,
    wrongCode,
    rows,
    spend,
  }
}
