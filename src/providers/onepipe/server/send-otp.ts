import type { OnePipeContext, OtpChannel, SmsOutcome } from './config.ts'
import { sendOtpEmail } from './email.ts'
import { sendOtpSms } from './sms.ts'
import type { Receivers } from './source.ts'

/** An OTP to send. */
export interface OtpMessage {
  to: Receivers
  text: string
  /** Unique per OTP; its SMS and its e-mail share it. */
  id: string
  trace: string | null
}

/** Sends an OTP by all its channels at the same time, and returns the outcome of each. Never throws. */
export function sendOtp(
  context: OnePipeContext,
  { to: { phone, email }, text, id, trace }: OtpMessage,
): Promise<Array<{ channel: OtpChannel; outcome: SmsOutcome }>> {
  const sent: Array<Promise<{ channel: OtpChannel; outcome: SmsOutcome }>> = []
  if (phone !== null) {
    const message = { to: phone, text, id, trace }
    sent.push(sendOtpSms(context, message).then((outcome) => ({ channel: 'sms', outcome })))
  }
  if (email !== null) {
    // Its own request_ref, in case both are sent by one service.
    const message = { to: email, text, id: `${id}-email`, trace }
    sent.push(sendOtpEmail(context, message).then((outcome) => ({ channel: 'email', outcome })))
  }
  return Promise.all(sent)
}
