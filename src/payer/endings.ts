import type { Language } from '../wallet/index.ts'
import type { ConsentItem, Ending, MandateItem, RequestEnding, RequestItem } from './schema.ts'
import { fill, oneLine } from './septets.ts'
import { dayAndTime, duration, money, say } from './wording.ts'

/** The text of the last screen of a session. */
export function endingText(end: Ending, language: Language, serviceCode: string): string {
  switch (end.kind) {
    case 'approved':
      return approvedText(endingWords(end), end, language)
    case 'balance':
      return balance(end.accounts, language)
    case 'locked':
    case 'requestGone':
    case 'waits':
    case 'invoiceWaits':
      return say(language, end.kind, { code: serviceCode })
    case 'autoAccepted':
      return acceptedText('autoAccepted', end.item, language)
    case 'autoRejected':
    case 'autoAlreadyAccepted':
    case 'autoAlreadyRejected':
    case 'autoExpired':
    case 'autoFailed':
    case 'autoCancelled':
    case 'autoAlreadyCancelled':
    case 'autoRanOut': {
      const { currency } = end.item
      return fill(([merchant = '']) => say(language, end.kind, { merchant, currency }), [end.item.merchant])
    }
    case 'dataShared':
      return sharedText('dataShared', end.item, language)
    case 'dataRejected':
    case 'dataAlreadyShared':
    case 'dataAlreadyRejected':
    case 'dataExpired':
    case 'dataFailed':
    case 'dataTakenBack':
    case 'dataAlreadyTakenBack':
    case 'dataRanOut':
      return fill(([merchant = '']) => say(language, end.kind, { merchant }), [end.item.merchant])
    default: {
      const amount = money(end.item.amount, end.item.currency)
      const { merchant: name, number = '' } = end.item
      return fill(([merchant = '']) => say(language, endingWords(end), { merchant, amount, number }), [name])
    }
  }
}

/** What withdrawals and invoices say otherwise than requests to pay. */
const ownWords = {
  withdrawal: {
    approved: 'withdrawn',
    rejected: 'withdrawalRejected',
    alreadyApproved: 'withdrawalAlreadyApproved',
    alreadyRejected: 'withdrawalAlreadyRejected',
    expired: 'withdrawalExpired',
    notEnoughFunds: 'withdrawalNotEnoughFunds',
    limitReached: 'withdrawalLimitReached',
    failed: 'withdrawalFailed',
  },
  invoice: {
    approved: 'invoicePaid',
    alreadyApproved: 'invoiceAlreadyPaid',
    expired: 'invoiceExpired',
  },
} as const

type OwnWords<Kind extends string> = {
  [Of in keyof typeof ownWords]: Kind extends keyof (typeof ownWords)[Of]
    ? (typeof ownWords)[Of][Kind]
    : never
}[keyof typeof ownWords]

function endingWords<Kind extends 'approved' | RequestEnding>({
  kind,
  item: { of },
}: {
  kind: Kind
  item: Pick<RequestItem, 'of'>
}): Kind | OwnWords<Kind> {
  const words: Partial<Record<string, string>> = of === undefined ? {} : ownWords[of]
  return (words[kind] ?? kind) as Kind | OwnWords<Kind>
}

/** A payment out or in: amount, counterparty, transaction id and new balance. Also the text of the receipt. */
export function approvedText(
  key:
    | 'approved'
    | 'withdrawn'
    | 'invoicePaid'
    | 'smsPaid'
    | 'smsWithdrawn'
    | 'smsInvoicePaid'
    | 'smsAutoPaid'
    | ReceivedKey,
  { item, message = null, transactionId, balance, values = {} }: Moved,
  language: Language,
): string {
  const { currency } = item
  return fill(
    ([merchant = '', text = '']) =>
      lines(
        say(language, key, {
          merchant,
          amount: money(item.amount, currency),
          number: item.number ?? '',
          ...values,
        }),
        message !== null && say(language, 'message', { message: text }),
        feeOf(item, language),
        say(language, 'transaction', { id: transactionId }),
        balance !== null && say(language, 'newBalance', { balance: money(balance, currency) }),
      ),
    [item.merchant, message ?? ''],
  )
}

