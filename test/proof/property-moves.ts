import fc from 'fast-check'

/** What a payer means to do, whatever screen is open. */
export type Wish = 'yes' | 'no' | 'mistyped'

/** Plain data, so that a failing run can be read, shrunk and replayed. A pick counts through what is there. */
export type Move =
  | { kind: 'ask'; payer: number; cents: number }
  | { kind: 'pre-approve'; payer: number; milliseconds: number }
  | { kind: 'send'; payee: number; cents: number }
  | { kind: 'cancel'; pick: number }
  | { kind: 'withdraw'; pick: number }
  | { kind: 'open'; pick: number }
  | { kind: 'answer'; pick: number; wish: Wish; copies: number }
  | { kind: 'repeat'; pick: number; hop: number }
  | { kind: 'at-once'; pick: number; wishes: Wish[]; milliseconds: number }
  | { kind: 'advance'; milliseconds: number }
  | { kind: 'late'; pick: number; wish: Wish; milliseconds: number }
  | { kind: 'restart' }
  | { kind: 'crash'; pick: number }

const pick = fc.nat({ max: 20 })
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
      kind: kind('pre-approve'),
      // The first payer has none, so that a run always has something to answer.
      payer: fc.integer({ min: 1, max: 2 }),
      milliseconds: fc.constantFrom(60_000, 300_000, 3_600_000),
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
  { weight: 1, arbitrary: fc.record({ kind: kind('cancel'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('withdraw'), pick }) },
  { weight: 7, arbitrary: fc.record({ kind: kind('open'), pick }) },
  {
    weight: 8,
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

export const moves: fc.Arbitrary<Move[]> = fc.array(move, { minLength: 10, maxLength: 40, size: 'max' })

/** How every run ends: with at least one request that is settled in the instant of a crash. */
export const finale: Move[] = [
  { kind: 'ask', payer: 0, cents: 1 },
  { kind: 'open', pick: 0 },
  { kind: 'crash', pick: 0 },
]
