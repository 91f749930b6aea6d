import { messageInOf, messageOf, type Outbound, OutboundError } from '../../../kernel/index.ts'
import type { SmsOutcome } from './config.ts'
import { messageAnswer } from './schema.ts'
import { signature } from './secure.ts'

/** How long a service may take, in real milliseconds. */
const timeoutMs = 10_000

/** OnePipe's Send SMS or Send Email, with the app that the provider calls it as. */
export interface MessageService {
  url: string
  apiKey: string
  secret: string
}

/**
 * Calls a service of OnePipe's that sends a message. Never throws: a refusal is an outcome too.
 *
 * @param id the `request_ref` and the `transaction_ref`, unique per message
 */
export async function callMessageService(
  outbound: Outbound,
  { url, apiKey, secret }: MessageService,
  {
    id,
    type,
    customer,
    details,
    ...of
  }: {
    id: string
    type: string
    customer: object
    details: object
    trace: string | null
    phone?: string
  },
): Promise<SmsOutcome> {
  const body = {
    request_ref: id,
    request_type: type,
    auth: { type: null, secure: null, auth_provider: 'payersim', route_mode: null },
    transaction: {
      mock_mode: 'live',
      transaction_ref: id,
      transaction_desc: 'One-time code',
      transaction_ref_parent: null,
      amount: 0,
      customer: { customer_ref: '', firstname: '', surname: '', email: '', mobile_no: '', ...customer },
      meta: {},
      details,
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
      purpose: 'request',
      operation: 'onepipe.transact',
      ...of,
    })
    return outcomeOf(answer.body.toString('utf8'))
  } catch (error) {
    const late = error instanceof OutboundError && error.reason === 'timeout'
    const reasonIn = messageInOf(error)
    const kind = late ? 'unknown' : 'unavailable'
    return { ok: false, kind, reason: messageOf(error), ...(reasonIn && { reasonIn }) }
  }
}

const notOfOnePipe = {
  reason: 'the answer is not one of OnePipe’s',
  reasonIn: { fr: 'la réponse n’est pas une réponse de OnePipe' },
}

function outcomeOf(body: string): SmsOutcome {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    // Handled below, like any other answer that is not OnePipe's.
  }
  const parsed = messageAnswer.safeParse(json)
  if (!parsed.success) return { ok: false, kind: 'unknown', ...notOfOnePipe }
  const { status, message, data } = parsed.data
  const failed = status !== 'Successful' || data?.provider_response?.delivery_status === 'failed'
  return failed ? { ok: false, kind: 'refused', reason: message ?? status } : { ok: true }
}
