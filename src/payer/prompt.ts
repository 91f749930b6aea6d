import type { Delivery, DeliveryResult, Kernel, Subscription, Tx } from '../kernel/index.ts'
import type { PayerWallet } from './effects.ts'
import { lines } from './endings.ts'
import { type HeldPrompts, promptSubscriber } from './held-prompts.ts'
import { messageOf, preApprovalItem, preApprovalOver, requestItem, requestOver } from './items.ts'
import type { Prompted } from './schema.ts'
import type { Frame } from './screens.ts'
import { fill } from './septets.ts'
import { insertPrompt, promptByItem } from './tables.ts'
import { money, say } from './wording.ts'

/** How payers learn of what waits for them: a session opened on the phone, one SMS, or not at all. */
export type PromptMode = 'push' | 'sms' | 'none'

/** What the payer's room needs of the telco. */
export interface PromptPort {
  newSessionId(): string
  /** Opens a session on the handset; opening the same session id again opens nothing new. */
  push(of: {
    msisdn: string
    serviceCode: string
    sessionId: string
  }): Promise<{ outcome: 'opened' | 'busy' | 'off' | 'unknown' | 'failed' }>
}

/** One SMS out; resolves when it was accepted or refused. */
export interface TextPort {
  /** `again` is false where sending it again cannot help, or may send it twice. */
  send(message: PayerSms): Promise<{ ok: boolean; reason?: string; again?: boolean }>
}

export interface PayerSms {
  to: string
  text: string
  /** Its delivery, which tells a second sending of the same SMS. */
  delivery: number
}

/** What came of one SMS, for the delivery log: it is tried again only where nothing was accepted. */
export async function sendText(
  messaging: TextPort,
  message: PayerSms,
): Promise<{ over: boolean; sms: string }> {
  const { ok, reason = 'not sent', again = true } = await messaging.send(message)
  return { over: ok || !again, sms: ok ? 'sent' : reason }
}

export interface PromptOptions {
  kernel: Kernel
  wallet: PayerWallet
  network: PromptPort
  messaging: TextPort
  config: Frame & { prompt: PromptMode }
  held: HeldPrompts
}

/** Brings a new request to pay or pre-approval before its payer: a push, and where that cannot be shown one SMS. */
export function promptSubscription(
  options: PromptOptions,
): Subscription<'request-to-pay.created' | 'pre-approval.created', Prompted> {
  return {
    name: promptSubscriber,
    to: ['request-to-pay.created', 'pre-approval.created'],
    mode: 'at-least-once',
    plan: async (tx, { kind, phone, data }) => {
      // The world may answer for its payers itself; nobody is asked then.
      if (phone === null || data.byHand === false || options.config.prompt === 'none') return undefined
      const prompted: Prompted =
        kind === 'pre-approval.created'
          ? { kind: 'pre-approval', id: data.preApprovalId }
          : { kind: 'request-to-pay', id: data.requestId }
      const dueAt = await options.held.take(tx, phone)
      return { data: prompted, lane: phone, ...(dueAt === undefined ? {} : { dueAt }) }
    },
    attempt: (delivery) => prompt(options, delivery),
  }
}

async function prompt(
  options: PromptOptions,
  { id, data: prompted, event }: Delivery<'request-to-pay.created' | 'pre-approval.created', Prompted>,
): Promise<DeliveryResult> {
  const phone = event.phone ?? ''
  const { serviceCode, prompt: mode } = options.config
  const reserved = await reserve(options, { prompted, phone, push: mode === 'push' })
  if (!reserved) return { ok: true, detail: { outcome: 'not-pending' } }
  const { sessionId, text } = reserved
  let outcome = 'sms'
  if (sessionId !== null) {
    const pushed = await options.network.push({ msisdn: phone, serviceCode, sessionId })
    if (pushed.outcome === 'opened') return { ok: true, detail: { outcome: 'opened', sessionId } }
    outcome = pushed.outcome
  }
  const { over, sms } = await sendText(options.messaging, { to: phone, text, delivery: id })
  return { ok: over, detail: { outcome, sms } }
}

/** The session id is reserved before the network opens it: that is how the app knows a push from a dial. */
async function reserve(
  { kernel, wallet, network, config }: PromptOptions,
  { prompted, phone, push }: { prompted: Prompted; phone: string; push: boolean },
): Promise<{ sessionId: string | null; text: string } | undefined> {
  const fresh = push ? network.newSessionId() : null
  return kernel.transact(async (tx) => {
    const text = await textOf(wallet, tx, prompted, phone, config)
    if (text === undefined) return undefined
    if (fresh === null) return { sessionId: null, text }
    const known = await tx.first(promptByItem, prompted)
    if (known) return { sessionId: known.session_id, text }
    const { kind, id } = prompted
    await tx.change(insertPrompt, { kind, item_id: id, session_id: fresh, phone, at: tx.now })
    return { sessionId: fresh, text }
  })
}

/** What the SMS says; undefined where nothing waits any more. */
async function textOf(
  wallet: PayerWallet,
  tx: Tx,
  { kind, id }: Prompted,
  phone: string,
  { serviceCode: code, promptShows }: Frame,
): Promise<string | undefined> {
  const language = (await wallet.holderByPhone(tx, phone))?.language ?? 'en'
  if (kind === 'request-to-pay') {
    const request = await wallet.requestById(tx, id)
    if (!request || requestOver(request, tx.now)) return undefined
    const { merchant: name, amount, currency } = requestItem(request)
    const values = { amount: money(amount, currency), code }
    const message = promptShows === 'message' ? messageOf(request) : null
    return fill(
      ([merchant = '', text = '']) =>
        lines(
          say(language, 'smsPrompt', { ...values, merchant }),
          message !== null && say(language, 'message', { message: text }),
        ),
      [name, message ?? ''],
    )
  }
  const preApproval = await wallet.preApprovalById(tx, id)
  if (!preApproval || preApprovalOver(preApproval, tx.now)) return undefined
  const { merchant: name, currency } = preApprovalItem('pre-approval', preApproval)
  return fill(([merchant = '']) => say(language, 'smsAutoPrompt', { currency, code, merchant }), [name])
}
