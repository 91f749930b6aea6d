import type { Events } from '../events/index.ts'
import type { KernelEvent, Plan, Subscription, Tx } from '../kernel/index.ts'
import type { PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'
import type { FailureReason, Language, Payout } from '../wallet/index.ts'
import type { PayerWallet } from './effects.ts'
import { acceptedText, approvedText, lines, type ReceivedKey, sharedText } from './endings.ts'
import { consentItem, mandateItem, messageOf, nameOf, requestItem } from './items.ts'
import { sendText, type TextPort } from './prompt.ts'
import type { RequestItem } from './schema.ts'
import { fill, oneLine, toGsm } from './septets.ts'
import type { WordingKey } from './wording/catalogue.ts'
import { money, type Plain, say } from './wording.ts'

interface ReceiptOptions {
  wallet: PayerWallet
  messaging: TextPort
  config: { serviceCode: string }
}

type RequestSettled = `${PaymentRequestKind}.settled`
type ReceivedEvent = `${Exclude<PayoutKind, 'bill-payment'>}.settled`

type ReceiptEvent =
  | RequestSettled
  | 'pre-approval.settled'
  | 'pre-approval.ended'
  | 'consent.settled'
  | 'consent.ended'
  | ReceivedEvent
  | 'bill-payment.settled'
  | 'request-to-pay.notification'

type Receipt = { text: string }

/** What the text of a receipt is made from. */
interface ReceiptInput<Kind extends ReceiptEvent> extends Pick<ReceiptOptions, 'wallet'> {
  tx: Tx
  data: Events[Kind]
  language: Language
  serviceCode: string
}

/** Sends the owner of a phone an SMS when an order has settled, unless the owner rejected it. */
export function receiptSubscription(options: ReceiptOptions): Subscription<ReceiptEvent, Receipt> {
  return {
    name: 'payer.receipt',
    to: Object.keys(receipts) as ReceiptEvent[],
    mode: 'at-least-once',
    plan: (tx, event) => plan(options, tx, event),
    attempt: async ({ id: delivery, data: { text }, event }) => {
      const { phone, trace } = event
      const { over, sms } = await sendText(options.messaging, { to: phone ?? '', text, delivery, trace })
      return { ok: over, detail: { sms } }
    },
  }
}

/** Makes the text in the unit that settles: there the balance is the one after this payment. */
async function plan(
  { wallet, config }: ReceiptOptions,
  tx: Tx,
  { kind, phone, data }: KernelEvent<ReceiptEvent>,
): Promise<Plan<Receipt> | undefined> {
  if (phone === null) return undefined
  const language = (await wallet.holders.byPhone(tx, phone))?.language ?? 'en'
  const { serviceCode } = config
  const text = await textOf(kind, { wallet, tx, data, language, serviceCode })
  return text === undefined ? undefined : { data: { text }, lane: phone }
}

/** The receipt of each event; undefined where none is needed. */
const receipts: { [Kind in ReceiptEvent]: (input: ReceiptInput<Kind>) => Promise<string | undefined> } = {
  'request-to-pay.settled': (input) => requestSettled(input, input.data.automatic ? ofAutomatic : ofRequests),
  'withdrawal.settled': (input) => requestSettled(input, ofWithdrawals),
  'invoice.settled': (input) => requestSettled(input, ofInvoices),
  'pre-approval.settled': mandateSettled,
  'pre-approval.ended': mandateEnded,
  'consent.settled': consentSettled,
  'consent.ended': async (input) =>
    aboutConsent(input, input.data.by === 'payer' ? 'smsDataTakenBack' : 'smsDataRanOut'),
  'disbursement.settled': received,
  'deposit.settled': received,
  'refund.settled': received,
  'cash-transfer.settled': received,
  'bill-payment.settled': billPaid,
  'request-to-pay.notification': async ({ data }) => toGsm(data.message),
}

/** A separate function, so that the compiler sees that `kind` and `input` match. */
function textOf<Kind extends ReceiptEvent>(
  kind: Kind,
  input: ReceiptInput<Kind>,
): Promise<string | undefined> {
  return receipts[kind](input)
}

interface RequestTexts {
  paid: 'smsPaid' | 'smsAutoPaid' | 'smsWithdrawn' | 'smsInvoicePaid'
  refusals: Partial<Record<FailureReason, Plain<WordingKey>>>
}

const ofRequests: RequestTexts = {
  paid: 'smsPaid',
  refusals: { expired: 'smsExpired', 'not-enough-funds': 'smsNotEnoughFunds' },
}
/** The payer saw no screen for these. */
const ofAutomatic: RequestTexts = {
  paid: 'smsAutoPaid',
  refusals: { 'not-enough-funds': 'smsAutoNotEnoughFunds', 'payer-limit-reached': 'smsAutoLimitReached' },
}
const ofWithdrawals: RequestTexts = {
  paid: 'smsWithdrawn',
  refusals: { expired: 'smsWithdrawalExpired', 'not-enough-funds': 'smsWithdrawalNotEnoughFunds' },
}
const ofInvoices: RequestTexts = {
  paid: 'smsInvoicePaid',
  refusals: {
    expired: 'smsInvoiceExpired',
    cancelled: 'smsInvoiceCancelled',
    'not-enough-funds': 'smsNotEnoughFunds',
  },
}

async function requestSettled(
  { wallet, tx, data, language }: ReceiptInput<RequestSettled>,
  texts: RequestTexts,
): Promise<string | undefined> {
  const refused = data.reason === null ? undefined : texts.refusals[data.reason]
  if (!refused && data.status !== 'SUCCESSFUL') return undefined
  // The event has neither fee nor message, transaction id, account or number.
  const request = await wallet.paymentRequests.byId(tx, data.requestId)
  if (!request) return undefined
  const item = requestItem(request)
  if (refused) {
    const { number = '' } = item
    const amount = money(item.amount, item.currency)
    return fill(([merchant = '']) => say(language, refused, { merchant, amount, number }), [item.merchant])
  }
  const balance = await balanceOf(wallet, tx, { ...request, holderId: request.payerId })
  const transactionId = request.financialTransactionId ?? ''
  const message = messageOf(request)
  return approvedText(texts.paid, { item, message, transactionId, balance }, language)
}

async function mandateSettled(input: ReceiptInput<'pre-approval.settled'>): Promise<string | undefined> {
  const { data, language, serviceCode, wallet, tx } = input
  if (data.status === 'EXPIRED') return aboutMandate(input, 'smsAutoExpired')
  if (data.status !== 'APPROVED') return undefined
  const mandate = await wallet.mandates.byId(tx, data.preApprovalId)
  return (
    mandate && acceptedText('smsAutoAccepted', mandateItem('auto-payment', mandate), language, serviceCode)
  )
}

async function mandateEnded(input: ReceiptInput<'pre-approval.ended'>): Promise<string | undefined> {
  if (input.data.by === 'payer') return aboutMandate(input, 'smsAutoCancelledByPayer')
  if (input.data.by === 'merchant') return aboutMandate(input, 'smsAutoCancelledByMerchant')
  return aboutMandate(input, 'smsAutoRanOut')
}

function aboutMandate(
  { data, language }: ReceiptInput<'pre-approval.settled' | 'pre-approval.ended'>,
  key: Plain<WordingKey>,
): string {
  const { currency } = data
  return fill(([merchant = '']) => say(language, key, { merchant, currency }), [nameOf(data.merchant)])
}

async function consentSettled(input: ReceiptInput<'consent.settled'>): Promise<string | undefined> {
  const { data, language, serviceCode, wallet, tx } = input
  if (data.status === 'EXPIRED') return aboutConsent(input, 'smsDataExpired')
  if (data.status !== 'APPROVED') return undefined
  const consent = await wallet.mandates.byId(tx, data.consentId)
  return consent && sharedText('smsDataShared', consentItem('shared-data', consent), language, serviceCode)
}

function aboutConsent(
  { data, language }: ReceiptInput<'consent.settled' | 'consent.ended'>,
  key: Plain<WordingKey>,
): string {
  return fill(([merchant = '']) => say(language, key, { merchant }), [nameOf(data.merchant)])
}

async function received({
  wallet,
  tx,
  data,
  language,
}: ReceiptInput<ReceivedEvent>): Promise<string | undefined> {
  if (data.status !== 'SUCCESSFUL') return undefined
  const payout = await wallet.payouts.byId(tx, data.disbursementId)
  if (!payout) return undefined
  const { amount, currency, payeeId, environment, payeeNote } = payout
  const { key, from = payout.merchantName, values } = await howReceived(wallet, tx, payout)
  const item = { merchant: nameOf(from), amount, fee: 0, currency }
  const balance = await balanceOf(wallet, tx, { holderId: payeeId, environment, currency })
  const message = oneLine(payeeNote ?? '') || null
  const transactionId = payout.financialTransactionId ?? ''
  return approvedText(key, { item, message, transactionId, balance, values }, language)
}

interface Received {
  key: ReceivedKey
  /** Who sent it; the merchant where left out. */
  from?: string | undefined
  values: Record<string, string>
}

async function howReceived(wallet: PayerWallet, tx: Tx, payout: Payout): Promise<Received> {
  const plain: Received = { key: 'smsReceived', values: {} }
  switch (payout.kind) {
    case 'deposit':
      return { key: 'smsDeposited', values: {} }
    case 'refund': {
      const paid = await wallet.paymentRequests.byId(tx, payout.refundedRequestId ?? 0)
      return paid ? { key: 'smsRefunded', values: { paid: money(paid.amount, paid.currency) } } : plain
    }
    case 'cash-transfer': {
      const { payerFirstName, payerSurName, originalAmount, originalCurrency } = (payout.details ??
        {}) as Sender
      const from = [payerFirstName, payerSurName].filter((name) => name).join(' ') || undefined
      if (!originalAmount || !originalCurrency) return { ...plain, from }
      return { key: 'smsCashReceived', from, values: { sent: `${originalAmount} ${originalCurrency}` } }
    }
    default:
      return plain
  }
}

/** What the details of a cash transfer may say of who paid it in. */
type Sender = Partial<
  Record<'payerFirstName' | 'payerSurName' | 'originalAmount' | 'originalCurrency', string>
>

/** To the customer, whose money did not move. */
async function billPaid({
  wallet,
  tx,
  data,
  language,
}: ReceiptInput<'bill-payment.settled'>): Promise<string | undefined> {
  if (data.status !== 'SUCCESSFUL') return undefined
  const payout = await wallet.payouts.byId(tx, data.disbursementId)
  if (!payout) return undefined
  const { serviceProvider, customerReference } = (payout.details ?? {}) as Bill
  const amount = money(payout.amount, payout.currency)
  const note = oneLine(payout.payeeNote ?? '')
  return fill(
    ([merchant = '', provider = '', reference = '', message = '']) =>
      lines(
        say(language, 'smsBillPaid', { merchant, amount, provider, reference }),
        note !== '' && say(language, 'message', { message }),
        say(language, 'transaction', { id: payout.financialTransactionId ?? '' }),
      ),
    [...[payout.merchantName, serviceProvider ?? '', customerReference ?? ''].map(nameOf), note],
  )
}

/** The details of the payment of a bill. */
type Bill = Partial<Record<'serviceProvider' | 'customerReference', string>>

async function balanceOf(
  wallet: PayerWallet,
  tx: Tx,
  of: { holderId: number | null; environment: string } & Pick<RequestItem, 'currency'>,
): Promise<number | null> {
  const balances = of.holderId === null ? [] : await wallet.holders.balances(tx, of.holderId)
  const account = balances.find(
    ({ environment, currency }) => environment === of.environment && currency === of.currency,
  )
  return account?.amount ?? null
}
