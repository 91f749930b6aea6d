import { language } from '../words/words.ts'

/** About so many values at even distances that people count in: 1, 2 or 5 times a power of ten. Both ends are inside. */
export function amountTicks(lowest: number, highest: number, count: number): number[] {
  const span = highest - lowest || Math.abs(highest) || 1
  const rough = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power
  const first = Math.floor(lowest / step)
  const last = Math.max(first + 1, Math.ceil(highest / step))
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const steps = [
  ...[1, 5, 15, 30].map((each) => each * second),
  ...[1, 5, 15, 30].map((each) => each * minute),
  ...[1, 3, 6, 12].map((each) => each * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((each) => each * day),
]

/** At most so many times at even distances, inside the two; the two themselves where no two such times are. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const step = steps.find((each) => (to - from) / each <= Math.max(1, count - 1))
  if (step === undefined || to === from) return to === from ? [from] : [from, to]
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  if (last <= first) return [from, to]
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC', hourCycle: 'h23' })
const clock = format({ hour: '2-digit', minute: '2-digit' })
const exact = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const date = format({ month: 'short', day: 'numeric' })
const month = format({ month: 'short', year: 'numeric' })

/** As exact as the distance between two ticks needs; midnight is said as its day. */
export function timeLabel(at: number, ticks: readonly number[]): string {
  const step = (ticks[1] ?? at) - (ticks[0] ?? at)
  if (step >= 30 * day) return month.format(at)
  if (step >= day || (step > 0 && at % day === 0)) return date.format(at)
  return step > 0 && step % minute === 0 ? clock.format(at) : exact.format(at)
}
