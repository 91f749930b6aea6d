import { language } from '../words/words.ts'

// The zone is that of the business clock.
const form = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC', hourCycle: 'h23' })
const clockTimes = form({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const hours = form({ hour: '2-digit', minute: '2-digit' })
const days = form({ dateStyle: 'medium' })
const dayHours = form({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
const moments = form({ dateStyle: 'medium', timeStyle: 'medium' })

const said = (format: Intl.DateTimeFormat, iso: string) => {
  const time = Date.parse(iso)
  return Number.isNaN(time) ? iso : format.format(time)
}

/** `09:04:31`. Times are in UTC here and below. */
export const timeOf = (iso: string): string => said(clockTimes, iso)
/** `09:04`. */
export const hourOf = (iso: string): string => said(hours, iso)
/** `Jan 5, 2026`. */
export const dayOf = (iso: string): string => said(days, iso)
/** `Jan 5, 2026, 09:04:31`. */
export const momentOf = (iso: string): string => said(moments, iso)

/** `09:04:31` on the day of `now`, `Jan 5, 09:04` in its year, or else `Jan 5, 2026`; `now` is ISO 8601, or empty. */
export function whenOf(iso: string, now: string): string {
  if (now === '' || iso.slice(0, 10) === now.slice(0, 10)) return timeOf(iso)
  return iso.slice(0, 4) === now.slice(0, 4) ? said(dayHours, iso) : dayOf(iso)
}

const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
] as const

/** `5 min. ago`, by a clock which may have been set back since; nothing where its time is not known yet. */
export function ageOf(iso: string, now: string): string {
  if (now === '') return ''
  let span = (Date.parse(iso) - Date.parse(now)) / 1_000
  if (Number.isNaN(span)) return iso
  for (const [unit, most] of steps) {
    if (Math.abs(Math.trunc(span)) < most) return relative.format(Math.trunc(span), unit)
    span /= most
  }
  return iso
}
