import type { Told } from '../../terms/index.ts'
import { messageOf, OutboundError } from '../errors.ts'
import { certificateTrouble } from './certificate-trouble.ts'

/** The error for a request, or its answer, that broke off. */
export function withoutAnswer(url: URL, hasLeft: boolean, cause: unknown): OutboundError {
  const of = (reason: 'unreachable' | 'lost', why: Told) =>
    new OutboundError(reason, why, { url: url.href }, { cause })
  const words = messageOf(cause)
  const distrust = certificateTrouble(url, cause)
  if (distrust) return of('unreachable', distrust)
  if (!hasLeft)
    return of('unreachable', {
      en: `${url.host} cannot be reached: ${words}.`,
      fr: `${url.host} est injoignable : ${words}.`,
    })
  if (codeOf(cause).startsWith('HPE_'))
    return of('lost', {
      en: `${url.host} answered with something that is not HTTP (${words}).`,
      fr: `${url.host} a répondu par autre chose que du HTTP (${words}).`,
    })
  return of('lost', {
    en: `${url.host} closed the connection before its answer was complete (${words}): the answer is lost. It may have read the request.`,
    fr: `${url.host} a fermé la connexion avant que sa réponse soit complète (${words}) : la réponse est perdue. La requête a peut-être été lue.`,
  })
}

/** Why there is no answer where time ran out. */
export function answeredTooLate(host: string, seconds: number): Told {
  return {
    en: `${host} did not answer within ${seconds} s.`,
    fr: `${host} n’a pas répondu en ${seconds} s.`,
  }
}

function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown } | undefined)?.code ?? '')
}
