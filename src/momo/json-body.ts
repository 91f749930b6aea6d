import { bodyText } from '../kernel/index.ts'
import type { MomoQuirks } from './quirks.ts'
import { badRequest, forbidden } from './wording.ts'

/** The JSON of a body that `readBody` has read. @throws Refusal where there is none, or it is not JSON */
export function jsonBody(body: unknown, quirks: MomoQuirks): unknown {
  // Some clients begin UTF-8 with a byte order mark.
  const text = bodyText(body).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw badRequest('The body is empty; it must be a JSON object.')
  try {
    return JSON.parse(text)
  } catch {
    throw quirks['malformed-body'] === '403' ? forbidden() : badRequest('The body is not JSON.')
  }
}
