import fc, { type Arbitrary } from 'fast-check'

/** What requests are about, so that many of them meet the same phones, sessions and orders. */
export const phones = ['+46733000001', '+46733000002', '+46733000003', '+233244000001', '+46700000009']
const uuids = Array.from({ length: 12 }, (_, n) => `5a1e00${10 + n}-0000-4000-8000-0000000000${10 + n}`)
const apiUsers = ['5a1e0001-0000-4000-8000-000000000001', '5a1e0002-0000-4000-8000-000000000002']

export const pick = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)

const oddities = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '\u0000',
  '\uD800',
  'é€😀',
  "'; DROP TABLE events; --",
  '%',
  '%00',
  '%zz',
  '%F0%9F',
  '..',
  '../..',
  'a'.repeat(5_000),
  '9'.repeat(40),
  '1e400',
  '1e999999999',
  '\r\nX-Injected: 1',
  '*165#',
  '{{pin}}',
]
export const odd = fc.oneof(pick(...oddities), fc.string({ maxLength: 40 }), fc.string({ unit: 'binary' }))

/** A value that is right most of the time. */
export const mostly = <Value>(right: Arbitrary<Value>, near: Arbitrary<unknown> = odd): Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: near })

/** An object whose fields are right most of the time, now and then missing, now and then of another type. */
export const shape = (fields: Record<string, Arbitrary<unknown>>): Arbitrary<unknown> => {
  const wrong = fc.oneof(fc.anything({ maxDepth: 2 }), odd, fc.integer(), fc.double())
  const loose = Object.fromEntries(
    Object.entries(fields).map(([name, right]) => [
      name,
      fc.oneof({ weight: 24, arbitrary: right }, { weight: 1, arbitrary: wrong }),
    ]),
  )
  const some = fc.record(loose, { requiredKeys: [] })
  const extra = fc.tuple(some, fc.dictionary(odd, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }))
  return fc.oneof(
    { weight: 12, arbitrary: fc.record(loose) },
    { weight: 3, arbitrary: some },
    { weight: 1, arbitrary: extra.map(([known, unknown]) => ({ ...known, ...unknown })) },
  )
}

const deep = pick(`${'['.repeat(3_000)}${']'.repeat(3_000)}`, `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`)
const notJson = fc.oneof(deep, odd, pick('{', '[]', 'null', '1', '"x"', '{"a":1}}', '\uFEFF{}'))

const bytesOf = (text: Arbitrary<string>): Arbitrary<Buffer> => text.map((value) => Buffer.from(value))
const rawBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
const large = fc.integer({ min: 16_000, max: 120_000 }).map((size) => Buffer.alloc(size, 'x'))

/** A body of this text most of the time, else what is no JSON and no form, any bytes, or far too much. */
export const body = (right: Arbitrary<string>): Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 30, arbitrary: bytesOf(right) },
    { weight: 2, arbitrary: bytesOf(notJson) },
    { weight: 2, arbitrary: rawBytes },
    { weight: 1, arbitrary: large },
  )

const asJson = (value: unknown) => {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? ''
  } catch {
    // Values that have no JSON are sent as nothing.
    return ''
  }
}
export const json = (fields: Record<string, Arbitrary<unknown>>) => body(shape(fields).map(asJson))

export const form = (fields: Record<string, Arbitrary<unknown>>) =>
  body(
    shape(fields).map((value) => {
      return pairs(value)
    }),
  )

const pairs = (value: unknown) =>
  String(
    new URLSearchParams(
      Object.entries(value as object).map(([name, inner]): [string, string] => [name, text(inner)]),
    ),
  )

/** A text for anything, even for what has no prototype. */
export const text = (value: unknown) => (typeof value === 'string' ? value : asJson(value))

/** A query string; `?` and all, or nothing. */
export const query = (fields: Record<string, Arbitrary<unknown>>): Arbitrary<string> =>
  fc.oneof(
    { weight: 1, arbitrary: pick('', '?', '?&&=', '?a[b][c]=1&a[b]=2', '?%zz=%', '?__proto__[x]=1') },
    {
      weight: 4,
      arbitrary: shape(fields).map((value) => `?${pairs(value)}`),
    },
  )

export const referenceId = fc.oneof(
  { weight: 4, arbitrary: pick(...uuids) },
  { weight: 2, arbitrary: fc.uuid({ version: 4 }) },
)
export const apiUser = fc.oneof(pick(...apiUsers), referenceId)
export const phone = fc.oneof(
  { weight: 9, arbitrary: pick(...phones) },
  { weight: 1, arbitrary: pick('46733000001', '+1', '+99999999999999999', '0733000001', '+46 733 000 001') },
)
export const amount = mostly(
  pick('1', '0.01', '12.50', '5.00', '499.99', '5000'),
  pick('0', '-1', '1e3', '12.505', '.5', '5.', 'NaN', '999999999999999999999', '0x10', '１２', ' 1 '),
)
