import type { OnePipeContext, SmsOutcome } from './config.ts'
import { callMessageService } from './message-service.ts'

interface Sms {
  /** `+` and digits. */
  to: string
  text: string
  /** Unique per message. */
  id: string
  trace: string | null
}

/** Sends an OTP by the world's SMS handler. Never throws: a refusal is an outcome too. */
export async function sendOtpSms(context: OnePipeContext, sms: Sms): Promise<SmsOutcome> {
  const { smsHandler } = context.config
  const outcome = await handOver(context, sms)
  // The same event as for messages that Africa's Talking refuses.
  if (!outcome.ok && smsHandler.kind !== 'africastalking') {
    const { ok: _, ...failure } = outcome
    const data = { ...failure, again: false }
    await context.kernel.transact((tx) => tx.emit({ kind: 'sms.not-sent', phone: sms.to, data }), sms)
  }
  return outcome
}

/**
 * By Africa's Talking, or OnePipe's own service
 * (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/256147586/Send+SMS).
 */
function handOver(
  { config, messaging, outbound }: OnePipeContext,
  { to, text, id, trace }: Sms,
): Promise<SmsOutcome> {
  const { smsHandler } = config
  if (smsHandler.kind === 'africastalking') return messaging.send({ to, text, trace })
  return callMessageService(outbound, smsHandler, {
    id,
    trace,
    phone: to,
    type: 'send_sms',
    customer: { customer_ref: to.slice(1), mobile_no: to.slice(1) },
    details: { message_body: text, message_title: 'One-time code', sender_id: smsHandler.senderId },
  })
}
