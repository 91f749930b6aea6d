import { Readable } from 'node:stream'
import type { HttpRequest } from './http-request.ts'

const plain = /^application\/json(?:; ?charset=utf-8)?$/i

/**
 * The JSON of a body; undefined if it has none. Express's own parser, which knows every encoding of Unicode, reads what is not
 * in UTF-8.
 *
 * @throws an error with an HTTP `status`, as that parser does
 */
export async function jsonBodyOf(request: HttpRequest): Promise<unknown> {
  const { 'content-type': type = '' } = request.headers
  if (!/json/i.test(type) || !request.hasBody) return undefined
  if (!plain.test(type)) return parsedByExpress(request, type)
  const text = request.body.toString().replace(/^\ufeff/, '')
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    throw Object.assign(error as SyntaxError, { status: 400 })
  }
}

async function parsedByExpress(request: HttpRequest, type: string): Promise<unknown> {
  const { default: express } = await import('express')
  const bytes = request.receivedBody
  const headers = { 'content-type': type, 'content-length': String(bytes.length) }
  const stream = Object.assign(Readable.from([bytes]), { headers })
  const parse = express.json({ limit: bytes.length, strict: false })
  return new Promise((resolve, reject) => {
    parse(stream as never, {} as never, (error?: Error) => {
      const { body } = stream as { body?: unknown }
      try {
        // What is no JSON for that parser may have any length and any encoding.
        if (error || body !== undefined) request.requireBody()
        if (error) throw error
        resolve(body)
      } catch (trouble) {
        reject(trouble)
      }
    })
  })
}
