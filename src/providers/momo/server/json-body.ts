import { isUtf8 } from 'node:buffer'
import type { HttpRequest } from '../../../kernel/index.ts'
import { type Told, told } from '../../../terms/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { bodyFields, coerce, type Fields } from './coerce.ts'
import { badRequest, emptyBody, forbidden, noBody, notUtf8 } from './wording.ts'

/** The bodies of POST requests that the wallet answers with 202. */
const orders: ReadonlySet<string> = new Set([
  ...['requestToPay', 'invoice', 'transfer', 'preApproval', 'refund', 'cashTransfer', 'payment'],
])

/**
 * The JSON of a body. Where the world coerces bodies, the fields have the types of MTN's
 * schema.
 *
 * @throws Refusal where the body is empty, or not JSON in UTF-8
 */
export function jsonBody(
  request: Pick<HttpRequest, 'body'>,
  name: keyof typeof bodyFields,
  quirks: MomoQuirks,
): unknown {
  const { body } = request
  const malformed = (message: Told) =>
    quirks['malformed-body'] === '403' ? forbidden().explained(told([message, byQuirk])) : badRequest(message)
  // A message in Latin-1, read as UTF-8, would be stored and sent back with letters missing.
  if (!isUtf8(body)) throw malformed(notUtf8)
  // Some clients begin UTF-8 with a byte order mark.
  const text = body.toString().replace(/^\uFEFF/, '')
  if (text.trim() === '') {
    const recorded = quirks['bad-request-body'] === 'empty' && orders.has(name)
    throw recorded ? emptyBody() : badRequest(noBody)
  }
  const json = parsed(text)
  if (json === undefined) throw malformed({ en: 'The body is not JSON.', fr: 'Le corps n’est pas du JSON.' })
  if (quirks['strict-types'] === 'refuse') return json
  const read = coercedFrom(json, bodyFields[name], text)
  if (!read)
    throw malformed({ en: 'The body is nested too deep.', fr: 'Le corps est imbriqué trop profondément.' })
  if (read.coerced.length > 0) coercedFields.set(request, read.coerced)
  return read.json
}

const byQuirk = {
  en: 'The quirk malformed-body: 403 makes it this answer.',
  fr: 'La particularité malformed-body: 403 en fait cette réponse.',
}

const coercedFields = new WeakMap<object, readonly string[]>()

/** The fields of a request's body that had another JSON type than MTN documents; undefined before it is read. */
export function coercedIn(request: object): readonly string[] | undefined {
  return coercedFields.get(request)
}

/** `undefined` where the body is nested too deep for the parser of exact numbers; Jackson refuses such bodies too. */
function coercedFrom(json: unknown, fields: Fields, text: string): ReturnType<typeof coerce> | undefined {
  try {
    return coerce(json, fields, text)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
