import type { Tx } from '../kernel/index.ts'
import type { PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'
import { breachesLimit, readLimits } from './charges.ts'
import type { WalletConfig } from './config.ts'
import {
  type Account,
  type AccountKey,
  openAccount,
  type Posting,
  postTransfer,
  systemAccount,
} from './ledger.ts'
import { merchantAccount } from './merchants.ts'

export type PaymentRefusal = 'not-enough-funds' | 'payer-limit-reached' | 'payee-not-allowed-to-receive'

/** One payment between a person and a merchant in either direction, or from a merchant to another. Amounts in minor units. */
export interface Payment {
  kind: PaymentRequestKind | PayoutKind
  /** The payment request or payout that it settles. */
  orderId: number
  direction: 'to-merchant' | 'to-person' | 'to-other-merchant'
  /** The person, or the other merchant. */
  otherId: number
  merchantId: number
  environment: string
  product: string
  currency: string
  amount: number
  /** Paid on top of the amount, to the simulator. */
  fee: number
  mayReceive: boolean
  /** Of the order. */
  trace: string | null
  /** The accounts, where this unit has read them already. */
  person?: Account | undefined
  merchant?: Account | undefined
}

/**
 * Moves the money of a payment if the payer may send it, the payee may receive it, and the balance is enough. Returns
 * the balance that the payer has afterwards.
 */
export async function pay(
  tx: Tx,
  payment: Payment,
  config: WalletConfig,
): Promise<{ outcome: 'paid'; transferId: number; balance: number } | { outcome: PaymentRefusal }> {
  if (!payment.mayReceive) return { outcome: 'payee-not-allowed-to-receive' }
  const { environment, currency, amount, fee } = payment
  const toMerchant = payment.direction === 'to-merchant'
  const other = payment.person ?? (await otherAccount(tx, payment, config))
  const merchant = payment.merchant ?? (await merchantAccount(tx, payment, config))
  const [payer, payee] = toMerchant ? [other, merchant] : [merchant, other]
  const limits = readLimits(payer.limits) ?? (toMerchant ? config.limits : [])
  const limit = limits.find((candidate) => candidate.currency === currency)
  if (limit && (await breachesLimit(tx, { accountId: payer.id, amount: amount + fee, currency }, limit))) {
    return { outcome: 'payer-limit-reached' }
  }
  if (payer.balance < amount + fee) return { outcome: 'not-enough-funds' }
  const postings: Posting[] = [{ from: payer.id, to: payee.id, amount }]
  if (fee > 0) {
    const fees = await systemAccount(tx, 'fees', environment, currency)
    postings.push({ from: payer.id, to: fees, amount: fee })
  }
  const { kind, orderId, trace } = payment
  const transferId = await postTransfer(tx, { kind, orderId, postings, trace })
  return { outcome: 'paid', transferId, balance: payer.balance - amount - fee }
}

/** Another merchant is paid to its account for the same product. */
function otherAccount(tx: Tx, payment: Payment, config: WalletConfig): Promise<Account> {
  const { direction, otherId, environment, currency } = payment
  if (direction === 'to-other-merchant')
    return merchantAccount(tx, { ...payment, merchantId: otherId }, config)
  const ofPerson: AccountKey = { holderId: otherId, environment, currency, product: '' }
  return openAccount(tx, ofPerson)
}
