const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const otherDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** `5m ago`, by the business clock; nothing where its time is not known yet. */
export function agoOf(at: string, now: string): string {
  if (now === '') return ''
  const passed = Date.parse(at) - Date.parse(now)
  const [unit, length] = spans.find(([, each]) => Math.abs(passed) >= each) ?? ['second', 1_000]
  return relative.format(Math.trunc(passed / length), unit)
}

/** `09:04:31` of the day of `now`, or else `5 Jan 09:04`; in UTC, as the business clock. */
export function exactOf(at: string, now: string): string {
  if (now === '' || at.slice(0, 10) === now.slice(0, 10)) return at.slice(11, 19)
  return `${otherDay.format(new Date(at))} ${at.slice(11, 16)}`
}
