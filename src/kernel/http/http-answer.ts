import type { ServerResponse } from 'node:http'

/** An answer, before it is sent. */
export interface HttpAnswer {
  status: number
  /** The reason phrase, where it is not HTTP's usual one. */
  reason?: string | undefined
  /** In the order and the spelling in which they are sent. */
  headers: Readonly<Record<string, string>>
  body: string | Buffer
}

/** The beginning of an answer that is never whole. */
export interface LiveAnswer extends Pick<HttpAnswer, 'status' | 'headers'> {
  /** Sends the body piece by piece, until one of the two sides ends it. */
  live(response: ServerResponse): void
}

/** These say nothing of a length: they have no body. */
const hasNoBody = (status: number, method: string) => method === 'HEAD' || status === 204 || status === 304

/** The answer as Node sends it over a socket: with its length; to HEAD without a body, and without what Node adds. */
export function asSent(answer: HttpAnswer, method: string): HttpAnswer {
  if (hasNoBody(answer.status, method)) return { ...answer, body: '' }
  if ('Content-Length' in answer.headers) return answer
  const length = String(Buffer.byteLength(answer.body))
  return { ...answer, headers: { ...answer.headers, 'Content-Length': length } }
}

/** Sends such an answer over a socket. Node decides how the end of the body is marked. */
export function sendLive(response: ServerResponse, { status, headers, live }: LiveAnswer): void {
  response.writeHead(status, headers)
  if (response.req.method === 'HEAD') response.end()
  else live(response)
}

/** How long a server keeps a connection on which nothing is asked. */
export const keepAliveMs = 5_000

/**
 * Sends an answer over a socket. Node would add some headers by itself: they are given to it, so that what was sent is known.
 *
 * @returns the headers as they were sent: names and values take turns
 */
export function sendAnswer(response: ServerResponse, answer: HttpAnswer): readonly string[] {
  const { status, reason, headers, body } = answer
  const sent: string[] = []
  for (const name in headers) sent.push(name, headers[name] ?? '')
  sent.push('Date', timeNow())
  if (response.shouldKeepAlive)
    sent.push('Connection', 'keep-alive', 'Keep-Alive', `timeout=${keepAliveMs / 1_000}`)
  else sent.push('Connection', 'close')
  if (!('Content-Length' in headers) && !hasNoBody(status, response.req.method ?? ''))
    sent.push('Content-Length', String(Buffer.byteLength(body)))
  if (reason === undefined) response.writeHead(status, sent)
  else response.writeHead(status, reason, sent)
  response.end(body)
  return sent
}

let second = 0
let text = ''
/** The time of the header `Date`, which counts seconds. */
function timeNow(): string {
  const current = Math.floor(Date.now() / 1_000)
  if (current !== second) {
    second = current
    text = new Date(current * 1_000).toUTCString()
  }
  return text
}
