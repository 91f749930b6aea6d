import type { LanguageTag } from '../terms/index.ts'
import type { MandateKind, PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'
import type { Order, WalletReason } from '../wallet/index.ts'

/** How the phone of who must answer was told. */
export type Told =
  /** Nobody has to be told, or nobody knows any more. */
  | 'unknown'
  /** The prompt waits for its turn. */
  | 'soon'
  /** A session is open on the phone. */
  | 'ringing'
  /** That session is over, without an answer. */
  | 'missed'
  | 'by-sms'
  /** Neither a session nor an SMS came through. */
  | 'not-reached'

type Ending =
  | 'approved'
  | 'debited'
  | 'paidByNumber'
  | 'sent'
  | 'givenBack'
  | 'billPaid'
  | 'leave'
  | 'leaveUntil'
  | 'ended'
  | 'failed'

/** What is said of payments in one language. Texts have `{who}`, `{merchant}`, `{sum}`, `{phone}`, `{why}`, `{until}` in them. */
export interface PaymentWords {
  tag: LanguageTag
  /** The kinds in words. */
  what: Readonly<Record<Order['kind'], string>>
  sentences: Readonly<Record<Ending | 'invoice' | 'scripted' | 'sending', string>> & {
    readonly pending: Readonly<Record<Told, string>>
  }
  /** Why the wallet failed it: the end of a sentence. */
  reasons: Readonly<Record<WalletReason, string>>
  /** A reason of a provider's own test numbers. */
  reasonOfProvider: string
}

export const englishPayments: PaymentWords = {
  tag: 'en',
  what: {
    'request-to-pay': 'request to pay',
    withdrawal: 'withdrawal',
    invoice: 'invoice',
    disbursement: 'transfer',
    deposit: 'deposit',
    refund: 'refund',
    'cash-transfer': 'cash transfer',
    'bill-payment': 'bill payment',
    'pre-approval': 'pre-approval',
    consent: 'consent',
  } satisfies Record<PaymentRequestKind | PayoutKind | MandateKind, string>,
  sentences: {
    pending: {
      unknown: 'It waits in the menu of {who}; no prompt was sent.',
      soon: 'The prompt for {phone} is on its way; the phone has not rung yet.',
      ringing: 'The phone has rung; nobody has answered.',
      missed: 'The phone rang, and the prompt was closed without an answer; it waits in the phone’s menu.',
      'by-sms': 'An SMS has asked {who}; nobody has answered.',
      'not-reached': 'The phone could not be reached; it waits in the phone’s menu.',
    },
    invoice: 'The invoice waits until {who} takes it up.',
    scripted: 'payersim answers for this test number, after a while.',
    sending: 'It is on its way to {who}.',
    approved: '{who} approved it; {sum} moved.',
    debited: '{who} was not asked, since a pre-approval is in force; {sum} moved.',
    paidByNumber: 'payersim approved it for this test number; {sum} moved.',
    sent: '{sum} went to {who}.',
    givenBack: '{sum} went back to {who}.',
    billPaid: 'The bill of {who} was paid: {sum}.',
    leave: '{who} gave leave, without an end.',
    leaveUntil: '{who} gave leave, until {until}.',
    ended: 'It was in force, and is no more.',
    failed: 'Failed: {why}.',
  },
  reasons: {
    'payer-not-found': 'nobody has an account with {party}',
    'payee-not-found': 'nobody has an account with {party}',
    'approval-rejected': '{who} said no',
    expired: 'nobody answered in time',
    'not-enough-funds': 'there was not enough money',
    'payer-limit-reached': 'it was more than may be paid at once or in a day',
    'payee-not-allowed-to-receive': 'the receiver may not receive money',
    cancelled: '{merchant} took it back',
    'payment-not-approved': 'the payment that it gives back was never paid',
    'more-than-was-paid': 'more would be given back than was paid',
  },
  reasonOfProvider: 'the test number {party} ends so: {reason}',
}

export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
