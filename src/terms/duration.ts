const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const dayMilliseconds = 24 * hour
const week = 7 * dayMilliseconds

/** The longest move of the clock, and the longest wait of a script: ten years. */
export const longestAdvance = 3_660 * dayMilliseconds

/** Ten million days, some 27,000 years: from now, `Date` can still represent a time so far away. */
export const longestDuration = 10_000_000 * dayMilliseconds

/**
 * ISO 8601: weeks, days, hours, minutes and seconds with up to three decimals. Years and months are not allowed, because
 * their length depends on when they begin.
 */
export const durationPattern =
  /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d{1,3})?)S)?)?$/

const units = [week, dayMilliseconds, hour, minute, second]

/** `PT1H30M` in milliseconds: 5,400,000. Undefined if it is no duration, or longer than {@link longestDuration}. */
export function parseDuration(text: string): number | undefined {
  const parts = durationPattern.exec(text)?.slice(1)
  if (!parts) return undefined
  const milliseconds = parts
    .map((part) => Number((part ?? '0').replace(',', '.')))
    .reduce((sum, count, index) => sum + count * (units[index] ?? 0), 0)
  return milliseconds <= longestDuration ? Math.round(milliseconds) : undefined
}

/** Seconds to milliseconds, rounded: 1.001 * 1000 is not a whole number, but a time must be. */
export const millisecondsOf = (seconds: number) => Math.round(seconds * second)

/** Milliseconds as the shortest duration of days, hours, minutes and seconds: 90,000 is `PT1M30S`. */
export function formatDuration(milliseconds: number): string {
  const days = Math.floor(milliseconds / dayMilliseconds)
  const time = [
    [Math.floor(milliseconds / hour) % 24, 'H'],
    [Math.floor(milliseconds / minute) % 60, 'M'],
    [(milliseconds % minute) / second, 'S'],
  ]
    .filter(([count]) => count !== 0)
    .map((part) => part.join(''))
    .join('')
  if (days === 0) return `PT${time || '0S'}`
  return `P${days}D${time && `T${time}`}`
}
