import { type LosslessNumber, parse } from 'lossless-json'

/**
 * The type that MTN's schema has for a field: a text, a type of party, a whole number such as of seconds, true or false,
 * or an object.
 */
export type FieldKind = 'text' | 'party-type' | 'seconds' | 'yes-no' | Fields
export interface Fields {
  readonly [field: string]: FieldKind
}

const party = { partyIdType: 'party-type', partyId: 'text' } as const
const money = { amount: 'text', currency: 'text', externalId: 'text' } as const
const messages = { payerMessage: 'text', payeeNote: 'text' } as const

const compliance = {
  ...{ orginatingCountry: 'text', originalAmount: 'text', originalCurrency: 'text' },
  ...{ payerIdentificationType: 'text', payerIdentificationNumber: 'text', payerIdentity: 'text' },
  ...{ payerFirstName: 'text', payerSurName: 'text', payerLanguageCode: 'text' },
  ...{ payerEmail: 'text', payerMsisdn: 'text', payerGender: 'text' },
} as const satisfies Fields

/** The fields of each body of MTN's API that is served. */
export const bodyFields = {
  requestToPay: { ...money, payer: party, ...messages },
  transfer: { ...money, payee: party, ...messages },
  refund: { ...money, ...messages, referenceIdToRefund: 'text' },
  cashTransfer: { ...money, payee: party, ...messages, ...compliance },
  payment: {
    ...{ externalTransactionId: 'text', money: { amount: 'text', currency: 'text' } },
    ...{ customerReference: 'text', serviceProviderUserName: 'text', couponId: 'text', productId: 'text' },
    ...{
      productOfferingId: 'text',
      receiverMessage: 'text',
      senderNote: 'text',
      maxNumberOfRetries: 'seconds',
      includeSenderCharges: 'yes-no',
    },
  },
  invoice: {
    ...money,
    validityDuration: 'text',
    intendedPayer: party,
    payee: party,
    description: 'text',
  },
  invoiceCancellation: { externalId: 'text' },
  preApproval: { payer: party, payerCurrency: 'text', payerMessage: 'text', validityTime: 'seconds' },
  apiUser: { providerCallbackHost: 'text' },
  notification: { notificationMessage: 'text' },
} as const satisfies Record<string, Fields>

/**
 * Converts JSON types that MTN's schema does not have, as Jackson does by default: a number or a boolean to a text, a
 * text or a fraction to whole seconds. MTN's wallet runs on Java, and has accepted
 * `"amount":100` and `"partyIdType":"msisdn"` from mtvbrianking/laravel-mtn-momo for years.
 *
 * A number becomes its text in the body, so that `100.00` and an id of twenty digits keep their digits;
 * `JSON.parse` loses them.
 *
 * @param text the body that `json` was parsed from
 * @returns the body, and the path of each field that had another type
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
    if (kind === 'yes-no') return value === 'true' || (value === 'false' ? false : value)
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

/** A fraction is cut off; an empty text is no value. Anything else is left for the schema to refuse. */
function seconds(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value !== 'string') return value
  return value.trim() === '' ? null : value.trim()
}
