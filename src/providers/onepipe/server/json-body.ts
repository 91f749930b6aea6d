import { isUtf8 } from 'node:buffer'
import { malformed } from './wording.ts'

/** The JSON of a body. @throws Refusal where it is empty or not JSON */
export function jsonBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw malformed('The body is not UTF-8.')
  // Some clients begin UTF-8 with a byte order mark.
  const text = String(body).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw malformed('The body is empty; it must be a JSON object.')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.')
  }
}

/** The `request_ref` of a body as text; undefined if it has none, or is no JSON. */
export function requestRefIn(body: string): string | undefined {
  try {
    const { request_ref: reference } = jsonBody(Buffer.from(body)) as { request_ref?: unknown }
    return typeof reference === 'string' ? reference : undefined
  } catch {
    return undefined
  }
}
