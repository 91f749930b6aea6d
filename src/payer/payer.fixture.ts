import { onTestFinished } from 'vitest'
import { frozenStart, Kernel, type Tx } from '../kernel/index.ts'
import {
  type NewConsent,
  type NewMandate,
  type NewPaymentRequest,
  type NewPayout,
  Wallet,
  type WalletConfig,
  walletDbSchema,
} from '../wallet/index.ts'
import { type HopForm, type HopReply, Payer, type PayerConfig, payerDbSchema } from './index.ts'

export const ama = '+46733000001'
export const code = '*165#'
export const pin = '7391'

const walletConfig: WalletConfig = {
  environments: { sandbox: { currencies: ['EUR'], country: null, language: 'en' } },
  openPhones: true,
  pin,
  openingBalance: '100',
  merchantBalance: '1000',
  fees: [],
  limits: [],
  expirySeconds: 300,
  payers: { answer: 'by-hand', delaySeconds: 0 },
  payersByPhone: {},
}

interface Telco {
  pushes: Array<{ msisdn: string; serviceCode: string; sessionId: string }>
  texts: Array<{ to: string; text: string }>
  outcome: 'opened' | 'busy' | 'off' | 'unknown' | 'failed'
  /** How many SMS are refused before one is accepted. */
  refusals: number
  /** Whether the refused ones may be sent again. */
  again: boolean
}

/** A real kernel and wallet, a telco that only records its calls, and the payer's app; closed after the test. */
export async function payerWorld({
  wallet: walletOverrides = {},
  payer: payerOverrides = {},
  file,
}: {
  wallet?: Partial<WalletConfig>
  payer?: Partial<PayerConfig>
  /** The bytes of another world's store, to continue from. */
  file?: Buffer
} = {}) {
  const dbSchemas = [walletDbSchema, payerDbSchema]
  const kernel = await Kernel.open({ dbSchemas, seed: 'payer', ...(file && { file }) })
  onTestFinished(() => kernel.close())
  if (!file) await kernel.freeze(frozenStart)
  const wallet = new Wallet({ kernel, config: { ...walletConfig, ...walletOverrides } })
  const telco: Telco = { pushes: [], texts: [], outcome: 'opened', refusals: 0, again: true }
  let sessions = 0
  const newSessionId = () => `ATUid_${String(++sessions).padStart(32, '0')}`
  const payer = new Payer({
    kernel,
    wallet,
    network: {
      newSessionId,
      push: async (of) => {
        telco.pushes.push(of)
        return { outcome: telco.outcome }
      },
    },
    messaging: {
      send: async ({ to, text }) => {
        if (telco.refusals-- > 0) return { ok: false, reason: 'refused', again: telco.again }
        telco.texts.push({ to, text })
        return { ok: true }
      },
    },
    config: { serviceCode: code, prompt: 'none', appName: 'MoMo', ...payerOverrides },
  })
  for (const subscription of payer.subscriptions()) kernel.subscribe(subscription)
  await kernel.start()
  const { holderId, shop } = await kernel.transact(async (tx) => ({
    holderId:
      (await wallet.holders.byPhone(tx, ama))?.id ??
      (await wallet.openPerson(tx, {
        phone: ama,
        name: 'Ama',
        language: 'en',
        pin,
        environment: 'sandbox',
        balances: [{ currency: 'EUR', amount: '50.00' }],
      })),
    shop: await wallet.merchants.open(tx, {
      name: 'Shop',
      environment: 'sandbox',
      products: ['collection', 'disbursement'],
    }),
  }))

  let references = 0
  const referenceId = () => `6f1c2b1e-0000-4000-8000-${String(++references).padStart(12, '0')}`
  const merchant = async (tx: Tx, name?: string) =>
    name === undefined
      ? shop
      : wallet.merchants.open(tx, { name, environment: 'sandbox', products: ['collection'] })
  /** A payment request; 12.50 EUR by default. */
  const ask = async (wanted: Partial<NewPaymentRequest> & { from?: string } = {}) => {
    const { from, ...rest } = wanted
    const asked = await kernel.transact(async (tx) =>
      wallet.paymentRequests.create(tx, {
        merchantId: await merchant(tx, from),
        product: 'collection',
        referenceId: referenceId(),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: ama.slice(1) },
        amount: 1250,
        currency: 'EUR',
        externalId: null,
        payerMessage: null,
        payeeNote: null,
        ...rest,
      }),
    )
    if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
    return asked.request
  }

  /** A mandate; in EUR without an end by default. */
  const askMandate = async (wanted: Partial<NewMandate> & { from?: string } = {}) => {
    const { from, ...rest } = wanted
    const asked = await kernel.transact(async (tx) =>
      wallet.mandates.create(tx, {
        merchantId: await merchant(tx, from),
        referenceId: referenceId(),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: ama.slice(1) },
        currency: 'EUR',
        message: null,
        validitySeconds: 0,
        ...rest,
      }),
    )
    if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
    return asked.mandate
  }

  /** A consent to read the profile for an hour. */
  const askConsent = async (wanted: Partial<NewConsent> & { from?: string } = {}) => {
    const { from, ...rest } = wanted
    return kernel.transact(async (tx) =>
      wallet.mandates.ask(tx, {
        merchantId: await merchant(tx, from),
        referenceId: referenceId(),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: ama.slice(1) },
        scopes: ['profile'],
        validitySeconds: 3_600,
        ...rest,
      }),
    )
  }

  /** A transfer of 12.50 EUR to the payer, settled. */
  const payOut = async (wanted: Partial<NewPayout> = {}) => {
    const sent = await kernel.transact((tx) =>
      wallet.payouts.create(tx, {
        merchantId: shop,
        product: 'disbursement',
        referenceId: referenceId(),
        environment: 'sandbox',
        payee: { type: 'MSISDN', id: ama.slice(1) },
        amount: 1250,
        currency: 'EUR',
        externalId: null,
        payerMessage: null,
        payeeNote: null,
        ...wanted,
      }),
    )
    if (sent.outcome !== 'accepted') throw new Error(sent.outcome)
    await kernel.settle()
    return sent.payout
  }

  const form = (sessionId: string, text: string, phoneNumber = ama): HopForm => ({
    sessionId,
    phoneNumber,
    serviceCode: code,
    text,
    networkCode: '99999',
  })
  const hop = (sessionId: string, text: string, phoneNumber = ama): Promise<HopReply> =>
    payer.hop(form(sessionId, text, phoneNumber))
  /** Dials and answers, one hop per answer; returns the last screen. */
  const play = async (answers: string[], { sessionId = newSessionId(), phone = ama } = {}) => {
    let reply = await hop(sessionId, '', phone)
    for (let count = 1; count <= answers.length; count++) {
      reply = await hop(sessionId, answers.slice(0, count).join('*'), phone)
    }
    return { ...reply, sessionId, text: answers.join('*') }
  }
  const request = (id: number) => kernel.read((rx) => wallet.paymentRequests.byId(rx, id))
  const mandate = (id: number) => kernel.read((rx) => wallet.mandates.byId(rx, id))
  const balance = async () => (await kernel.read((rx) => wallet.holders.balances(rx, holderId)))[0]?.amount
  return {
    kernel,
    wallet,
    payer,
    telco,
    holderId,
    shop,
    ask,
    askMandate,
    askConsent,
    payOut,
    form,
    hop,
    play,
    request,
    mandate,
    balance,
    newSessionId,
  }
}

export type PayerWorld = Awaited<ReturnType<typeof payerWorld>>
