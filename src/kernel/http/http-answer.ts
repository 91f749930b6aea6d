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

/** The answer as Node sends it over a socket: with its length; to HEAD without a body, and without what Node adds. */
export function asSent(answer: HttpAnswer, method: string): HttpAnswer {
  if (method === 'HEAD') return { ...answer, body: '' }
  if ('Content-Length' in answer.headers) return answer
  const length = String(Buffer.byteLength(answer.body))
  return { ...answer, headers: { ...answer.headers, 'Content-Length': length } }
}

/** Sends an answer over a socket. */
export function sendAnswer(response: ServerResponse, { status, reason, headers, body }: HttpAnswer): void {
  response.statusCode = status
  if (reason !== undefined) response.statusMessage = reason
  for (const name in headers) response.setHeader(name, headers[name] ?? '')
  response.end(body)
}
