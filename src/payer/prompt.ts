import type { Events } from '../events/index.ts'
import type { Delivery, DeliveryResult, Kernel, Subscription, Tx } from '../kernel/index.ts'
import type { PayerWallet } from './effects.ts'
import { dataOf, lines } from './endings.ts'
import { type HeldPrompts, promptSubscriber } from './held-prompts.ts'
import {
  consentItem,
  consentOver,
  mandateItem,
  mandateOver,
  messageOf,
  requestItem,
  requestOver,
} from './items.ts'
import type { ApprovalRef } from './schema.ts'
import type { Frame } from './screens.ts'
import { fill } from './septets.ts'
import { insertPrompt, promptByApproval } from './tables.ts'
import { money, say } from './wording.ts'

/** How payers are prompted: a session opened on the phone, one SMS, or not at all. */
export type PromptMode = 'push' | 'sms' | 'none'

/** The part of the telco that this room uses. */
export interface PromptPort {
  newSessionId(): string
  /** Opens a session on the handset; opening the same session id again opens nothing new. */
  push(of: {
    msisdn: string
    serviceCode: string
    sessionId: string
    trace: string | null
  }): Promise<{ outcome: 'opened' | 'busy' | 'off' | 'unknown' | 'failed' }>
}

/** Sends one SMS; resolves when it is accepted or refused. */
export interface TextPort {
  /** `again` is false where a retry cannot help, or may send it twice. */
  send(message: PayerSms): Promise<{ ok: boolean; reason?: string; again?: boolean }>
}

export interface PayerSms {
  to: string
  text: string
  /** Its delivery; a retry of the same SMS has the same one. */
  delivery: number
  /** What it belongs to. */
  trace: string | null
}

/** The outcome of one SMS, for the delivery log: it is retried only where it was not accepted. */
export async function sendText(
  messaging: TextPort,
  message: PayerSms,
): Promise<{ over: boolean; sms: string }> {
  const { ok, reason = 'not sent', again = true } = await messaging.send(message)
  return { over: ok || !again, sms: ok ? 'sent' : reason }
}

type PromptEvent =
  | 'request-to-pay.created'
  | 'withdrawal.created'
  | 'invoice.created'
  | 'pre-approval.created'
  | 'consent.created'

interface PromptModes {
  prompt: PromptMode
  /** The same for invoices, which wait in a list of their own; none where left out. */
  promptInvoices?: PromptMode | undefined
}

function modeFor(kind: PromptEvent, { prompt, promptInvoices = 'none' }: PromptModes): PromptMode {
  return kind === 'invoice.created' ? promptInvoices : prompt
}

export interface PromptOptions {
  kernel: Kernel
  wallet: PayerWallet
  network: PromptPort
  messaging: TextPort
  config: Frame & PromptModes
  held: HeldPrompts
}

/** Prompts the payer for a new payment approval: by a push, or by one SMS where no push can be shown. */
export function promptSubscription(options: PromptOptions): Subscription<PromptEvent, ApprovalRef> {
  return {
    name: promptSubscriber,
    to: [
      'request-to-pay.created',
      'withdrawal.created',
      'invoice.created',
      'pre-approval.created',
      'consent.created',
    ],
    mode: 'at-least-once',
    plan: async (tx, { kind, phone, data }) => {
      // Where the world answers for its payers, no payer is prompted.
      if (phone === null || data.byHand === false || modeFor(kind, options.config) === 'none')
        return undefined
      const approval = approvalOf(data)
      const dueAt = await options.held.claim(tx, phone)
      return { data: approval, lane: phone, ...(dueAt === undefined ? {} : { dueAt }) }
    },
    attempt: (delivery) => prompt(options, delivery),
  }
}

function approvalOf(data: Events[PromptEvent]): ApprovalRef {
  if ('consentId' in data) return { kind: 'consent', id: data.consentId }
  return 'preApprovalId' in data
    ? { kind: 'pre-approval', id: data.preApprovalId }
    : { kind: 'request-to-pay', id: data.requestId }
}

async function prompt(
  options: PromptOptions,
  { id, data: approval, event }: Delivery<PromptEvent, ApprovalRef>,
): Promise<DeliveryResult> {
  const phone = event.phone ?? ''
  const { trace } = event
  const { serviceCode } = options.config
  const push = modeFor(event.kind, options.config) === 'push'
  const reserved = await reserve(options, { approval, phone, push })
  if (!reserved) return { ok: true, detail: { outcome: 'not-pending' } }
  const { sessionId, text } = reserved
  let outcome = 'sms'
  if (sessionId !== null) {
    const pushed = await options.network.push({ msisdn: phone, serviceCode, sessionId, trace })
    if (pushed.outcome === 'opened') return { ok: true, detail: { outcome: 'opened', sessionId } }
    outcome = pushed.outcome
  }
  const { over, sms } = await sendText(options.messaging, { to: phone, text, delivery: id, trace })
  return { ok: over, detail: { outcome, sms } }
}

/** Reserves the session id before the network opens it, so that the app can tell a push from a dial. */
async function reserve(
  { kernel, wallet, network, config }: PromptOptions,
  { approval, phone, push }: { approval: ApprovalRef; phone: string; push: boolean },
): Promise<{ sessionId: string | null; text: string } | undefined> {
  const fresh = push ? network.newSessionId() : null
  return kernel.transact(async (tx) => {
    const text = await textOf(wallet, tx, approval, phone, config)
    if (text === undefined) return undefined
    if (fresh === null) return { sessionId: null, text }
    const known = await tx.first(promptByApproval, approval)
    if (known) return { sessionId: known.session_id, text }
    const { kind, id } = approval
    await tx.change(insertPrompt, { kind, item_id: id, session_id: fresh, phone, at: tx.now })
    return { sessionId: fresh, text }
  })
}

const promptTexts = {
  'request-to-pay': 'smsPrompt',
  withdrawal: 'smsWithdrawalPrompt',
  invoice: 'smsInvoicePrompt',
} as const

/** The text of the SMS; undefined where the approval no longer waits. */
async function textOf(
  wallet: PayerWallet,
  tx: Tx,
  { kind, id }: ApprovalRef,
  phone: string,
  { serviceCode: code, promptShows }: Frame,
): Promise<string | undefined> {
  const language = (await wallet.holders.byPhone(tx, phone))?.language ?? 'en'
  if (kind === 'request-to-pay') {
    const request = await wallet.paymentRequests.byId(tx, id)
    if (!request || requestOver(request, tx.now)) return undefined
    const { merchant: name, amount, currency, number = '' } = requestItem(request)
    const values = { amount: money(amount, currency), code, number }
    const message = promptShows === 'message' ? messageOf(request) : null
    return fill(
      ([merchant = '', text = '']) =>
        lines(
          say(language, promptTexts[request.kind], { ...values, merchant }),
          message !== null && say(language, 'message', { message: text }),
        ),
      [name, message ?? ''],
    )
  }
  const mandate = await wallet.mandates.byId(tx, id)
  if (kind === 'consent') {
    if (!mandate || consentOver(mandate, tx.now)) return undefined
    const item = consentItem('consent', mandate)
    const values = { data: dataOf(item, language), code }
    return fill(([merchant = '']) => say(language, 'smsDataPrompt', { ...values, merchant }), [item.merchant])
  }
  if (!mandate || mandateOver(mandate, tx.now)) return undefined
  const { merchant: name, currency } = mandateItem('pre-approval', mandate)
  return fill(([merchant = '']) => say(language, 'smsAutoPrompt', { currency, code, merchant }), [name])
}
