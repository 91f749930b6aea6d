import { z } from 'zod'
import { callbackSchema } from './callback.ts'
import { deliveryStatuses } from './statuses.ts'
import { movementSchema } from './timeline-entry.ts'

/** `ended`: a pre-approval or consent that was in force, and is no more. */
export const paymentStates = ['pending', 'successful', 'failed', 'ended'] as const
export type PaymentState = (typeof paymentStates)[number]

export const paymentsQuery = z.strictObject({
  /** The cursor of an answer: what is older than all of it. */
  after: z.string().max(1_000).default(''),
  state: z
    .enum(['', ...paymentStates])
    .optional()
    .transform((state) => state || undefined),
  /** Words: each is in a name, a number, the reference, the external id, the amount or the message. */
  search: z
    .string()
    .max(200)
    .optional()
    .transform((text) => text?.trim() || undefined),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

const fields = () =>
  z.object({
    /** The same for as long as the world is, such as `request-12`. */
    id: z.string(),
    /** Such as `request-to-pay`; `balance-request` is OnePipe's. */
    kind: z.string(),
    /** The kind in words: `request to pay`. */
    what: z.string(),
    /** The id by which who asked calls it. */
    reference: z.string(),
    /** Who asked. `own`: a program of yours did, not the page, a script or a test of payersim; null where that is not known any more. */
    merchant: z.object({ name: z.string(), own: z.boolean().nullable() }),
    /** Whose phone it concerns: `+` and digits. */
    phone: z.string().nullable(),
    /** The name of who pays or is paid. */
    person: z.string().nullable(),
    /** A decimal string; null where no money is asked for. */
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    state: z.enum(paymentStates),
    /** Business time, ISO 8601, here and below. */
    createdAt: z.string(),
    settledAt: z.string().nullable(),
    trace: z.string().nullable(),
    /** Where it stands, in a sentence. */
    standing: z.string(),
    /** Why it failed, as the end of a sentence. */
    why: z.string().optional(),
    /** The last callback; `answer` is the HTTP status that it was answered with. */
    callback: z
      .object({ id: z.number(), status: z.enum(deliveryStatuses), answer: z.number().nullable() })
      .nullable(),
  })

/** Somebody asked for money, for leave, or for a balance, or sent money. */
export const paymentSchema = z.lazy(fields)
export type Payment = z.infer<typeof paymentSchema>

export const paymentsSchema = z.lazy(() =>
  z.object({
    /** Newest first. */
    payments: z.array(paymentSchema),
    /** The cursor for older ones; null where there are none. */
    after: z.string().nullable(),
  }),
)
export type Payments = z.infer<typeof paymentsSchema>

/** A payment with all that is known of it. */
export const openedPaymentSchema = z.lazy(() =>
  fields().extend({
    /** Every callback, oldest first; one that was sent again is a further one. */
    callbacks: z.array(callbackSchema),
    /** What the ledger moved for it. */
    moved: z.array(movementSchema),
    /** How to ask for the same again; null where the vendor's API has no such words here. */
    again: z
      .object({
        /** Commands for a POSIX shell. */
        curl: z.string(),
        /** A line for a test in TypeScript. */
        library: z.string(),
      })
      .nullable(),
  }),
)
export type OpenedPayment = z.infer<typeof openedPaymentSchema>
