import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { frozenStart, Kernel, readTimeline } from '../kernel/index.ts'
import {
  type NewConsent,
  type NewMandate,
  type NewPaymentRequest,
  type NewPayout,
  Wallet,
  type WalletConfig,
  walletDbSchema,
} from './index.ts'

export const config: WalletConfig = {
  environments: {
    sandbox: { currencies: ['EUR', 'USD'], country: null, language: 'en' },
    ghana: { currencies: ['GHS'], country: 'GH', language: 'en' },
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

export const ama = '+46733000001'
export const reference = (n: number) => `6f1c2b1e-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A wallet with one payer and one merchant, in memory, on a frozen clock. */
export async function world(overrides: Partial<WalletConfig> = {}) {
  const kernel = await Kernel.open({ dbSchemas: [walletDbSchema] })
  onTestFinished(() => kernel.close())
  await kernel.freeze(frozenStart)
  const wallet = new Wallet({ kernel, config: { ...config, ...overrides } })
  await kernel.start()
  const { holderId, merchantId } = await kernel.transact(async (tx) => ({
    holderId: await wallet.openPerson(tx, {
      phone: ama,
      name: 'Ama',
      language: 'en',
      pin: '1234',
      email: 'Ama@example.com',
      environment: 'sandbox',
      balances: [{ currency: 'EUR', amount: '50.00' }],
    }),
    merchantId: await wallet.merchants.open(tx, {
      name: 'shop.example',
      environment: 'sandbox',
      products: ['collection', 'disbursement'],
    }),
  }))
  let count = 0
  const ask = async (wanted: Partial<NewPaymentRequest> = {}) => {
    const asked = await kernel.transact((tx) =>
      wallet.paymentRequests.create(tx, {
        merchantId,
        product: 'collection',
        referenceId: reference(++count),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: '46733000001' },
        amount: 1250,
        currency: 'EUR',
        externalId: null,
        payerMessage: null,
        payeeNote: null,
        ...wanted,
      }),
    )
    if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
    return asked.request
  }
  const askMandate = async (wanted: Partial<NewMandate> = {}) => {
    const asked = await kernel.transact((tx) =>
      wallet.mandates.create(tx, {
        merchantId,
        referenceId: reference(++count),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: '46733000001' },
        currency: 'EUR',
        message: null,
        validitySeconds: 0,
        ...wanted,
      }),
    )
    if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
    return asked.mandate
  }
  const askConsent = (wanted: Partial<NewConsent> = {}) =>
    kernel.transact((tx) =>
      wallet.mandates.ask(tx, {
        merchantId,
        referenceId: reference(++count),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: '46733000001' },
        scopes: ['profile'],
        validitySeconds: 3600,
        ...wanted,
      }),
    )
  const accept = (id: number, pin = '1234') =>
    kernel.transact((tx) => wallet.mandates.accept(tx, { id, holderId, pin }))
  const payOut = async (wanted: Partial<NewPayout> = {}) => {
    const asked = await kernel.transact((tx) =>
      wallet.payouts.create(tx, {
        merchantId,
        product: 'disbursement',
        referenceId: reference(++count),
        environment: 'sandbox',
        payee: { type: 'MSISDN', id: '46733000001' },
        amount: 1250,
        currency: 'EUR',
        externalId: null,
        payerMessage: null,
        payeeNote: null,
        ...wanted,
      }),
    )
    if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
    return asked.payout
  }
  const approve = (requestId: number, pin = '1234') =>
    kernel.transact((tx) => wallet.paymentRequests.approve(tx, { id: requestId, holderId, pin }))
  const reject = (requestId: number) =>
    kernel.transact((tx) => wallet.paymentRequests.reject(tx, { id: requestId, holderId }))
  const read = (id: number) => kernel.read((rx) => wallet.paymentRequests.byId(rx, id))
  const balance = async () => (await kernel.read((rx) => wallet.holders.balances(rx, holderId)))[0]?.amount
  const kinds = async () => (await kernel.read((rx) => readTimeline(rx, {}))).map(({ kind }) => kind)
  const audit = () => kernel.read((rx) => wallet.ledger.audit(rx))
  const shopBalance = async (product: string) => {
    const of = { merchantId, environment: 'sandbox', product }
    return (await kernel.read((rx) => wallet.merchants.balance(rx, of)))?.amount
  }
  /** Moves the clock without the scheduler, as if its deadlines had not fired yet. */
  const skip = (milliseconds: number) =>
    kernel.store.transact((unit) =>
      sql`UPDATE clock SET frozen_at = frozen_at + ${milliseconds}`.execute(unit.db()),
    )
  return {
    kernel,
    wallet,
    holderId,
    merchantId,
    ask,
    askMandate,
    askConsent,
    accept,
    payOut,
    approve,
    reject,
    read,
    balance,
    shopBalance,
    kinds,
    audit,
    skip,
  }
}
