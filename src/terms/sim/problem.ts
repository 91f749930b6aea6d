import { z } from 'zod'

const withoutType = z.looseObject({ title: z.string(), status: z.number(), detail: z.string() })

/** What an error body says; the rest is what the detail is about. */
export type Problem = z.infer<typeof withoutType>

/** An error body as RFC 9457 has it. */
export const problemSchema = withoutType.extend({ type: z.string() })
