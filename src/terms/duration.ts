const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const dayMilliseconds = 24 * hour
const week = 7 * dayMilliseconds

/** What the clock moves at once, and a script waits: ten years. */
export const longestAdvance = 3_660 * dayMilliseconds

/** Ten million days, some 27,000 years: the time that far from now is still one that `Date` can hold. */
export const longestDuration = 10_000_000 * dayMilliseconds

/**
 * ISO 8601: weeks, days, hours, minutes and seconds with up to three decimals. Years and months are left out, since how
 * long they last depends on when they begin.
 */
export const durationPattern =
  /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d{1,3})?)S)?)?$/

const units = [week, dayMilliseconds, hour, minute, second]

/** `PT1H30M` in milliseconds: 5,400,000. Undefined for what is no duration, or is longer than {@link longestDuration}. */
export function parseDuration(text: string): number | undefined {
  const parts = durationPattern.exec(text)?.slice(1)
  if (!parts) return undefined
  const milliseconds = parts
    .map((part) => Number((part ?? '0').replace(',', '.')))
    .reduce((sum, count, index) => sum + count * (units[index] ?? 0), 0)
  return milliseconds <= longestDuration ? Math.round(milliseconds) : undefined
}

/** Of seconds that may have a fraction: 1.001 * 1000 is not a whole number, which a time has to be. */
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
