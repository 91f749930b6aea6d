import type { OnePipeContext, SmsOutcome } from './config.ts'
import { callMessageService } from './message-service.ts'

interface Sms {
  /** `+` and digits. */
  to: string
  text: string
  /** Unique for each sending. */
  id: string
}

/**
 * Sends an OTP by the handler of the world: Africa's Talking, or OnePipe's own service
 * (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/256147586/Send+SMS). Never throws: a refusal is an answer too.
 */
export function sendOtpSms(
  { config, messaging, outbound }: OnePipeContext,
  { to, text, id }: Sms,
): Promise<SmsOutcome> {
  const { smsHandler } = config
  if (smsHandler.kind === 'africastalking') return messaging.send({ to, text })
  return callMessageService(outbound, smsHandler, {
    id,
    type: 'send_sms',
    customer: { customer_ref: to.slice(1), mobile_no: to.slice(1) },
    details: { message_body: text, message_title: 'One-time code', sender_id: smsHandler.senderId },
  })
}
