import fc from 'fast-check'

/** What a payer means to do, whatever screen is open. */
export type Wish = 'yes' | 'no' | 'mistyped'

/** Plain data, so that a failing run can be read, shrunk and replayed. A pick counts back from the latest of what is there. */
export type Move =
  | { kind: 'ask'; payer: number; cents: number }
  | { kind: 'withdraw'; payer: number; cents: number }
  | { kind: 'invoice'; payer: number; cents: number; milliseconds: number }
  | { kind: 'pre-approve'; payer: number; milliseconds: number }
  | { kind: 'consent'; payer: number; milliseconds: number }
  | { kind: 'send'; payee: number; cents: number }
  /** Refunds at once, each of this share of what was asked for. */
  | { kind: 'refund'; pick: number; shares: readonly number[]; crash: boolean }
  /** By the merchant; at the same instant its payer may go on, and be sent off first or second. */
  | { kind: 'cancel-invoice'; pick: number; payer: 'none' | 'first' | 'second' }
  | { kind: 'poll'; pick: number }
  /** By the payer, a permission in force; of a consent the merchant may have got the token just before. */
  | { kind: 'cancel'; pick: number; polled: boolean }
  /** By the merchant, a pre-approval in force. */
  | { kind: 'give-up'; pick: number }
  /** A withdrawal stands in two lists. */
  | { kind: 'open'; pick: number; byKind: boolean }
  /** Opened, and paid or accepted in the same breath. */
  | { kind: 'agree'; pick: number; byKind: boolean }
  | { kind: 'answer'; pick: number; wish: Wish; copies: number }
  | { kind: 'repeat'; pick: number; hop: number }
  | { kind: 'at-once'; pick: number; wishes: Wish[]; milliseconds: number }
  | { kind: 'advance'; milliseconds: number }
  | { kind: 'late'; pick: number; wish: Wish; milliseconds: number }
  | { kind: 'restart' }
  | { kind: 'crash'; pick: number }

const pick = fc.oneof(fc.constant(0), fc.nat({ max: 20 }))
const wish = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Wish>('yes') },
  { weight: 2, arbitrary: fc.constant<Wish>('no') },
  { weight: 1, arbitrary: fc.constant<Wish>('mistyped') },
)
const milliseconds = fc.constantFrom(1_000, 60_000, 299_000, 300_000)
/** Most often just past the time of a request, to the millisecond where nothing else has moved the clock. */
const late = fc.constantFrom(299_999, 300_000, 300_000, 300_000)
const kind = <Kind extends Move['kind']>(name: Kind) => fc.constant(name)

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: kind('ask'),
      payer: fc.nat({ max: 2 }),
      cents: fc.integer({ min: 1, max: 400 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('withdraw'),
      payer: fc.nat({ max: 2 }),
      cents: fc.integer({ min: 1, max: 400 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('invoice'),
      payer: fc.nat({ max: 2 }),
      cents: fc.integer({ min: 1, max: 400 }),
      milliseconds: fc.constantFrom(60_000, 300_000, 3_600_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('pre-approve'),
      // The first payer has none, so that a run always has something to answer.
      payer: fc.integer({ min: 1, max: 2 }),
      milliseconds: fc.constantFrom(60_000, 300_000, 3_600_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('consent'),
      payer: fc.nat({ max: 2 }),
      milliseconds: fc.constantFrom(60_000, 300_000, 7_200_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('send'),
      payee: fc.nat({ max: 2 }),
      // Now and then more than the merchant has.
      cents: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }) }, fc.constant(2_000_000)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('refund'),
      pick,
      // Over the sum by itself, and twice that are too much together.
      shares: fc.constantFrom([1], [0.5], [2], [0.5, 0.5], [1, 1], [0.5, 1]),
      crash: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('cancel-invoice'),
      pick,
      payer: fc.constantFrom('none', 'first', 'second'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: kind('poll'), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('cancel'), pick, polled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('give-up'), pick }) },
  { weight: 7, arbitrary: fc.record({ kind: kind('open'), pick, byKind: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('agree'), pick, byKind: fc.boolean() }) },
  {
    weight: 9,
    arbitrary: fc.record({ kind: kind('answer'), pick, wish, copies: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('repeat'), pick, hop: pick }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('at-once'),
      pick,
      wishes: fc.array(wish, { minLength: 2, maxLength: 2 }),
      milliseconds: fc.constantFrom(0, 0, 300_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('advance'), milliseconds }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('late'), pick, wish, milliseconds: late }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('restart') }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('crash'), pick }) },
)

export const moves: fc.Arbitrary<Move[]> = fc.array(move, { minLength: 10, maxLength: 60, size: 'max' })

/**
 * How every run ends: with at least one request that is settled in the instant of a crash, and refunded twice at once; an
 * invoice that is paid while it is cancelled, and one that is cancelled before; a consent that is taken back once its
 * merchant has the token; and a withdrawal of a payer whose requests are debited without asking.
 */
export const finale: Move[] = [
  { kind: 'ask', payer: 0, cents: 2 },
  { kind: 'open', pick: 0, byKind: false },
  { kind: 'crash', pick: 0 },
  { kind: 'refund', pick: 0, shares: [0.5, 1], crash: false },
  { kind: 'invoice', payer: 0, cents: 1, milliseconds: 60_000 },
  { kind: 'open', pick: 0, byKind: true },
  { kind: 'answer', pick: 0, wish: 'yes', copies: 1 },
  { kind: 'cancel-invoice', pick: 0, payer: 'first' },
  { kind: 'invoice', payer: 0, cents: 1, milliseconds: 60_000 },
  { kind: 'open', pick: 0, byKind: true },
  { kind: 'answer', pick: 0, wish: 'yes', copies: 1 },
  { kind: 'cancel-invoice', pick: 0, payer: 'none' },
  { kind: 'answer', pick: 0, wish: 'yes', copies: 1 },
  { kind: 'consent', payer: 0, milliseconds: 60_000 },
  { kind: 'agree', pick: 0, byKind: false },
  { kind: 'cancel', pick: 0, polled: true },
  { kind: 'pre-approve', payer: 1, milliseconds: 60_000 },
  { kind: 'agree', pick: 0, byKind: false },
  { kind: 'withdraw', payer: 1, cents: 1 },
]
