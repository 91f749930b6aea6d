import type { HeaderLines, HttpExchange } from '../kernel/index.ts'
import type { ExchangeData, TimelineEntry } from '../terms/sim/timeline-entry.ts'

type ExchangeView = Pick<TimelineEntry, 'kind' | 'phone' | 'trace'> & { data: ExchangeData }

export function viewExchange(exchange: HttpExchange): ExchangeView {
  const { direction, method, url, about, error, answer, explanation, headers, body } = exchange
  const { purpose, operation, phone = null, trace, again, ownApp } = exchange
  return {
    kind: `${purpose}.${answer === null ? 'failed' : 'answered'}`,
    phone,
    trace,
    data: {
      direction,
      method,
      url,
      status: answer?.status ?? null,
      tookMs: Math.round(exchange.tookMs * 10) / 10,
      error: error?.en ?? null,
      ...(error && { errorIn: { fr: error.fr } }),
      ...(operation === undefined ? {} : { operation }),
      ...(about === undefined ? {} : { about }),
      ...(again === undefined ? {} : { again }),
      ...(ownApp ? { ownApp: true as const } : {}),
      ...(explanation && { explanation: explanation.en, explanationIn: { fr: explanation.fr } }),
      request: wire(`${method} ${url} HTTP/1.1`, headers, body),
      answer: answer && wire(`HTTP/1.1 ${answer.status} ${answer.reason}`, answer.headers, answer.body),
    },
  }
}

const wire = (first: string, headers: HeaderLines, body: string) =>
  [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\n').trimEnd()