/** The text of money in, by what it is. */
export type ReceivedKey = 'smsReceived' | 'smsDeposited' | 'smsRefunded' | 'smsCashReceived'

interface Moved {
  item: Pick<RequestItem, 'merchant' | 'amount' | 'fee' | 'currency' | 'number'>
  message?: string | null
  transactionId: string
  /** The balance afterwards; null where unknown. */
  balance: number | null
  /** What else the text of `key` says. */
  values?: Record<string, string>
}

/** The merchant that may now debit, and how long. Also the text of the receipt, which says how to cancel. */
export function acceptedText(
  key: 'autoAccepted' | 'smsAutoAccepted',
  item: MandateItem,
  language: Language,
  code = '',
): string {
  const { currency } = item
  const validity = validityOf({ ...item, kind: 'auto-payment' }, language)
  return fill(
    ([merchant = '']) => say(language, key, { merchant, currency, validity, code }),
    [item.merchant],
  )
}

/** The merchant that may now read data, and how long. Also the text of the receipt, which says how to take it back. */
export function sharedText(
  key: 'dataShared' | 'smsDataShared',
  item: ConsentItem,
  language: Language,
  code = '',
): string {
  const validity = validityOf({ ...item, kind: 'shared-data' }, language)
  const data = dataOf(item, language)
  return fill(([merchant = '']) => say(language, key, { merchant, data, validity, code }), [item.merchant])
}

/** What a consent shares, in the payer's words: `profile, e-mail`. */
export function dataOf({ scopes }: Pick<ConsentItem, 'scopes'>, language: Language): string {
  const named = scopes.flatMap((scope) => (isScope(scope) ? [say(language, words[scope])] : []))
  if (scopes.includes('all_info')) return say(language, 'dataAll')
  return named.length > 0 ? named.join(', ') : say(language, 'dataNumber')
}

/** By the scopes of OpenID Connect; `openid` alone shares no more than who it is. */
const words = {
  profile: 'dataProfile',
  email: 'dataEmail',
  phone: 'dataPhone',
  address: 'dataAddress',
} as const
const isScope = (scope: string): scope is keyof typeof words => Object.hasOwn(words, scope)

/** How long a permission is valid after it is given; once it is given, until when. */
export function validityOf(item: MandateItem | ConsentItem, language: Language): string {
  if (item.kind === 'pre-approval' || item.kind === 'consent') {
    return item.validitySeconds === 0
      ? say(language, 'untilCancelled')
      : say(language, 'validFor', { duration: duration(item.validitySeconds, language) })
  }
  return item.validUntil === null
    ? say(language, 'noEnd')
    : say(language, 'until', { time: dayAndTime(item.validUntil) })
}

function balance(
  accounts: Array<{ environment: string; currency: string; amount: number }>,
  language: Language,
): string {
  if (accounts.length === 0) return say(language, 'noBalance')
  const several = new Set(accounts.map(({ environment }) => environment)).size > 1
  const shown = accounts.slice(0, 6)
  return fill(
    (environments) =>
      lines(
        say(language, 'balance'),
        ...shown.map(({ currency, amount }, index) => `${money(amount, currency)}${environments[index]}`),
        accounts.length > shown.length && '..',
      ),
    shown.map(({ environment }) => (several ? ` ${oneLine(environment)}` : '')),
  )
}

/** A separate line; empty where there is no fee. */
export function feeOf({ fee, currency }: Pick<RequestItem, 'fee' | 'currency'>, language: Language): string {
  return fee > 0 ? say(language, 'fee', { fee: money(fee, currency) }) : ''
}

/** Joins the parts that are not empty. */
export function lines(...parts: Array<string | false | null>): string {
  return parts.filter((part) => part).join('\n')
}
