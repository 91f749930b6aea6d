import { z } from 'zod'
import {
  type FaultAction,
  type FaultPoint,
  faultPlanSchema,
  faultPointNames,
  nearest,
} from '../terms/index.ts'
import { InputError } from './errors.ts'
import { inWords, wordsOfIssue } from './issue-words.ts'

/** What a fault point knows about the current operation; plans are matched with it. */
export interface FaultSubject {
  point: FaultPoint
  /** `+` and digits: the phone that dials, receives the SMS, or is the subject of the callback. */
  phone?: string | undefined
  /** A service code, a short code or a sender id. */
  code?: string | undefined
  /** Of a call of a vendor's API: `momo.createRequestToPay`. */
  operation?: string | undefined
  /** `name` or `name:port` of the app, merchant or vendor that is called. */
  host?: string | undefined
  /** The receiving mailbox, in lower case. */
  address?: string | undefined
  /** The number of the hop in its session, from 1. */
  hop?: number | undefined
  /** What the event of the fault belongs to; the unit's by default. */
  trace?: string | null | undefined
}

/** A fault plan as the user writes it. */
export type FaultPlanInput = z.input<typeof faultPlanSchema>
type Checked = z.output<typeof faultPlanSchema>
export type FaultPlan = Omit<Checked, 'id' | 'do' | 'match' | 'when' | 'args'> & {
  id: string
  do: FaultAction
  match: Readonly<Record<string, string | undefined>>
  when: NonNullable<Checked['when']>
  args: NonNullable<Checked['args']>
}

const badPlan = { problem: 'bad-fault-plan' } as const

const faultPlansSchema = z.array(faultPlanSchema).max(100)

/** @throws InputError that says which plan is wrong and names the nearest known word */
export function checkFaultPlans(input: unknown): FaultPlan[] {
  const parsed = faultPlansSchema.safeParse(input, { error: inWords })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new InputError(
      issue ? wordsOf(issue, input) : 'The fault plans are not as they should be.',
      {},
      badPlan,
    )
  }
  const given = input as ReadonlyArray<{ match?: object }>
  const plans = parsed.data.map((plan, index): FaultPlan => {
    refuseProto(given[index]?.match ?? {}, index)
    const { id = `fault-${index + 1}`, match = {}, when = {}, args = {} } = plan
    return { ...plan, id, do: plan.do as FaultAction, match, when, args }
  })
  const ids = new Set<string>()
  for (const { id } of plans) {
    if (ids.has(id))
      throw new InputError(`Two fault plans have the id ${JSON.stringify(id)}.`, { id }, badPlan)
    ids.add(id)
  }
  return plans
}

/** zod drops `__proto__`, and then the plan would match everything. */
function refuseProto(match: object, index: number): void {
  if (!Object.hasOwn(match, '__proto__')) return
  throw unknownWord(`plan ${index + 1}: match`, '__proto__', wordsAt('match'))
}

function unknownWord(where: string, word: string, known: readonly string[]): InputError {
  return new InputError(
    `${where}: there is no ${JSON.stringify(word)}; the nearest known word is ${JSON.stringify(nearest(word, known))}. ` +
      `Known are ${known.join(', ')}.`,
    { word },
    badPlan,
  )
}

/** The keys of a plan, or of a part of it. */
function wordsAt(part: PropertyKey | undefined): string[] {
  const { shape } = faultPlanSchema.in
  return Object.keys(part === undefined ? shape : shape[part as 'match' | 'when' | 'args'].unwrap().shape)
}

function wordsOf(issue: z.core.$ZodIssue, input: unknown): string {
  const [index, ...path] = issue.path
  if (index === undefined) return 'Fault plans are an array of at most 100, each with point and do.'
  const plan = `plan ${Number(index) + 1}`
  if (issue.code === 'unrecognized_keys') {
    const where = [plan, ...path].join(': ')
    return unknownWord(where, issue.keys[0] ?? '', wordsAt(path[0])).message
  }
  const given = (input as readonly unknown[])[Number(index)]
  const value = path.length === 1 ? (given as Record<PropertyKey, unknown>)?.[path[0] ?? ''] : undefined
  if (issue.code === 'invalid_value' && typeof value === 'string')
    return unknownWord(`${plan}: ${String(path[0])}`, value, faultPointNames).message
  return `${plan}: ${wordsOfIssue(faultPlanSchema, { ...issue, path }, given)}.`
}
