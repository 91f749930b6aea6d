import { z } from 'zod'

const url = z.string().max(2_000)
const urlOrNone = url.nullable().default(null)
export const serviceCodeBody = z.strictObject({ callbackUrl: url, eventsUrl: urlOrNone })
export const shortCodeBody = z.strictObject({
  callbackUrl: urlOrNone,
  deliveryReportUrl: urlOrNone,
  optOutUrl: urlOrNone,
})

/** A USSD channel: which app answers for a code. */
export const serviceCodeSchema = z.lazy(() =>
  z.object({
    /** As it is dialled, such as `*165#` or `*384*123#`. */
    code: z.string(),
    /** Absolute http or https URL; empty for a channel without one, which shows the landing text. */
    callbackUrl: z.string(),
    /** The URL that gets the event at the end of each session, or null. */
    eventsUrl: z.string().nullable(),
  }),
)
export type ServiceCode = z.infer<typeof serviceCodeSchema>

/** The URLs that get SMS callbacks: absolute http or https URLs, or null. */
export const shortCodeSchema = z.lazy(() =>
  z.object({
    /** A short code of 3 to 8 digits, a sender id, or `*` for every one that has no URL of its own. */
    code: z.string(),
    /** What phones send to the code, … */
    callbackUrl: z.string().nullable(),
    /** … what became of messages sent from it, … */
    deliveryReportUrl: z.string().nullable(),
    /** … and who wants none of them any more. */
    optOutUrl: z.string().nullable(),
  }),
)
export type ShortCode = z.infer<typeof shortCodeSchema>

/** A mobile network that a handset can be on. */
export const dialectSchema = z.lazy(() =>
  z.object({
    networkCode: z.string(),
    name: z.string(),
    screenSeptets: z.number(),
    inputCharacters: z.number(),
  }),
)
export type DialectView = z.infer<typeof dialectSchema>
