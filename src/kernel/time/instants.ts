import { InputError } from '../errors.ts'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** An ISO 8601 time with its zone, such as `2026-01-05T09:00:00Z`, in epoch milliseconds. @throws InputError */
export function instantMilliseconds(text: string): number {
  const time = instant.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time) || time < 0) {
    throw new InputError(
      `${JSON.stringify(text)} is no time. Write one with its zone, such as 2026-01-05T09:00:00Z.`,
      {},
      { problem: 'not-a-time' },
    )
  }
  return time
}

/** A time with its zone, or a day such as `2026-01-05`, which begins at midnight UTC, in epoch milliseconds. */
function momentMilliseconds(text: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return instantMilliseconds(text)
  if (isDay(text)) return instantMilliseconds(`${text}T00:00:00Z`)
  throw new InputError(
    `${JSON.stringify(text)} is no day. Write one such as 2026-01-05.`,
    {},
    { problem: 'not-a-time' },
  )
}

/** Refused here because `Date` reads the 30th of February as the 2nd of March. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** Half-open: includes `from`, excludes `to`. Epoch milliseconds; undefined: unlimited on that side. */
export interface Period {
  from: number | undefined
  to: number | undefined
}

/** Reads times or days. @throws InputError for an invalid time, and for an empty period */
export function periodOf({ from, to }: { from: string | undefined; to: string | undefined }): Period {
  const period = {
    from: from === undefined ? undefined : momentMilliseconds(from),
    to: to === undefined ? undefined : momentMilliseconds(to),
  }
  if (period.from !== undefined && period.to !== undefined && period.from >= period.to)
    throw new InputError(
      `The period from ${from} to ${to} is empty: "to" is not part of it.`,
      {},
      { problem: 'empty-period' },
    )
  return period
}
