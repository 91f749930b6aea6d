import { messageOf } from '../../../kernel/index.ts'
import { otpSender } from '../world.ts'
import type { OnePipeContext, SmsOutcome } from './config.ts'
import { callMessageService } from './message-service.ts'
import { otpSubject } from './wording.ts'

interface OtpEmail {
  to: string
  text: string
  /** Unique per message. */
  id: string
  trace: string | null
}

/**
 * Sends an OTP by the handler of the world: into the mailbox here, or by a service that takes OnePipe's `send_email` as
 * PaywithAccount's collection shows it (https://docs.paywithaccount.com, Send Email): the message is JSON in a text.
 * Never throws: a refusal is an outcome too.
 */
export async function sendOtpEmail(
  { config, mail, outbound }: OnePipeContext,
  { to, text, id, trace }: OtpEmail,
): Promise<SmsOutcome> {
  const { emailHandler } = config
  if (emailHandler.kind === 'mailbox') {
    try {
      return await mail.deliver({ id, from: otpSender, to, subject: otpSubject, text, trace })
    } catch (error) {
      return { ok: false, kind: 'unavailable', reason: messageOf(error) }
    }
  }
  const { senderName, senderEmail, templateId } = emailHandler
  const info = {
    sender: { fromName: senderName, fromEmailAddress: senderEmail },
    message: { templateId, subject: otpSubject, body: text, bodyParams: {}, attachments: [] },
    recipient: { recipientName: '', recipientEmail: to },
  }
  return callMessageService(outbound, emailHandler, {
    id,
    trace,
    type: 'send_email',
    customer: { customer_ref: to, email: to },
    details: {
      template_id: templateId,
      template_info: JSON.stringify(info),
      sender_name: senderName,
      sender_email: senderEmail,
    },
  })
}
