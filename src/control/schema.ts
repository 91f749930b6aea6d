import type { z } from 'zod'
import { InputError, inWords, wordsOfIssue } from '../kernel/index.ts'
import { durationUpTo, longestAdvance, parseDuration } from '../terms/index.ts'

/** @throws InputError that names the field, its value if that is no secret, and the nearest known word */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {}, { error: inWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const words = issue ? wordsOfIssue(schema, issue, value) : ''
  throw new InputError(`The ${what} is not as it should be: ${words.replace(/[.?]?$/, (end) => end || '.')}`)
}

/** A step of the clock, in milliseconds. @throws InputError */
export function advanceMilliseconds(text: string): number {
  const checked = advance.safeParse(text)
  if (checked.success) return parseDuration(text) ?? 0
  const [issue] = checked.error.issues
  throw new InputError(
    issue?.code === 'custom'
      ? `${text} is more than ten years. Move the clock in smaller steps.`
      : `${JSON.stringify(text)} is no duration. Write one such as PT5M, PT30S or P1D.`,
  )
}

const advance = durationUpTo(longestAdvance, 'is more than ten years')
