import { messageOf, OutboundError } from '../errors.ts'
import { certificateTrouble } from './certificate-trouble.ts'

/** The error for a request, or its answer, that broke off. */
export function withoutAnswer(url: URL, hasLeft: boolean, cause: unknown): OutboundError {
  const of = (reason: 'unreachable' | 'lost', why: string) =>
    new OutboundError(reason, why, { url: url.href }, { cause })
  const words = messageOf(cause)
  const distrust = certificateTrouble(url, cause)
  if (distrust) return of('unreachable', distrust)
  if (!hasLeft) return of('unreachable', `${url.host} cannot be reached: ${words}.`)
  if (codeOf(cause).startsWith('HPE_'))
    return of('lost', `${url.host} answered with something that is not HTTP (${words}).`)
  return of(
    'lost',
    `${url.host} closed the connection before its answer was complete (${words}): the answer is lost. It may have read the request.`,
  )
}

function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown } | undefined)?.code ?? '')
}
