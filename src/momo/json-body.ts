import { isUtf8 } from 'node:buffer'
import type { Request } from 'express'
import { bodyText } from '../kernel/index.ts'
import { bodyFields, coerce } from './coerce.ts'
import type { MomoContext } from './config.ts'
import type { MomoQuirks } from './quirks.ts'
import { badRequest, forbidden } from './wording.ts'

/**
 * The JSON of a body that `readBody` has read, its fields of the types that MTN's schema has where the world coerces
 * them.
 *
 * @throws Refusal where there is none, or it is not JSON in UTF-8
 */
export function jsonBody(
  { kernel }: MomoContext,
  { body, method, path }: Pick<Request<never>, 'body' | 'method' | 'path'>,
  name: keyof typeof bodyFields,
  quirks: MomoQuirks,
): unknown {
  const malformed = (message: string) =>
    quirks['malformed-body'] === '403'
      ? forbidden().explained(`${message} The quirk malformed-body: 403 makes it this answer.`)
      : badRequest(message)
  // Read as UTF-8, a message in Latin-1 would be kept and sent back without its letters.
  if (Buffer.isBuffer(body) && !isUtf8(body)) throw malformed('The body is not UTF-8.')
  // Some clients begin UTF-8 with a byte order mark.
  const text = bodyText(body).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw badRequest('The body is empty; it must be a JSON object.')
  const json = parsed(text)
  if (json === undefined) throw malformed('The body is not JSON.')
  if (quirks['strict-types'] === 'refuse') return json
  const read = coerce(json, bodyFields[name], text)
  if (read.coerced.length > 0) {
    kernel.logger.warn(
      { method, path, fields: read.coerced },
      'a MoMo body has other JSON types than MTN documents; they were read as a Java deserialiser reads them',
    )
  }
  return read.json
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
