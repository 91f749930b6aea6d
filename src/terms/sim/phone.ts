import { z } from 'zod'
import { inOtherLanguages } from './in-other-languages.ts'
import { optionalText, waitMs } from './requests.ts'
import { screenStatuses } from './statuses.ts'

export const phoneQuery = z.object({ waitMs })
/** Numbers with commas between them, `+` and digits. */
export const phoneNumbers = z
  .string()
  .max(10_000)
  .optional()
  .transform((text) => text?.split(',').map((number) => `+${number.trim().replace(/^\+/, '')}`))
/** A part of a name or a number. */
export const phoneSearch = z
  .string()
  .max(200)
  .optional()
  .transform((text) => text?.trim() || undefined)

export const phonesQuery = z.strictObject({
  /** The number of the last phone of an answer: those after it. */
  after: optionalText,
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
  numbers: phoneNumbers,
  search: phoneSearch,
  /** Only phones with a session that is open. */
  open: z.enum(['true', 'false']).optional(),
  /** With what is new on each. */
  news: z.enum(['true', 'false']).optional(),
})

export const phoneBody = z.strictObject({
  online: z.boolean().optional(),
  network: z.string().max(20).nullable().optional(),
})
export const dialBody = z.strictObject({ code: z.string().max(200) })
export const replyBody = z.strictObject({ text: z.string().max(1_000) })
export const chooseBody = z.strictObject({ label: z.string().max(1_000) })

/** Findings that would cause trouble on a real network. */
export type KnownWarningCode =
  | 'content-type'
  | 'too-long'
  | 'not-gsm'
  /** The bytes are not of the encoding that the answer names, or that it names none of. */
  | 'charset'
  | 'slow'
  | 'hop-label'
  /** The app answered the same callback differently when it came twice. */
  | 'answers-differ'
  /** A late answer is on its way. */
  | 'waiting'

/** A simulator of another version may know more. */
export type ScreenWarningCode = KnownWarningCode | (string & {})

/** Also what a refused choice lists, in the field `options` of its problem. */
export const screenOptionsSchema = z.lazy(() => z.array(z.object({ key: z.string(), label: z.string() })))

/** What a handset shows. */
export const screenSchema = z.lazy(() =>
  z.object({
    /** `ATUid_` and 32 hexadecimal digits; null where no session was opened. */
    sessionId: z.string().nullable(),
    status: z.enum(screenStatuses),
    /** Without the `CON ` or `END ` of the app. */
    text: z.string(),
    /** The options of a menu that can be chosen now, in their order; none where the screen is not open. */
    options: screenOptionsSchema,
    /** How often the app was asked in this session. */
    hops: z.number(),
    /** Why the session failed, in the words of Africa's Talking's log where it has some. */
    error: z.string().nullable(),
    /** The same in other languages, by their tags, where the error is no vendor's. */
    errorIn: inOtherLanguages.optional(),
    /** The first characters of an answer that was refused, made visible. */
    answer: z.string().optional(),
    /** Where it failed: what probably happened, and what to do. */
    diagnosis: z.string().optional(),
    /** The same in other languages, by their tags. */
    diagnosisIn: inOtherLanguages.optional(),
    /** The app has labelled it as asking for a PIN (`at-ussd-hop-metadata`): what is typed there is not to be shown. */
    secret: z.literal(true).optional(),
    /** Findings that would cause trouble on a real network. */
    warnings: z.array(
      z.object({
        code: z.string() as z.ZodType<ScreenWarningCode>,
        message: z.string(),
        /** The same in other languages, by their tags. */
        messageIn: inOtherLanguages.optional(),
      }),
    ),
  }),
)
export type Screen = z.infer<typeof screenSchema>

/** What a person would look at the phone for. */
const phoneNewsSchema = z.lazy(() =>
  z.object({
    /** A prompt is on its screen, and nobody has answered it. */
    rings: z.boolean(),
    /** Orders that wait for this person's yes or no; 100 at the most. */
    toApprove: z.number(),
    /** Prompts that nobody answered in time: the last one, and those of orders that wait still; 0 once the phone is used. */
    missed: z.number(),
    /** The ids of the latest 100 SMS that arrived, the newest last. */
    sms: z.array(z.string()),
  }),
)
export type PhoneNews = z.infer<typeof phoneNewsSchema>

export const phoneViewSchema = z.lazy(() =>
  z.object({
    msisdn: z.string(),
    name: z.string().nullable(),
    /** The code of its mobile network, five digits. */
    network: z.string(),
    online: z.boolean(),
    /** The last screen; null until the first answer has come. */
    screen: screenSchema.nullable(),
    /** While a screen is open: when the session times out by the simulator's clock if nobody answers, ISO 8601. */
    endsAt: z.string().optional(),
    /** Where the list was asked for news. */
    news: phoneNewsSchema.optional(),
  }),
)
export type PhoneView = z.infer<typeof phoneViewSchema>
