import { z } from 'zod'
import { type FaultPlan, type FaultPoint, faultWords } from '../client/index.ts'
import { durationSchema } from '../terms/index.ts'
import { nearestKnown } from './problems.ts'
import { number, written } from './values.ts'

const points = Object.keys(faultWords) as [FaultPoint, ...FaultPoint[]]
const needDelay: readonly string[] = ['late-answer', 'delayed', 'late']
const mayDelay: readonly string[] = [...needDelay, 'out-of-order']

const count = z.int().min(1)

export const faultMatchSchema = z.strictObject({
  phone: number.optional(),
  recipient: z
    .string()
    .regex(
      /^(\+\d{5,15}|[^\s@]+@[^\s@]+)$/,
      'is neither a phone number such as "+46733000001" nor, for "email", an address such as "ngozi@example.com"',
    )
    .optional(),
  sender: written.optional(),
  serviceCode: written.optional(),
  shortCode: written.optional(),
  host: written.optional(),
})

export const faultTimesSchema = z.strictObject({
  hop: count.optional(),
  nth: count.optional(),
  first: count.optional(),
  probability: z
    .number()
    .refine((chance) => chance >= 0 && chance <= 1, 'is a probability, from 0 to 1')
    .optional(),
  seed: written.optional(),
})

export const faultArgsSchema = z.strictObject({
  delay: durationSchema.optional(),
  reason: written.optional(),
})

/** A fault plan as the simulator takes it; the reasons for which an SMS can be rejected only it knows. */
export const faultSchema = z
  .strictObject({
    id: written.optional(),
    point: z.enum(points),
    do: written,
    match: faultMatchSchema.optional(),
    when: faultTimesSchema.optional(),
    args: faultArgsSchema.optional(),
  })
  .superRefine(({ point, do: deed, match = {}, when = {}, args = {} }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const known: { do: readonly string[]; match: readonly string[] } = faultWords[point]
    if (!known.do.includes(deed)) {
      issue(
        ['do'],
        `is none of ${known.do.join(', ')}, which go wrong at "${point}"${nearestKnown(deed, known.do)}`,
      )
      return
    }
    for (const word of Object.keys(match)) {
      if (known.match.includes(word)) continue
      issue(['match', word], `does not go with "${point}"${nearestKnown(word, known.match)}`)
    }
    const { recipient } = match
    if (recipient?.includes('@') === (point !== 'email'))
      issue(
        ['match', 'recipient'],
        point === 'email'
          ? 'is no e-mail address; write one such as "ngozi@example.com"'
          : 'is no phone number; write it in international form, such as "+46733000001"',
      )
    if (when.hop !== undefined && point !== 'ussd-hop')
      issue(['when', 'hop'], `does not go with "${point}"; count with nth or first`)
    if (when.seed !== undefined && when.probability === undefined)
      issue(['when', 'seed'], 'does not go without "probability"')
    if (args.delay === undefined && needDelay.includes(deed)) issue(['do'], 'needs "args: { delay: PT5S }"')
    if (args.delay !== undefined && !mayDelay.includes(deed))
      issue(['args', 'delay'], `does not go with "${deed}"`)
    if (args.reason !== undefined && deed !== 'rejected')
      issue(['args', 'reason'], `does not go with "${deed}"`)
  })
  // The words of each point have just been held against each other.
  .transform((plan) => plan as FaultPlan)
