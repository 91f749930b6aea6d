import { z } from 'zod'
import { durationSchema, nearest, parseDuration } from '../terms/index.ts'
import { InputError } from './errors.ts'
import { inWords } from './issue-words.ts'

/** What a point knows of the thing that is about to happen there. */
export interface FaultSubject {
  point: FaultPoint
  /** `+` and digits: who dials, who is sent an SMS, whose callback it is. */
  phone?: string | undefined
  /** A service code, a short code or a sender id. */
  code?: string | undefined
  /** `name` or `name:port` of the app or merchant that is called. */
  host?: string | undefined
  /** Of the mailbox that is written to, in lower case. */
  address?: string | undefined
  /** The callback of the session that this is, 1 at the first. */
  hop?: number | undefined
}

interface PointWords {
  /** The words of `do`, and whether each needs a delay, may have one, or has none. */
  deeds: Readonly<Record<string, 'needs-delay' | 'may-delay' | 'no-delay'>>
  /** The words of `match`, and what each is compared with. */
  match: Readonly<Record<string, 'phone' | 'code' | 'host' | 'address'>>
}

/** Where something can be made to go wrong, and how. */
export const faultPoints = {
  'ussd-hop': {
    deeds: {
      'app-time-out': 'no-delay',
      'dropped-answer': 'no-delay',
      'duplicated-hop': 'no-delay',
      'late-answer': 'needs-delay',
      'dropped-session': 'no-delay',
    },
    match: { phone: 'phone', serviceCode: 'code', host: 'host' },
  },
  sms: {
    deeds: { lost: 'no-delay', delayed: 'needs-delay', rejected: 'no-delay' },
    match: { recipient: 'phone', sender: 'code' },
  },
  'sms-report': {
    deeds: { lost: 'no-delay', delayed: 'needs-delay', doubled: 'no-delay' },
    match: { recipient: 'phone', sender: 'code', host: 'host' },
  },
  'sms-inbound': {
    deeds: {
      dropped: 'no-delay',
      late: 'needs-delay',
      doubled: 'no-delay',
      'out-of-order': 'may-delay',
      'failing-dns': 'no-delay',
    },
    match: { phone: 'phone', shortCode: 'code', host: 'host' },
  },
  callback: {
    deeds: {
      dropped: 'no-delay',
      late: 'needs-delay',
      doubled: 'no-delay',
      'out-of-order': 'may-delay',
      'failing-dns': 'no-delay',
    },
    match: { phone: 'phone', host: 'host' },
  },
  email: {
    deeds: { lost: 'no-delay', rejected: 'no-delay' },
    match: { recipient: 'address' },
  },
} as const satisfies Record<string, PointWords>

export type FaultPoint = keyof typeof faultPoints
type Deeds = { [Point in FaultPoint]: keyof (typeof faultPoints)[Point]['deeds'] }
/** What a fault does at a point. */
export type FaultDeed<Point extends FaultPoint = FaultPoint> = Deeds[Point]

const count = z.int().min(1).max(1_000_000)
const pointNames = Object.keys(faultPoints) as [FaultPoint, ...FaultPoint[]]

const planSchema = z.strictObject({
  id: z.string().min(1).max(60).optional().describe('Named on the timeline; fault-1, fault-2, … by default'),
  point: z.enum(pointNames).describe('Where it goes wrong'),
  do: z.string().describe('What goes wrong'),
  match: z
    .record(z.string(), z.string().min(1).max(200))
    .default({})
    .describe('To whom; everybody by default'),
  when: z
    .strictObject({
      hop: count.optional().describe('Only on this callback of each session'),
      nth: count.optional().describe('Only the n-th time that the plan matches'),
      first: count.optional().describe('This many times, and never again'),
      probability: z.number().min(0).max(1).optional().describe('Drawn from the seed for each match'),
      seed: z.string().min(1).max(100).optional().describe('The id of the plan by default'),
    })
    .default({})
    .describe('Always by default; where several are given, all must hold'),
  args: z
    .strictObject({
      delay: durationSchema.optional(),
      reason: z.string().min(1).max(100).optional(),
    })
    .default({}),
})

/** What is to go wrong, as it is written. */
export type FaultPlanInput = z.input<typeof planSchema>
export type FaultPlan = z.output<typeof planSchema> & { id: string; do: FaultDeed }

const plansSchema = z.array(planSchema).max(100)

/** @throws InputError that says which plan is wrong and names the nearest known word */
export function checkFaultPlans(input: unknown): FaultPlan[] {
  const parsed = plansSchema.safeParse(input, { error: inWords })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new InputError(issue ? wordsOf(issue, input) : 'The fault plans are not as they should be.')
  }
  const given = input as ReadonlyArray<{ match?: object }>
  const plans = parsed.data.map((plan, index) =>
    checkedPlan(plan, index, Object.keys(given[index]?.match ?? {})),
  )
  const ids = new Set<string>()
  for (const { id } of plans) {
    if (ids.has(id)) throw new InputError(`Two fault plans have the id ${JSON.stringify(id)}.`, { id })
    ids.add(id)
  }
  return plans
}

