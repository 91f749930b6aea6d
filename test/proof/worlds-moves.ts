import fc from 'fast-check'
import type { FaultPlan } from '../../src/index.ts'

/** What is done in a world, as plain data, so that a failing run can be read, shrunk and replayed. */
export type Move =
  | { kind: 'ask'; payer: number; cents: number }
  | { kind: 'pre-approve'; payer: number }
  | { kind: 'send'; payee: number; cents: number }
  | { kind: 'dial'; phone: number; code: string }
  | { kind: 'choose'; phone: number; option: number }
  | { kind: 'pin'; phone: number; right: boolean }
  /** What is open on the phone, in one breath: the first option, and the PIN. */
  | { kind: 'agree'; phone: number }
  | { kind: 'cancel'; phone: number }
  | { kind: 'sms'; phone: number }
  | { kind: 'balance'; code: 'right' | 'wrong' | 'none' }
  | { kind: 'poll'; pick: number }
  | { kind: 'advance'; seconds: number }
  | { kind: 'faults'; plans: FaultPlan[] }
  | { kind: 'snapshot' }
  | { kind: 'restore' }
  | { kind: 'reset' }

/** Each strikes by itself now and then, so that a run has both. */
const plans: FaultPlan[] = [
  { point: 'sms', do: 'lost', when: { nth: 2 } },
  { point: 'sms', do: 'delayed', args: { delay: 'PT30S' } },
  { point: 'sms', do: 'rejected', when: { probability: 0.5 } },
  { point: 'callback', do: 'doubled' },
  { point: 'callback', do: 'late', args: { delay: 'PT1M' } },
  { point: 'ussd-hop', do: 'dropped-session', when: { hop: 3 } },
  { point: 'ussd-hop', do: 'duplicated-hop' },
  {
    point: 'operation',
    do: 'answers-503',
    match: { operation: 'momo.createRequestToPay' },
    when: { nth: 2 },
  },
  { point: 'operation', do: 'token-dies', match: { operation: 'momo' }, when: { first: 1 } },
  { point: 'operation', do: 'lost-answer', match: { operation: 'onepipe' }, when: { first: 1 } },
]

const person = fc.nat({ max: 2 })
const cents = fc.integer({ min: 1, max: 700 })
const of = <Kind extends Move['kind'], Rest>(
  kind: Kind,
  rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> } = {} as never,
) => fc.record({ kind: fc.constant(kind), ...rest }) as fc.Arbitrary<Extract<Move, { kind: Kind }>>

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: of('ask', { payer: person, cents }) },
  { weight: 2, arbitrary: of('pre-approve', { payer: person }) },
  { weight: 2, arbitrary: of('send', { payee: person, cents }) },
  { weight: 2, arbitrary: of('dial', { phone: person, code: fc.constantFrom('*165#', '*165#', '*999#') }) },
  { weight: 4, arbitrary: of('choose', { phone: person, option: fc.nat({ max: 4 }) }) },
  { weight: 3, arbitrary: of('pin', { phone: person, right: fc.boolean() }) },
  { weight: 6, arbitrary: of('agree', { phone: person }) },
  { weight: 1, arbitrary: of('cancel', { phone: person }) },
  { weight: 2, arbitrary: of('sms', { phone: person }) },
  { weight: 2, arbitrary: of('balance', { code: fc.constantFrom('right', 'wrong', 'none') }) },
  { weight: 3, arbitrary: of('poll', { pick: fc.nat({ max: 5 }) }) },
  { weight: 3, arbitrary: of('advance', { seconds: fc.constantFrom(1, 20, 60, 299, 300, 86_400) }) },
  { weight: 2, arbitrary: of('faults', { plans: fc.subarray(plans, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: of('snapshot') },
  { weight: 1, arbitrary: of('restore') },
  { weight: 1, arbitrary: of('reset') },
)

const session: fc.Arbitrary<Move[]> = fc.array(move, { minLength: 4, maxLength: 16, size: 'max' })

/** One session for each world. */
export const sessionsOf = (worlds: number): fc.Arbitrary<Move[][]> =>
  fc.array(session, { minLength: worlds, maxLength: worlds, size: 'max' })
