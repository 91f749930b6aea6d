import type { Delivery, DeliveryResult, Kernel, Subscription } from '../kernel/index.ts'
import { itemOf, type PayerWallet } from './effects.ts'
import type { Frame } from './screens.ts'
import { fill } from './septets.ts'
import { insertPrompt, promptByRequest } from './tables.ts'
import { money, say } from './wording.ts'

/** How payers learn of a request: a session opened on the phone, one SMS, or not at all. */
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

/** One SMS out; resolves when it was accepted. */
export interface TextPort {
  send(message: { to: string; text: string }): Promise<{ ok: boolean; reason?: string }>
}

export interface PromptOptions {
  kernel: Kernel
  wallet: PayerWallet
  network: PromptPort
  messaging: TextPort
  config: () => Frame & { prompt: PromptMode }
}

/** Brings a new request to pay before its payer: a push, and where that cannot be shown one SMS. */
export function promptSubscription(options: PromptOptions): Subscription {
  return {
    name: 'payer.prompt',
    to: ['request-to-pay.created'],
    mode: 'at-least-once',
    plan: (_, { phone, data }) => {
      // The world may answer for its payers itself; nobody is asked then.
      if (phone === null || data.byHand === false || options.config().prompt === 'none') return undefined
      return { data: { requestId: Number(data.requestId) }, lane: phone }
    },
    attempt: (delivery) => prompt(options, delivery),
  }
}

async function prompt(options: PromptOptions, { data, event }: Delivery): Promise<DeliveryResult> {
  const { requestId } = data as { requestId: number }
  const phone = event.phone ?? ''
  const { serviceCode, prompt: mode } = options.config()
  const reserved = await reserve(options, { requestId, phone, push: mode === 'push' })
  if (!reserved) return { ok: true, detail: { outcome: 'not-pending' } }
  const { sessionId, text } = reserved
  let outcome = 'sms'
  if (sessionId !== null) {
    const pushed = await options.network.push({ msisdn: phone, serviceCode, sessionId })
    if (pushed.outcome === 'opened') return { ok: true, detail: { outcome: 'opened', sessionId } }
    outcome = pushed.outcome
  }
  const sent = await options.messaging.send({ to: phone, text })
  return { ok: sent.ok, detail: { outcome, sms: sent.ok ? 'sent' : (sent.reason ?? 'not sent') } }
}

/** The session id is reserved before the network opens it: that is how the app knows a push from a dial. */
async function reserve(
  { kernel, wallet, network, config }: PromptOptions,
  { requestId, phone, push }: { requestId: number; phone: string; push: boolean },
): Promise<{ sessionId: string | null; text: string } | undefined> {
  const fresh = push ? network.newSessionId() : null
  return kernel.transact(async (tx) => {
    const request = await wallet.requestById(tx, requestId)
    if (request?.status !== 'PENDING' || tx.now >= request.expiresAt) return undefined
    const language = (await wallet.holderByPhone(tx, phone))?.language ?? 'en'
    const item = itemOf(request)
    const values = { amount: money(item.amount, item.currency), code: config().serviceCode }
    const text = fill(
      ([merchant = '']) => say(language, 'smsPrompt', { ...values, merchant }),
      [item.merchant],
    )
    if (fresh === null) return { sessionId: null, text }
    const known = await tx.first(promptByRequest, { requestId })
    if (known) return { sessionId: known.session_id, text }
    await tx.change(insertPrompt, { request_id: requestId, session_id: fresh, phone, at: tx.now })
    return { sessionId: fresh, text }
  })
}
