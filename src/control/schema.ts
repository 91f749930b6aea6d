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

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** An ISO 8601 time with its zone, such as `2026-01-05T09:00:00Z`, in epoch milliseconds. */
export function instantMilliseconds(text: string): number {
  const time = instant.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time) || time < 0) {
    throw new InputError(
      `${JSON.stringify(text)} is no time. Write one with its zone, such as 2026-01-05T09:00:00Z.`,
    )
  }
  return time
}

/** A time with its zone, or a day such as `2026-01-05`, which begins at midnight UTC, in epoch milliseconds. */
export function momentMilliseconds(text: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return instantMilliseconds(text)
  if (isDay(text)) return instantMilliseconds(`${text}T00:00:00Z`)
  throw new InputError(`${JSON.stringify(text)} is no day. Write one such as 2026-01-05.`)
}

/** Refused here because `Date` reads the 30th of February as the 2nd of March. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
