import { z } from 'zod'
import { inOtherLanguages } from './in-other-languages.ts'
import { optionalText } from './requests.ts'

export const entriesQuery = z.object({
  kind: optionalText,
  phone: optionalText,
  trace: optionalText,
  after: z.string().max(100).default(''),
  request: optionalText,
  /** Words in the sentence or the data of an entry, in small or capital letters. */
  search: z
    .string()
    .max(1_000)
    .optional()
    .transform((text) => text?.trim().toLowerCase() || undefined),
  /** The id of an entry: all of the same trace. */
  entry: z.string().max(100).optional(),
  /** Only requests to the simulator that it refused or did not answer; `last` then says how many of them. */
  refused: z.enum(['true', 'false']).optional(),
  /** Only so many of the newest. */
  last: z.coerce.number().int().min(1).max(1_000).optional(),
  /** A cursor: only what is older. */
  before: z.string().max(100).optional(),
})

/** An entry of the whole timeline: an event, a movement of the ledger, or an HTTP exchange. */
const timelineEntrySchema = z.lazy(() =>
  z.object({
    /** That of an event, `ledger-12`, or `http-3f9a21-220`. */
    id: z.string(),
    /** Entries stand in this order: the id of an event, a whole number, or a number between those of two. */
    place: z.number(),
    kind: z.string(),
    /** The handset concerned, `+` and digits. */
    phone: z.string().nullable(),
    /** Business time, ISO 8601. */
    at: z.string(),
    data: z.record(z.string(), z.unknown()),
    /** All that one cause brought about has the same. Null for what an older version wrote. */
    trace: z.string().nullable(),
  }),
)
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

export const entriesSchema = z.lazy(() =>
  z.object({
    entries: z.array(timelineEntrySchema),
    /** The cursor for the next reading. */
    after: z.string(),
    more: z.boolean(),
    /** The cursor was of another world, so the entries start from the beginning. */
    begunAgain: z.boolean(),
    /** With `last` or `before`: the cursor for older ones; null where there are none. */
    before: z.string().nullable().optional(),
  }),
)
export type TimelineEntries = z.infer<typeof entriesSchema>

/** An HTTP exchange as the page, scripts and people are shown it. */
export const exchangeSchema = z.lazy(() =>
  z.object({
    /** `in` was sent to the simulator, `out` by it. */
    direction: z.enum(['in', 'out']),
    method: z.string(),
    url: z.string(),
    status: z.number().nullable(),
    /** Real milliseconds. */
    tookMs: z.number(),
    error: z.string().nullable(),
    /** The same in other languages, by their tags. */
    errorIn: inOtherLanguages.optional(),
    /** The operation of a vendor's API that is asked, such as `momo.createRequestToPay`. */
    operation: z.string().optional(),
    /** The reference id, if the bytes do not contain it. */
    about: z.string().optional(),
    /** Of a callback: whether it is sent again if this attempt failed. */
    again: z.boolean().optional(),
    /** Sent by the simulator to the payer's app that it brings. */
    ownApp: z.literal(true).optional(),
    /** What the answer does not say, in plain words: what happened, with which value, what to do next. */
    explanation: z.string().optional(),
    /** The same in other languages, by their tags. */
    explanationIn: inOtherLanguages.optional(),
    /** The bytes as they were, secrets hidden. */
    request: z.string(),
    answer: z.string().nullable(),
  }),
)
export type ExchangeData = z.infer<typeof exchangeSchema>

/** What the ledger moved. */
export const movementSchema = z.lazy(() =>
  z.object({
    transfer: z.number(),
    /** Such as `funding`. */
    for: z.string(),
    /** Of the order that caused it. */
    referenceId: z.string().optional(),
    merchant: z.string().optional(),
    postings: z.array(
      z.object({
        id: z.number(),
        from: z.string(),
        to: z.string(),
        amount: z.string(),
        currency: z.string(),
      }),
    ),
  }),
)
export type MovementData = z.infer<typeof movementSchema>
