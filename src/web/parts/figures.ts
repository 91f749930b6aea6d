import { moneyIn } from '../../terms/index.ts'
import { language } from '../words/words.ts'

const formats = new Map<number, Intl.NumberFormat>()

/** `1,012.50`: a number, or an amount, which is a decimal text, with as many decimals as it has. */
export function figureOf(amount: string | number): string {
  const text = String(amount)
  const digits = Math.min(text.split('.')[1]?.length ?? 0, 20)
  const format =
    formats.get(digits) ??
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(digits, format)
  // As text: a number would lose digits.
  return format.format(text as unknown as number)
}

/** `1,012.50 EUR`, with at least as many decimals as the currency has. */
export const sumOf = (amount: string, currency: string): string => moneyIn(language, amount, currency)

/** `+1,012.50 EUR` or `−1,012.50 EUR`. */
export function signedSum(amount: string, currency: string): string {
  const isOut = amount.startsWith('-')
  return `${isOut ? '−' : '+'}${sumOf(isOut ? amount.slice(1) : amount, currency)}`
}
