import { isUtf8 } from 'node:buffer'
import { bodyText } from '../kernel/index.ts'
import { malformed } from './wording.ts'

/** The JSON of a body that was read raw. @throws Refusal where it is empty or not JSON */
export function jsonBody(body: unknown): unknown {
  if (Buffer.isBuffer(body) && !isUtf8(body)) throw malformed('The body is not UTF-8.')
  // Some clients begin UTF-8 with a byte order mark.
  const text = bodyText(body).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw malformed('The body is empty; it must be a JSON object.')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.')
  }
}
