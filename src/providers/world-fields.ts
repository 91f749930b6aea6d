import { z } from 'zod'
import { messageOf } from '../kernel/errors.ts'
import { exponentOf, parseAmount } from '../kernel/money.ts'
import type { Conflict, WorldAround } from './world-part.ts'

// Fields that several parts of a world file have, and what can be wrong with them.

export const currency = z
  .string()
  .refine((code) => exponentOf(code) !== undefined, 'is not a currency of ISO 4217')
export const amount = z
  .string({ error: 'is a decimal string in quotes, such as "12.50"' })
  .regex(/^\d{1,12}(\.\d+)?$/, 'is no amount such as "12.50"')

/** The most that may move, in each currency. */
export const limits = z.array(
  z
    .strictObject({ currency, perPayment: amount.optional(), perDay: amount.optional() })
    .refine(
      ({ perPayment, perDay }) => perPayment !== undefined || perDay !== undefined,
      'limits nothing: give perPayment, perDay or both',
    ),
)

interface Place {
  name: string
  currencies: readonly string[]
}

/** The environment by this name, if there is one. */
export function placeOf({ environments }: WorldAround, name: string): Place | undefined {
  const environment = environments[name]
  return environment && { name, currencies: environment.currencies }
}

/** Why an amount is refused; nothing if it is not. Zero is allowed with `mayBeZero`. */
export function amountTrouble(
  path: PropertyKey[],
  text: string | undefined,
  currency: string,
  mayBeZero = false,
): Conflict[] {
  if (text === undefined || (mayBeZero && /^0+(\.0+)?$/.test(text))) return []
  try {
    parseAmount(text, currency)
    return []
  } catch (error) {
    return [{ path, message: messageOf(error) }]
  }
}

/** One limit for each currency, in the currencies of the environment if one is given. */
export function limitTrouble(
  path: PropertyKey[],
  given: z.output<typeof limits> | undefined,
  environment?: Place,
): Conflict[] {
  const seen = new Set<string>()
  return (given ?? []).flatMap(({ currency, perPayment, perDay }, index) => {
    const at = [...path, index]
    const found = [
      ...amountTrouble([...at, 'perPayment'], perPayment, currency),
      ...amountTrouble([...at, 'perDay'], perDay, currency),
    ]
    if (seen.has(currency)) {
      const message = `${currency} is limited twice. Give perPayment and perDay together.`
      found.push({ path: [...at, 'currency'], message })
    }
    seen.add(currency)
    found.push(...foreignCurrency([...at, 'currency'], currency, environment))
    return found
  })
}

export function foreignCurrency(
  path: PropertyKey[],
  currency: string,
  environment: Place | undefined,
): Conflict[] {
  if (!environment || environment.currencies.includes(currency)) return []
  return [
    { path, message: `${environment.name} has no ${currency}, only ${environment.currencies.join(', ')}.` },
  ]
}
