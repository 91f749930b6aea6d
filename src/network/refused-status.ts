import { OutboundError } from '../kernel/index.ts'
import { htmlMeaning, phpMessage, type RefusedResponse } from './refused-pages.ts'

/** What a status other than 200 means. */
export function statusMeaning(response: RefusedResponse): string {
  const { status, text } = response
  const answered = /^(?:CON|END)[ \r\n]/.test(text)
    ? ' The text itself would be right: send it with status 200.'
    : ''
  if (status >= 300 && status < 400) return redirectMeaning(response)
  if (status > 200 && status < 300) return `Only 200 is taken, and not ${status}.${answered}`
  const page = phpMessage(response) ?? htmlMeaning(response)
  const more = page ? ` ${page}` : answered
  if (status >= 500) {
    return status === 502 || status === 503 || status === 504
      ? `A proxy or a tunnel answers in the place of the app, which is down, restarting or too slow.${more}`
      : `The app failed while it made the answer: look into its log.${more}`
  }
  return (clientErrors[status]?.(response) ?? 'The app refuses the request of the gateway.') + more
}

const login = /log-?in|sign-?in|\bauth|sso|session/i

const clientErrors: Record<number, (response: RefusedResponse) => string> = {
  400: () => notAForm,
  401: () => protectedRoute,
  403: ({ text }) =>
    /csrf/i.test(text)
      ? 'The framework asks for a CSRF token, which the gateway has not: take this route out of that check.'
      : protectedRoute,
  404: ({ url }) => `No route of the app answers POST ${pathOf(url)}: check the URL of the service code.`,
  405: ({ url, headers }) =>
    `The route ${pathOf(url)} does not take POST${headers.allow ? ` but ${headers.allow}` : ''}: the gateway sends POST.`,
  411: () => notAForm,
  415: () => notAForm,
  419: () =>
    'Laravel asks for a CSRF token (419), which the gateway has not: take this route out of that check.',
  422: () => notAForm,
  429: () => 'A rate limit stands before the app: let the gateway pass.',
}

const notAForm =
  'The app does not take what the gateway sends: a form (application/x-www-form-urlencoded) with sessionId, serviceCode, phoneNumber, networkCode and text.'
const protectedRoute =
  'The route asks for a login or a key, and the gateway has none: let this route pass without.'

function redirectMeaning({ status, url, headers }: RefusedResponse): string {
  const to = headers.location
  if (!to) return `The gateway follows no redirect, and this one (${status}) names no place.`
  let target: URL
  try {
    target = new URL(to, url)
  } catch {
    return `The gateway follows no redirect, and this one (${status}) leads to no URL.`
  }
  const from = new URL(url)
  // Without the query, which may contain tokens.
  const place = `${target.origin}${target.pathname}`
  const redirected = `The app redirects to ${place}, and the gateway follows no redirect.`
  if (login.test(target.pathname) || login.test(target.hostname)) {
    return `${redirected} That looks like a login: let this route pass without a session.`
  }
  if (target.host === from.host && target.protocol !== from.protocol) {
    return `${redirected} Give the service code the URL with ${target.protocol}//.`
  }
  if (target.host === from.host && withoutSlash(target.pathname) === withoutSlash(from.pathname)) {
    return `${redirected} Only the slash at the end differs: give the service code that URL.`
  }
  return `${redirected} Give the service code the URL where the app really answers.`
}

const withoutSlash = (path: string) => path.replace(/\/$/, '')

function pathOf(url: string): string {
  return new URL(url).pathname
}

/** Why no answer came; undefined if the error already says it. */
export function noAnswerMeaning(error: unknown): string | undefined {
  if (!(error instanceof OutboundError)) return undefined
  if (error.reason === 'timeout') {
    return 'The app took too long, or never ended its answer. Answer first, and do slow work afterwards.'
  }
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return causes.find(([pattern]) => pattern.test(code))?.[1]
}

const causes: ReadonlyArray<readonly [RegExp, string]> = [
  [/^ECONNREFUSED$/, 'Nothing listens there: start the app, or correct the URL of the service code.'],
  [
    /^(?:ENOTFOUND|EAI_AGAIN)$/,
    'The name of its host is not known here: correct the URL of the service code.',
  ],
  [/^(?:EPROTO|ERR_SSL_)/, 'It does not speak TLS there: try http:// in the URL of the service code.'],
  [/CERT|SELF_SIGNED|UNABLE_TO_/, 'Its certificate is not trusted here.'],
  [
    /^HPE_/,
    'What answers there does not speak HTTP, or speaks it with TLS: try https:// in the URL of the service code.',
  ],
  [
    /^(?:ECONNRESET|EPIPE)$/,
    'The connection was closed before the answer was whole: the app may have crashed.',
  ],
]
