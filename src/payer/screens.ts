import type { Language } from '../wallet/index.ts'
import { endingText, lines } from './endings.ts'
import {
  accessText,
  approvalText,
  autoPaymentText,
  cancelPinText,
  invoiceText,
  listText,
  pinText,
  takeBackPinText,
} from './item-screens.ts'
import type { Context, Payment } from './schema.ts'
import { fill, oneLine, shorten, toGsm } from './septets.ts'
import { money, say } from './wording.ts'

/** A screen on the phone. `label` names the screen in the `at-ussd-hop-metadata` header. */
export interface Screen {
  kind: 'CON' | 'END'
  text: string
  label:
    | 'menu'
    | 'approvals'
    | 'approval'
    | 'auto-payments'
    | 'auto-payment'
    | 'withdrawals'
    | 'withdrawal'
    | 'invoices'
    | 'invoice-number'
    | 'invoice'
    | 'shared-data'
    | 'access'
    | 'pin'
    | 'history'
    | 'language'
    | 'result'
}

/** The states that have a screen, and its label. */
const screenLabels = {
  menu: 'menu',
  approvals: 'approvals',
  approval: 'approval',
  pin: 'pin',
  autoPayments: 'auto-payments',
  autoPayment: 'auto-payment',
  cancelPin: 'pin',
  withdrawals: 'withdrawals',
  withdrawal: 'withdrawal',
  invoices: 'invoices',
  invoiceNumber: 'invoice-number',
  invoice: 'invoice',
  sharedData: 'shared-data',
  access: 'access',
  takeBackPin: 'pin',
  balancePin: 'pin',
  history: 'history',
  language: 'language',
  result: 'result',
} as const satisfies Record<string, Screen['label']>

/** The label of the screen of a state; undefined where it has none. */
export function screenLabelOf(state: string): Screen['label'] | undefined {
  return Object.hasOwn(screenLabels, state) ? screenLabels[state as keyof typeof screenLabels] : undefined
}

export interface Frame {
  appName: string
  serviceCode: string
  /** Whether a payment request also shows the merchant's message. MTN's prompt does not. */
  promptShows?: PromptShows | undefined
}

type PromptShows = 'reference' | 'message'

/** Texts that end a session without a machine. */
export type Refusal = 'over' | 'unreadable' | 'foreign' | 'noAccount'

/**
 * The screen of a state: a pure function of the machine's context, at most 156 septets of GSM 7-bit.
 *
 * @throws RangeError for a state without a screen; no hop ends in such a state
 */
export function screenOf(value: string, context: Context, frame: Frame): Screen {
  const { language, item } = context
  const hint = hintOf(context)
  switch (value) {
    case 'menu':
      return open(value, menu(context, frame))
    case 'approvals':
      return open(value, listText(context, hint, 'approvals', 'noApprovals'))
    case 'approval':
      if (item) return open(value, approvalText(context, hint, item, frame.promptShows))
      break
    case 'pin':
      if (item) return open(value, pinText(context, hint, item))
      break
    case 'autoPayments':
      return open(value, listText(context, hint, 'autoPayments', 'noAutoPayments'))
    case 'autoPayment':
      if (item?.kind === 'auto-payment') return open(value, autoPaymentText(context, hint, item))
      break
    case 'cancelPin':
      if (item?.kind === 'auto-payment') return open(value, cancelPinText(context, hint, item))
      break
    case 'withdrawals':
      return open(value, listText(context, hint, 'withdrawals', 'noWithdrawals'))
    case 'withdrawal':
      if (item) return open(value, approvalText(context, hint, item, frame.promptShows, 'backToWithdrawals'))
      break
    case 'invoices':
      return open(value, listText(context, hint, 'invoices', 'noInvoices', say(language, 'otherInvoice')))
    case 'invoiceNumber':
      return open(value, lines(hint, say(language, 'invoiceNumber'), say(language, 'back')))
    case 'invoice':
      if (item?.kind === 'request-to-pay') return open(value, invoiceText(context, hint, item))
      break
    case 'sharedData':
      return open(value, listText(context, hint, 'sharedData', 'noSharedData'))
    case 'access':
      if (item?.kind === 'shared-data') return open(value, accessText(context, hint, item))
      break
    case 'takeBackPin':
      if (item?.kind === 'shared-data') return open(value, takeBackPinText(context, hint, item))
      break
    case 'balancePin':
      return open(value, lines(hint, say(language, 'pinToSee')))
    case 'history':
      return open(value, history(context))
    case 'language':
      return open(value, lines(hint, say(language, 'language'), say(language, 'back')))
    case 'result':
      if (context.ending)
        return {
          kind: 'END',
          label: 'result',
          text: toGsm(endingText(context.ending, language, frame.serviceCode)),
        }
      break
  }
  throw new RangeError(`The state ${value} has no screen.`)
}

/** The END that refuses a hop. */
export function refusal(kind: Refusal, language: Language, { serviceCode }: Frame): Screen {
  return { kind: 'END', label: 'result', text: toGsm(say(language, kind, { code: serviceCode })) }
}

function open(state: keyof typeof screenLabels, text: string): Screen {
  return { kind: 'CON', label: screenLabels[state], text: toGsm(text) }
}

function hintOf({ hint, language }: Context): string {
  if (!hint) return ''
  return hint.kind === 'wrongPin'
    ? say(language, 'wrongPin', { count: hint.triesLeft })
    : say(language, hint.kind)
}

function menu(context: Context, { appName }: Frame): string {
  const waiting = context.waiting > 99 ? '99+' : String(context.waiting)
  const app = shorten(oneLine(appName), 20)
  return lines(hintOf(context), say(context.language, 'menu', { app, waiting }))
}

function history(context: Context): string {
  const { language, payments, more } = context
  return fill(
    (abouts) =>
      lines(
        hintOf(context),
        say(language, payments.length > 0 ? 'history' : 'noHistory'),
        ...payments.map((payment, index) => entry(payment, abouts[index] ?? '')),
        more && say(language, 'more'),
        say(language, 'back'),
      ),
    payments.map((payment) => aboutOf(payment, language)),
  )
}

/** The counterparty, and before it what the payment was, where that is not plain. */
function aboutOf({ about, cash, refund }: Payment, language: Language): string {
  const what = cash ? 'cash' : refund ? 'refunded' : undefined
  return what === undefined ? about : `${say(language, what)} ${about}`
}

function entry({ at, direction, amount, currency }: Payment, about: string): string {
  const [, month, day] = new Date(at).toISOString().slice(0, 10).split('-')
  return `${direction === 'out' ? '-' : '+'}${money(amount, currency)} ${about} ${day}/${month}`
}
