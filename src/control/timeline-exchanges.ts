import type { HeaderLines, HttpExchange } from '../kernel/index.ts'
import type { ExchangeData } from '../terms/sim/timeline-entry.ts'

interface ExchangeView {
  kind: string
  phone: string | null
  data: ExchangeData
}

/** The kind is `request.…`, `hop.…` or `callback.…`. */
export function viewExchange(exchange: HttpExchange): ExchangeView {
  const { direction, method, url, about, error, answer, explanation, headers, body } = exchange
  return {
    kind: `${familyOf(exchange)}.${answer === null ? 'failed' : 'answered'}`,
    phone: phoneOf(exchange),
    data: {
      direction,
      method,
      url,
      status: answer?.status ?? null,
      tookMs: Math.round(exchange.tookMs * 10) / 10,
      error,
      ...(about === undefined ? {} : { about }),
      ...(explanation === undefined ? {} : { explanation }),
      request: wire(`${method} ${url} HTTP/1.1`, headers, body),
      answer: answer && wire(`HTTP/1.1 ${answer.status} ${answer.reason}`, answer.headers, answer.body),
    },
  }
}

/** Hop: an app is asked. Request: one of our APIs is called, also by our own apps. Callback: all others. */
function familyOf({ direction, url, body }: HttpExchange): 'request' | 'hop' | 'callback' {
  if (/(?:^|&)sessionId=/.test(body) && /(?:^|&)text=/.test(body)) return 'hop'
  if (direction === 'in') return 'request'
  return /\/version1\/|\/onepipe\/provider\/|\/v2\/transact/.test(url) ? 'request' : 'callback'
}

const wire = (first: string, headers: HeaderLines, body: string) =>
  [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\n').trimEnd()

const phoneFields = [
  /(?:^|&)phoneNumber=(?:%2B|\+)?(\d{7,15})/i,
  /"partyId"\s*:\s*"\+?(\d{7,15})"/,
  /(?:^|&)to=(?:%2B|\+)(\d{7,15})/i,
  /(?:^|&)from=(?:%2B|\+)(\d{7,15})/i,
  /"mobile_no"\s*:\s*"\+?(\d{10,15})"/,
]

function phoneOf({ body, answer }: HttpExchange): string | null {
  for (const text of [body, answer?.body ?? '']) {
    for (const field of phoneFields) {
      const digits = field.exec(text)?.[1]
      if (digits !== undefined) return `+${digits}`
    }
  }
  return null
}
