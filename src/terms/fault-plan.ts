import { z } from 'zod'
import { parseDuration } from './duration.ts'
import { durationSchema } from './duration-schema.ts'
import { matchForms } from './fault-match.ts'
import {
  type FaultMatch,
  type FaultPoint,
  faultPointNames,
  faultPoints,
  type PointWords,
} from './fault-points.ts'
import { nearest } from './nearest.ts'

const count = z.int().min(1).max(1_000_000, 'is more than a million')
const textUpTo = (longest: number) =>
  z.string().min(1, 'is empty').max(longest, `is more than ${longest} characters`)
const matched = textUpTo(200)
  .refine((text) => text.trim() !== '', 'is blank')
  .optional()

type MatchWord = { [Point in FaultPoint]: FaultMatch<Point> }[FaultPoint]

/** What the plan matches; everything by default. */
export const faultMatchSchema = z.strictObject({
  phone: matched,
  recipient: matched,
  sender: matched,
  serviceCode: matched,
  shortCode: matched,
  operation: matched,
  host: matched,
} satisfies Record<MatchWord, z.ZodType>)

/** When the plan applies; always by default. If there are several conditions, all must hold. */
export const faultTimesSchema = z.strictObject({
  hop: count.optional().describe('Only on this callback of each session'),
  nth: count.optional().describe('Only the n-th time that the plan matches'),
  first: count.optional().describe('This many times, and never again'),
  probability: z
    .number()
    .refine((chance) => chance >= 0 && chance <= 1, 'is a probability, from 0 to 1')
    .optional()
    .describe('Drawn from the seed for each match'),
  seed: textUpTo(100).optional().describe('The id of the plan by default'),
})

export const faultArgsSchema = z.strictObject({
  delay: durationSchema.optional(),
  reason: textUpTo(100).optional(),
})

const words = z.strictObject({
  id: textUpTo(60).optional().describe('Named on the timeline; fault-1, fault-2, … by default'),
  point: z.enum(faultPointNames).describe('Where it goes wrong'),
  do: z.string().describe('What goes wrong'),
  match: faultMatchSchema.optional(),
  when: faultTimesSchema.optional(),
  args: faultArgsSchema.optional(),
})

/**
 * A fault plan, for the server and scripts. Messages go after the name of the field. The values of `match` are
 * normalised for the comparison.
 */
export const faultPlanSchema = words
  .superRefine((plan, context) => {
    for (const { path, message } of problemsOf(plan)) context.addIssue({ code: 'custom', path, message })
  })
  .transform((plan) => (plan.match ? { ...plan, match: canonical(plan.point, plan.match) } : plan))

type Words = z.output<typeof words>
interface PlanProblem {
  path: string[]
  message: string
}

/** Checks what depends on the point: its actions, the keys of `match`, and the arguments of the action. */
function problemsOf({ point, do: action, match = {}, when = {}, args = {} }: Words): PlanProblem[] {
  const known: PointWords = faultPoints[point]
  if (!Object.hasOwn(known.actions, action)) {
    const actions = Object.keys(known.actions)
    const message = `is none of ${actions.join(', ')}, which go wrong at "${point}"${nearestOf(action, actions)}`
    return [{ path: ['do'], message }]
  }
  return [
    ...matchProblems(point, match),
    ...timeProblems(point, when),
    ...delayProblems(action, known.actions[action], args.delay),
    ...(args.reason !== undefined && action !== 'rejected'
      ? [{ path: ['args', 'reason'], message: `does not go with "${action}"` }]
      : []),
  ]
}

function matchProblems(point: FaultPoint, match: NonNullable<Words['match']>): PlanProblem[] {
  const known: PointWords['match'] = faultPoints[point].match
  return Object.entries(match).flatMap(([word, value = '']) => {
    const path = ['match', word]
    const kind = Object.hasOwn(known, word) ? known[word] : undefined
    if (!kind) return [{ path, message: `does not go with "${point}"${nearestOf(word, Object.keys(known))}` }]
    const { read, noun, write } = matchForms[kind]
    return read(value.trim()) === undefined ? [{ path, message: `is no ${noun}; write ${write}` }] : []
  })
}

function timeProblems(
  point: FaultPoint,
  { hop, seed, probability }: NonNullable<Words['when']>,
): PlanProblem[] {
  const found: PlanProblem[] = []
  if (hop !== undefined && point !== 'ussd-hop')
    found.push({ path: ['when', 'hop'], message: `does not go with "${point}"; count with nth or first` })
  if (seed !== undefined && probability === undefined)
    found.push({ path: ['when', 'seed'], message: 'does not go without "probability"' })
  return found
}

function delayProblems(
  action: string,
  needs: PointWords['actions'][string] | undefined,
  delay: string | undefined,
): PlanProblem[] {
  const path = ['args', 'delay']
  if (delay === undefined)
    return needs === 'needs-delay' ? [{ path: ['do'], message: 'needs "args: { delay: PT5S }"' }] : []
  if (needs === 'no-delay') return [{ path, message: `does not go with "${action}"` }]
  return needs === 'needs-delay' && parseDuration(delay) === 0
    ? [{ path, message: `is no delay, which "${action}" needs; write one such as PT5S` }]
    : []
}

function canonical(point: FaultPoint, match: NonNullable<Words['match']>): Record<string, string> {
  const known: PointWords['match'] = faultPoints[point].match
  return Object.fromEntries(
    Object.entries(match).flatMap(([word, typed = '']) => {
      const value = known[word] && matchForms[known[word]].read(typed.trim())
      return value === undefined ? [] : [[word, value]]
    }),
  )
}

function nearestOf(word: string, known: readonly string[]): string {
  return `; the nearest known word is "${nearest(word, known)}"`
}
