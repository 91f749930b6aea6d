import type { PaymentState } from '../../terms/sim/payment.ts'
import { language, t } from '../words/words.ts'

/** What people read for a state, and how it looks. */
export const states: Readonly<Record<PaymentState, { words: string; tone?: 'good' | 'bad' | 'wait' }>> = {
  pending: { words: t('Waiting'), tone: 'wait' },
  successful: { words: t('Done'), tone: 'good' },
  failed: { words: t('Failed'), tone: 'bad' },
  ended: { words: t('Ended') },
}

const formats = new Map<number, Intl.NumberFormat>()

/** `1,012.50 EUR`, with as many decimals as the currency has. */
export function sumOf({ amount, currency }: { amount: string | null; currency: string | null }): string {
  if (amount === null) return ''
  const digits = amount.split('.')[1]?.length ?? 0
  const format =
    formats.get(digits) ??
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(digits, format)
  return `${format.format(Number(amount))} ${currency}`
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

/** `5 min. ago`, by the business clock, which may have been set back since. */
export function ageOf(iso: string, now: number): string {
  let span = Math.round((Date.parse(iso) - now) / 1_000)
  for (const [unit, most] of steps) {
    if (Math.abs(span) < most) return relative.format(span, unit)
    span = Math.round(span / most)
  }
  return iso
}

const moments = new Intl.DateTimeFormat(language, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
  hourCycle: 'h23',
})

/** `Jan 5, 2026, 09:00:00 UTC`. */
export const momentOf = (iso: string): string => `${moments.format(new Date(iso))} UTC`

/** The first letter is a capital one. */
export const begun = (words: string): string => words.replace(/^./, (letter) => letter.toUpperCase())
