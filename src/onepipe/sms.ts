import { messageOf, OutboundError } from '../kernel/index.ts'
import type { OnePipeContext, SmsHandler, SmsOutcome } from './config.ts'
import { smsAnswer } from './schema.ts'
import { signature } from './secure.ts'

/** How long a `send_sms` service may take, in real milliseconds. */
const timeoutMs = 10_000

interface Sms {
  /** `+` and digits. */
  to: string
  text: string
  /** Unique for each sending. */
  id: string
}

/** Sends an OTP by the handler of the world. Never throws: a refusal is an answer too. */
export function sendOtpSms(context: OnePipeContext, sms: Sms): Promise<SmsOutcome> {
  const { smsHandler } = context.config
  if (smsHandler.kind === 'africastalking') return context.messaging.send({ to: sms.to, text: sms.text })
  return sendByOnePipe(context, smsHandler, sms)
}

/** OnePipe's own service (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/256147586/Send+SMS). */
async function sendByOnePipe(
  { outbound }: OnePipeContext,
  { url, apiKey, secret, senderId }: Extract<SmsHandler, { kind: 'onepipe' }>,
  { to, text, id }: Sms,
): Promise<SmsOutcome> {
  const body = {
    request_ref: id,
    request_type: 'send_sms',
    auth: { type: null, secure: null, auth_provider: 'payersim', route_mode: null },
    transaction: {
      mock_mode: 'live',
      transaction_ref: id,
      transaction_desc: 'One-time code',
      transaction_ref_parent: null,
      amount: 0,
      customer: { customer_ref: to.slice(1), firstname: '', surname: '', email: '', mobile_no: to.slice(1) },
      meta: {},
      details: { message_body: text, message_title: 'One-time code', sender_id: senderId },
    },
  }
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${apiKey}`,
    Signature: signature(id, secret),
  }
  try {
    const answer = await outbound.send({
      method: 'POST',
      url,
      headers,
      body: JSON.stringify(body),
      timeoutMs,
    })
    return outcomeOf(answer.body.toString('utf8'))
  } catch (error) {
    const late = error instanceof OutboundError && error.reason === 'timeout'
    return { ok: false, kind: late ? 'unknown' : 'unavailable', reason: messageOf(error) }
  }
}

function outcomeOf(body: string): SmsOutcome {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    // Told below, as any other answer that is none of OnePipe's.
  }
  const parsed = smsAnswer.safeParse(json)
  if (!parsed.success) return { ok: false, kind: 'unknown', reason: 'the answer is not one of OnePipe’s' }
  const { status, message, data } = parsed.data
  const failed = status !== 'Successful' || data?.provider_response?.delivery_status === 'failed'
  return failed ? { ok: false, kind: 'refused', reason: message ?? status } : { ok: true }
}
