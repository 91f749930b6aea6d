import { type LosslessNumber, parse } from 'lossless-json'

/** What a field of a body is in the end: a text, a type of party, a count of seconds, or fields of its own. */
export type FieldKind = 'text' | 'party-type' | 'seconds' | Fields
export interface Fields {
  readonly [field: string]: FieldKind
}

const party = { partyIdType: 'party-type', partyId: 'text' } as const
const money = { amount: 'text', currency: 'text', externalId: 'text' } as const
const messages = { payerMessage: 'text', payeeNote: 'text' } as const

/** The fields of each body that MTN's API takes here. */
export const bodyFields = {
  requestToPay: { ...money, payer: party, ...messages },
  transfer: { ...money, payee: party, ...messages },
  preApproval: { payer: party, payerCurrency: 'text', payerMessage: 'text', validityTime: 'seconds' },
  apiUser: { providerCallbackHost: 'text' },
  notification: { notificationMessage: 'text' },
} as const satisfies Record<string, Fields>

/**
 * Reads the JSON types that clients send where MTN's schema has another, as Jackson does by default: a number or a
 * boolean as a text, a text or a fraction as whole seconds. MTN's wallet runs on Java, and has taken
 * `"amount":100` and `"partyIdType":"msisdn"` from mtvbrianking/laravel-mtn-momo for years.
 *
 * A number becomes the text that stands in the body, so that `100.00` and an id of twenty digits keep their digits;
 * `JSON.parse` has lost them by then.
 *
 * @param text the body that `json` was parsed from
 * @returns the body, and the path of each field that was of another type
 */
export function coerce(json: unknown, fields: Fields, text: string): { json: unknown; coerced: string[] } {
  const coerced: string[] = []
  let exact: unknown
  const digitsOf = (path: readonly string[]): string => {
    exact ??= parse(text, null, { onDuplicateKey: ({ newValue }) => newValue })
    const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], exact)
    return (found as LosslessNumber).value
  }

  function scalar(value: unknown, kind: Exclude<FieldKind, Fields>, path: readonly string[]): unknown {
    if (kind === 'seconds') return seconds(value)
    if (typeof value === 'number') return digitsOf(path)
    if (typeof value === 'boolean') return String(value)
    return kind === 'party-type' && typeof value === 'string' ? value.toUpperCase() : value
  }

  function walk(value: unknown, kind: FieldKind, path: readonly string[]): unknown {
    if (typeof kind === 'string') {
      const read = scalar(value, kind, path)
      if (read !== value) coerced.push(path.join('.'))
      return read
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const read = Object.entries(value).map(([name, inner]) => {
      const known = Object.hasOwn(kind, name) ? kind[name] : undefined
      return [name, known === undefined ? inner : walk(inner, known, [...path, name])]
    })
    return Object.fromEntries(read)
  }

  return { json: walk(json, fields, []), coerced }
}

/** A fraction is cut off, and an empty text is no value. What is no number stays for the schema to refuse. */
function seconds(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value !== 'string') return value
  return value.trim() === '' ? null : value.trim()
}
