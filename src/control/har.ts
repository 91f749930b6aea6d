import type { HeaderLines, HttpAnswer, HttpExchange } from '../kernel/index.ts'
import type { Har } from '../terms/sim/har.ts'

/**
 * Exchanges as an HTTP archive, secrets hidden as in the log.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function harOf(exchanges: readonly HttpExchange[], version: string): Har {
  return { log: { version: '1.2', creator: { name: 'payersim', version }, entries: exchanges.map(entryOf) } }
}

/** A file that browsers, Insomnia and other readers of archives open. */
export function harAnswer(har: Har, file: string): HttpAnswer {
  const body = JSON.stringify(har)
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': `attachment; filename="${file}"`,
    'Content-Length': String(Buffer.byteLength(body)),
  }
  return { status: 200, headers, body }
}

function entryOf(exchange: HttpExchange): Har['log']['entries'][number] {
  const { at, method, headers, body, answer, error, explanation, phone, operation } = exchange
  const time = Math.round(exchange.tookMs * 10) / 10
  const url = urlOf(exchange)
  const type = headerOf(headers, 'content-type') ?? ''
  // What is not known is -1: the log keeps no sizes of headers, and bodies are decoded and may be cut.
  const unknown = { cookies: [], headersSize: -1, bodySize: -1 }
  return {
    startedDateTime: new Date(at).toISOString(),
    time,
    request: {
      ...unknown,
      method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      headers: named(headers),
      queryString: named([...url.searchParams]),
      ...(body !== '' && { postData: { mimeType: type, text: body } }),
    },
    response: {
      ...unknown,
      status: answer?.status ?? 0,
      statusText: answer?.reason ?? '',
      httpVersion: 'HTTP/1.1',
      headers: named(answer?.headers ?? []),
      content: {
        size: Buffer.byteLength(answer?.body ?? ''),
        mimeType: headerOf(answer?.headers ?? [], 'content-type') ?? 'application/octet-stream',
        text: answer?.body ?? '',
      },
      redirectURL: headerOf(answer?.headers ?? [], 'location') ?? '',
      ...(error !== null && { _error: error.en }),
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    ...(explanation !== undefined && { comment: explanation.en }),
    _direction: exchange.direction,
    _purpose: exchange.purpose,
    ...(operation !== undefined && { _operation: operation }),
    ...(phone !== undefined && { _phone: phone }),
    _trace: exchange.trace,
  }
}

/** An archive has whole URLs; a request to us has a path, and its host in a header. */
function urlOf({ url, headers }: HttpExchange): URL {
  const base = `http://${headerOf(headers, 'host') ?? 'payersim.test'}`
  const known = URL.canParse(base) ? base : 'http://payersim.test'
  return URL.canParse(url, known) ? new URL(url, known) : new URL(known)
}

const headerOf = (headers: HeaderLines, wanted: string) =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1]

const named = (pairs: HeaderLines) => pairs.map(([name, value]) => ({ name, value }))