/**
 * What depends on the point: its deeds, whom it can match, and what its deed needs. `matched` are the words of `match` as
 * they were given: zod drops `__proto__`, and a plan that matches nobody in particular would match everybody.
 */
function checkedPlan(
  plan: z.output<typeof planSchema>,
  index: number,
  matched: readonly string[],
): FaultPlan {
  const { point } = plan
  const { deeds, match }: PointWords = faultPoints[point]
  const where = `plan ${index + 1}`
  if (!Object.hasOwn(deeds, plan.do)) throw unknownWord(`${where}: do`, plan.do, Object.keys(deeds), point)
  for (const key of matched) {
    if (!Object.hasOwn(match, key)) throw unknownWord(`${where}: match`, key, Object.keys(match), point)
  }
  if (plan.when.hop !== undefined && point !== 'ussd-hop')
    throw new InputError(`${where}: when.hop is for ussd-hop; at ${point} count with nth or first.`)
  if (plan.when.seed !== undefined && plan.when.probability === undefined)
    throw new InputError(`${where}: when.seed goes with when.probability.`)
  const delay = deeds[plan.do]
  if (delay === 'needs-delay' && !parseDuration(plan.args.delay ?? ''))
    throw new InputError(`${where}: ${plan.do} needs args.delay, a duration such as PT5S.`)
  if (delay === 'no-delay' && plan.args.delay !== undefined)
    throw new InputError(`${where}: ${plan.do} takes no delay.`)
  if (plan.args.reason !== undefined && plan.do !== 'rejected')
    throw new InputError(`${where}: only rejected takes a reason.`)
  const compared = Object.entries(plan.match).map(([key, value]) => [
    key,
    canonical(`${where}: match.${key}`, match[key] === 'code' ? key : match[key], value.trim()),
  ])
  return {
    ...plan,
    id: plan.id ?? `fault-${index + 1}`,
    do: plan.do as FaultDeed,
    match: Object.fromEntries(compared),
  }
}

/** As it will be compared; what could never match is refused. Of codes only a service code has a form of its own. */
function canonical(where: string, kind: string | undefined, typed: string): string {
  const form = kind === undefined ? undefined : matchForms[kind]
  const value = form ? form.read(typed) : typed
  if (value !== undefined) return value
  throw new InputError(`${where}: ${JSON.stringify(typed)} is no ${form?.wanted}.`)
}

const matchForms: Readonly<Record<string, { read(typed: string): string | undefined; wanted: string }>> = {
  phone: {
    read: (typed) => (/^\+?[1-9]\d{4,14}$/.test(typed) ? `+${typed.replace('+', '')}` : undefined),
    wanted: 'phone number. Write one such as +46733000001',
  },
  serviceCode: {
    read: (typed) => (/^\*\d+(\*\d+)*#$/.test(typed) ? typed : undefined),
    wanted: 'service code. Write it as it is dialled, such as *165# or *384*123#',
  },
  address: {
    read: (typed) => (/^[^\s@]+@[^\s@]+$/.test(typed) ? typed.toLowerCase() : undefined),
    wanted: 'e-mail address. Write one such as ngozi@example.com',
  },
  host: {
    read: hostOf,
    wanted: 'host. Write its name alone, or name:port, such as shop.test or shop.test:8080',
  },
}

/** In the form in which a URL has it. */
function hostOf(typed: string): string | undefined {
  const [, name, port = ''] = /^(\[[^\s\]]+\]|[^\s/?#@:\\]+)(:\d{1,5})?$/.exec(typed) ?? []
  const url = `http://${name}`
  return name !== undefined && URL.canParse(url) ? new URL(url).hostname + port : undefined
}

function unknownWord(where: string, word: string, known: readonly string[], point?: string): InputError {
  const at = point === undefined ? '' : ` at ${point}`
  return new InputError(
    `${where}: there is no ${JSON.stringify(word)}${at}; the nearest known word is ${JSON.stringify(nearest(word, known))}. ` +
      `Known are ${known.join(', ')}.`,
    { word },
  )
}

function wordsOf(issue: z.core.$ZodIssue, input: unknown): string {
  const [index, ...path] = issue.path
  if (index === undefined) return 'Fault plans are an array of at most 100, each with point and do.'
  const where = [`plan ${Number(index) + 1}`, path.join('.')].filter((part) => part).join(': ')
  if (issue.code === 'unrecognized_keys') {
    const holder = path[0] === undefined ? planSchema : planSchema.shape[path[0] as 'when' | 'args'].unwrap()
    return unknownWord(where, issue.keys[0] ?? '', Object.keys(holder.shape)).message
  }
  const value = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)?.[step], input)
  if (issue.code === 'invalid_value' && typeof value === 'string')
    return unknownWord(where, value, pointNames).message
  return `${where}: ${issue.message}.`
}
