import type { OnePipeContext, OtpChannel, SmsOutcome } from './config.ts'
import { sendOtpEmail } from './email.ts'
import { sendOtpSms } from './sms.ts'
import type { Receivers } from './source.ts'

/** An OTP that is to be sent. */
export interface OtpMessage {
  to: Receivers
  text: string
  /** Unique for each sending; the SMS and the e-mail are one. */
  id: string
}

/** Sends an OTP by each handler that it is to go by, at the same time, and says what became of each. Never throws. */
export function sendOtp(
  context: OnePipeContext,
  { to: { phone, email }, text, id }: OtpMessage,
): Promise<Array<{ channel: OtpChannel; outcome: SmsOutcome }>> {
  const sent: Array<Promise<{ channel: OtpChannel; outcome: SmsOutcome }>> = []
  if (phone !== null) {
    sent.push(sendOtpSms(context, { to: phone, text, id }).then((outcome) => ({ channel: 'sms', outcome })))
  }
  if (email !== null) {
    // A request_ref of its own, where both go by one service.
    const message = { to: email, text, id: `${id}-email` }
    sent.push(sendOtpEmail(context, message).then((outcome) => ({ channel: 'email', outcome })))
  }
  return Promise.all(sent)
}
