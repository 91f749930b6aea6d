import { data as currencies } from 'currency-codes'
import { AmountError } from './errors.ts'

/** The largest single amount, in minor units: sums of thousands of them stay exact integers. */
const largest = 1_000_000_000_000

const exponents = new Map(currencies.map(({ code, digits }) => [code, digits]))

/**
 * The number of decimals of an ISO 4217 currency: 2 for `EUR`, 0 for `XOF`, undefined for a code that
 * ISO 4217 does not list or that has no minor unit.
 */
export function exponentOf(currency: string): number | undefined {
  return exponents.get(currency)
}

/**
 * Reads a decimal string such as `12.50` into integer minor units.
 *
 * Refused: zero, signs, exponents, words, and digits beyond the currency's exponent unless they are zero.
 *
 * @throws AmountError where the string is not such an amount
 */
export function parseAmount(text: string, currency: string): number {
  const exponent = exponentOf(currency)
  if (exponent === undefined) {
    throw new AmountError(
      'no-currency',
      `No currency ${JSON.stringify(currency)} in ISO 4217. Use a code such as EUR.`,
      { currency },
    )
  }
  const match = /^(\d+)(?:\.(\d{1,15}))?$/.exec(text)
  if (!match) {
    throw new AmountError(
      'no-amount',
      `${JSON.stringify(short(text))} is no amount. Write digits and a point, such as 12.50.`,
      { text },
    )
  }
  const decimals = match[2] ?? ''
  if (/[1-9]/.test(decimals.slice(exponent))) {
    throw new AmountError(
      'too-many-decimals',
      `${short(text)} ${currency} has more than ${exponent} decimals.`,
      { text, currency, exponent },
    )
  }
  const minor = Number((match[1] ?? '') + decimals.slice(0, exponent).padEnd(exponent, '0'))
  if (minor === 0) throw new AmountError('zero', 'An amount is more than zero.', { text, currency })
  if (minor > largest)
    throw new AmountError(
      'too-large',
      `${short(text)} ${currency} is more than ${decimal(largest, exponent)}, the largest amount.`,
      { text, currency, largest: decimal(largest, exponent) },
    )
  return minor
}

/** Shortens a received text for a message: it may be as long as a body. */
const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

function decimal(minor: number, exponent: number): string {
  const sign = minor < 0 ? '-' : ''
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** An amount for a screen, with all decimals of its currency: 1250 EUR is `12.50`. */
export function screenAmount(minor: number, currency: string): string {
  return decimal(minor, exponentOf(currency) ?? 0)
}

/** An amount for the wire, trailing zeros dropped as MTN does: 1250 EUR is `12.5`, 5000 EUR is `50`. */
export function wireAmount(minor: number, currency: string): string {
  const text = screenAmount(minor, currency)
  return text.includes('.') ? text.replace(/\.?(?<!0)0+$/, '') : text
}

/** An amount of the wire for a screen, with all decimals of its currency: `12.5` EUR is `12.50`. */
export function wireToScreen(amount: string, currency: string): string {
  const exponent = exponentOf(currency) ?? 0
  if (exponent === 0) return amount
  const [units = '', decimals = ''] = amount.split('.')
  return `${units}.${decimals.padEnd(exponent, '0')}`
}
