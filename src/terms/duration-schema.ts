import { z } from 'zod'
import { durationPattern, longestDuration, parseDuration } from './duration.ts'

/** A duration for {@link parseDuration}, up to a longest one. The messages go after the name of the field. */
export function durationUpTo(longest: number, tooLong: string) {
  return z
    .string()
    .regex(durationPattern, {
      error: 'is not a duration; write an ISO 8601 one, such as PT30S, PT5M or P30D',
      abort: true,
    })
    .refine((text) => (parseDuration(text) ?? Number.POSITIVE_INFINITY) <= longest, tooLong)
}

export const durationSchema = durationUpTo(longestDuration, 'is longer than ten million days')
