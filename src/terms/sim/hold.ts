import { z } from 'zod'
import { matchForms } from '../fault-match.ts'
import type { MatchKind } from '../fault-points.ts'
import { optionalText, waitMs } from './requests.ts'

interface HoldPoint {
  /** The name on the page. */
  title: string
  /** The keys of `match`. */
  match: ReadonlyArray<'operation' | 'merchant' | 'phone' | 'host'>
}

/** Where a call can be held. */
const holdPoints = {
  request: { title: 'A request to a vendor’s API, before it is handled', match: ['operation', 'merchant'] },
  answer: { title: 'The answer to such a request, before it is sent', match: ['operation', 'merchant'] },
  callback: { title: 'A callback to a merchant or an app', match: ['merchant', 'phone', 'host'] },
  hop: { title: 'A USSD hop to its app', match: ['phone', 'host'] },
} as const satisfies Record<string, HoldPoint>
export type HoldPointName = keyof typeof holdPoints
const holdPointNames = Object.keys(holdPoints) as [HoldPointName, ...HoldPointName[]]

const matched = (kind: MatchKind) => {
  const { read, noun, write } = matchForms[kind]
  return z
    .string()
    .max(200)
    .transform((typed, context) => {
      const value = read(typed.trim())
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: `is no ${noun}; write ${write}` })
      return z.NEVER
    })
    .optional()
}

const merchant = z
  .string()
  .trim()
  .min(1, 'is empty; write the name of an API user or of an app')
  .max(200)
  .optional()
  .describe('The name of the API user or app that asked, as GET /_sim/world has it')

/** Waits for a call that this hold holds; that came after the call `after`, if one is named. */
export const holdsQuery = z.object({ hold: optionalText, after: optionalText, waitMs })

/** Holds the calls at a point: those that match, all by default. */
export const holdBody = z
  .strictObject({
    point: z.enum(holdPointNames),
    match: z
      .strictObject({
        operation: matched('operation'),
        merchant,
        phone: matched('phone'),
        host: matched('host'),
      })
      .optional(),
    first: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('So many calls, and then no more; without it every one'),
  })
  .superRefine(({ point, match = {} }, context) => {
    const known: readonly string[] = holdPoints[point].match
    for (const [word, value] of Object.entries(match))
      if (value !== undefined && !known.includes(word))
        context.addIssue({
          code: 'custom',
          path: ['match', word],
          message: `does not go with "${point}", which is matched by ${known.join(' and ')}`,
        })
  })
export type HoldInput = z.input<typeof holdBody>
export type Hold = z.output<typeof holdBody>

/** `change` replaces what it names: a header of null is left out. Without `change` and `drop` the call goes on as it is. */
export const releaseCallBody = z
  .strictObject({
    change: z
      .strictObject({
        status: z.int().min(200).max(599).optional().describe('Of an answer'),
        headers: z.record(z.string().max(200), z.string().max(8_192).nullable()).optional(),
        body: z.string().optional(),
      })
      .optional(),
    drop: z.literal(true).optional().describe('The call gets no further'),
  })
  .refine(({ change, drop }) => !(change && drop), { message: 'takes "change" or "drop", and not both' })
export type Release = z.output<typeof releaseCallBody>
export type HeldChange = NonNullable<Release['change']>

/** How a call was let go. */
export type HeldEnd = 'as it was' | 'changed' | 'dropped' | 'caller gone'

export const holdSchema = z.lazy(() =>
  z.object({
    id: z.string(),
    point: z.enum(holdPointNames),
    match: z.object({
      operation: z.string().optional(),
      merchant: z.string().optional(),
      phone: z.string().optional(),
      host: z.string().optional(),
    }),
    first: z.number().optional(),
    /** How many calls it has held. */
    held: z.number(),
  }),
)
export type HoldReading = z.infer<typeof holdSchema>

/** A call that waits to be let go. Secrets in it are masked. */
const heldCallSchema = z.lazy(() =>
  z.object({
    id: z.string(),
    /** The id of the hold that holds it. */
    hold: z.string(),
    point: z.enum(holdPointNames),
    /** Since when, business time, ISO 8601. */
    since: z.string(),
    trace: z.string().nullable(),
    phone: z.string().nullable(),
    /** That of the vendor's API which is asked. */
    operation: z.string().nullable(),
    /** Who asked, by name: an API user, or an app. Of a callback, whom it is for. */
    merchant: z.string().nullable(),
    method: z.string(),
    url: z.string(),
    /** Of an answer. */
    status: z.number().nullable(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string(),
    /** Whether the body is text, and can be changed. */
    isText: z.boolean(),
  }),
)
export type HeldCall = z.infer<typeof heldCallSchema>

export const holdsSchema = z.lazy(() =>
  z.object({ holds: z.array(holdSchema), calls: z.array(heldCallSchema) }),
)
export type HoldsReading = z.infer<typeof holdsSchema>
