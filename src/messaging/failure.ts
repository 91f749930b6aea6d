import { messageInOf, messageOf, OutboundError } from '../kernel/index.ts'
import type { InOtherLanguages } from '../terms/index.ts'
import { smsAnswer } from './schema.ts'

/** An SMS that was not sent, or may not have been sent. */
export interface SmsFailure {
  ok: false
  /**
   * `refused`: Africa's Talking refused the sender or the recipient. `invalid`: nothing was sent, because the SDK or the
   * URL stopped it. `unauthorized`: the username or the key is wrong. `unavailable`: it was not accepted. `unknown`: it
   * may have been accepted.
   */
  kind: 'refused' | 'invalid' | 'unauthorized' | 'unavailable' | 'unknown'
  /** A recipient status of Africa's Talking, or the error of the connection. */
  reason: string
  /** The same in other languages, where it is payersim's own. */
  reasonIn?: InOtherLanguages
  /** Whether sending it again can help and cannot send it twice. */
  again: boolean
}

type Kind = SmsFailure['kind']

/** With these codes no connection was made, so nothing was accepted. */
const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** The SDK rejects with an error of axios, of the network, or its own, or with the body when the status is not 201. */
export function failureOf(error: unknown): SmsFailure {
  if (!(error instanceof Error)) return failure('unknown', JSON.stringify(error) ?? 'no answer')
  if (error instanceof OutboundError) return failure(kindOfOutbound(error), error.message, messageInOf(error))
  const { response } = error as Error & { response?: { status: number; data: unknown } }
  if (!response) return failure('invalid', messageOf(error))
  // A 409 has its reason in the same place as a 201.
  const [recipient] = smsAnswer.safeParse(response.data).data?.SMSMessageData.Recipients ?? []
  if (recipient) return failure(kindOfStatus(response.status), recipient.status)
  const said = typeof response.data === 'string' ? response.data.trim().slice(0, 200) : ''
  const reason = said === '' ? messageOf(error) : `${messageOf(error)}: ${said}`
  return failure(kindOfStatus(response.status), reason)
}

function failure(kind: Kind, reason: string, reasonIn?: InOtherLanguages): SmsFailure {
  return { ok: false, kind, reason, ...(reasonIn && { reasonIn }), again: kind === 'unavailable' }
}

function kindOfOutbound({ reason, cause }: OutboundError): Kind {
  if (reason === 'forbidden' || reason === 'bad-url') return 'invalid'
  const { code } = (cause ?? {}) as { code?: unknown }
  return reason === 'unreachable' && unconnected.has(String(code)) ? 'unavailable' : 'unknown'
}

/** Of the 5xx only 503 means that nothing was done; after a 500, 502 or 504 the message may still arrive. */
function kindOfStatus(status: number): Kind {
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 429 || status === 503) return 'unavailable'
  return status >= 400 && status < 500 ? 'refused' : 'unknown'
}
