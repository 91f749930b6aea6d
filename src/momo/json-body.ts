import { isUtf8 } from 'node:buffer'
import { bodyText } from '../kernel/index.ts'
import type { MomoQuirks } from './quirks.ts'
import { badRequest, forbidden } from './wording.ts'

/** The JSON of a body that `readBody` has read. @throws Refusal where there is none, or it is not JSON in UTF-8 */
export function jsonBody(body: unknown, quirks: MomoQuirks): unknown {
  const malformed = (message: string) =>
    quirks['malformed-body'] === '403'
      ? forbidden().explained(`${message} The quirk malformed-body: 403 makes it this answer.`)
      : badRequest(message)
  // Read as UTF-8, a message in Latin-1 would be kept and sent back without its letters.
  if (Buffer.isBuffer(body) && !isUtf8(body)) throw malformed('The body is not UTF-8.')
  // Some clients begin UTF-8 with a byte order mark.
  const text = bodyText(body).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw badRequest('The body is empty; it must be a JSON object.')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.')
  }
}
