import { messageOf, OutboundError } from '../kernel/index.ts'
import { smsAnswer } from './schema.ts'

/** An SMS that was not sent, or of which nobody knows whether it was. */
export interface SmsFailure {
  ok: false
  /**
   * `refused`: Africa's Talking said no to the sender or the recipient. `invalid`: the SDK, or the address, let nothing
   * leave. `unauthorized`: the username or the key is wrong. `unavailable`: nobody took it. `unknown`: it may have been
   * accepted.
   */
  kind: 'refused' | 'invalid' | 'unauthorized' | 'unavailable' | 'unknown'
  /** A recipient status of Africa's Talking, or what went wrong on the way. */
  reason: string
  /** Whether sending it again can help and cannot send it twice. */
  again: boolean
}

type Kind = SmsFailure['kind']

/** The connection was never made, so that nothing was accepted. */
const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** What the SDK rejected with: axios's error, the network's, its own, or a plain body where the status is not 201. */
export function failureOf(error: unknown): SmsFailure {
  if (!(error instanceof Error)) return failure('unknown', JSON.stringify(error) ?? 'no answer')
  if (error instanceof OutboundError) return failure(kindOfOutbound(error), error.message)
  const { response } = error as Error & { response?: { status: number; data: unknown } }
  if (!response) return failure('invalid', messageOf(error))
  // A 409 tells its reason as a 201 does.
  const [recipient] = smsAnswer.safeParse(response.data).data?.SMSMessageData.Recipients ?? []
  if (recipient) return failure(kindOfStatus(response.status), recipient.status)
  const said = typeof response.data === 'string' ? response.data.trim().slice(0, 200) : ''
  const reason = said === '' ? messageOf(error) : `${messageOf(error)}: ${said}`
  return failure(kindOfStatus(response.status), reason)
}

function failure(kind: Kind, reason: string): SmsFailure {
  return { ok: false, kind, reason, again: kind === 'unavailable' }
}

function kindOfOutbound({ reason, cause }: OutboundError): Kind {
  if (reason === 'forbidden' || reason === 'bad-url') return 'invalid'
  const { code } = (cause ?? {}) as { code?: unknown }
  return reason === 'unreachable' && unconnected.has(String(code)) ? 'unavailable' : 'unknown'
}

/** Of the 5xx only 503 says that nothing was done; behind a 500, 502 or 504 the message may be on its way. */
function kindOfStatus(status: number): Kind {
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 429 || status === 503) return 'unavailable'
  return status >= 400 && status < 500 ? 'refused' : 'unknown'
}
