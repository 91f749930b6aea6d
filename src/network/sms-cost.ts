import { InputError } from '../kernel/index.ts'
import { pricePattern } from '../terms/index.ts'

export interface Price {
  currency: string
  /** Ten-thousandths of the currency. */
  amount: number
}

/** Reads a price such as `KES 0.8000`. @throws InputError */
export function parsePrice(text: string): Price {
  const [, currency, whole, fraction = ''] = pricePattern.exec(text) ?? []
  if (!currency || !whole) {
    throw new InputError(`${JSON.stringify(text)} is no price. Write it as KES 0.8000.`, { smsCost: text })
  }
  return { currency, amount: Number(whole) * 10_000 + Number(fraction.padEnd(4, '0')) }
}

/** `count` times a price, with four decimals as Africa's Talking shows it. */
export function priceOf({ currency, amount }: Price, count: number): string {
  const total = amount * count
  return `${currency} ${Math.floor(total / 10_000)}.${String(total % 10_000).padStart(4, '0')}`
}
