import { z } from 'zod'
import type { InOtherLanguages } from '../language.ts'

/** What a field beside it says in English, in other languages by their tags. */
export const inOtherLanguages = z.lazy(() =>
  z.object({ fr: z.string() } satisfies Record<keyof InOtherLanguages, z.ZodString>),
)
