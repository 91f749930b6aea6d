import { z } from 'zod'
import {
  amountPattern,
  currencyCodePattern,
  durationSchema,
  durationUpTo,
  isSenderId,
  isServiceCode,
  longestAdvance,
  msisdnPattern,
  parseDuration,
  partyNumberPattern,
  uuidPattern,
} from '../terms/index.ts'
import { asPattern } from './matching.ts'
import { fill } from './variables.ts'

export const written = z.string().refine((text) => text.trim() !== '', 'is blank')

export const number = z
  .string()
  .regex(msisdnPattern, 'is no phone number; write it in international form, such as "+46733000001"')

export const address = z
  .string()
  .regex(/^[^@\s]+@[^@\s]+$/, 'is no e-mail address; write one such as ngozi@example.com')

/** A payer or payee. */
export const party = z
  .string()
  .refine(
    (text) => [partyNumberPattern, /^[^@\s]+@[^@\s]+$/, uuidPattern].some((form) => form.test(text)),
    'is neither a phone number such as "+46733000001", nor an e-mail address, nor a party code (a UUID)',
  )

export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/i, 'is no name; use letters, digits and hyphens, beginning with a letter')

export const currency = z
  .string()
  .regex(currencyCodePattern, 'is no currency code; write three capitals, such as EUR')

export const amount = z.string().regex(amountPattern, 'is no amount; write a decimal such as "12.50"')

/** Text that a screen or an SMS contains, or a `/pattern/`. */
export const wanted = written
  .refine((text) => {
    try {
      asPattern(fill(text, () => 'x'))
      return true
    } catch {
      return false
    }
  }, 'is not a valid pattern')
  .refine(
    // It would be read as a text that is on no screen, so the script would wait in vain.
    (text) => !/^\/.+\/(?=[imsu]*[dgvy])[a-z]+$/s.test(text),
    'is a pattern with a flag that has no meaning here; keep those of i, m, s and u',
  )

export const code = written.refine(
  (text) => /^[*#][0-9*#]*#$/.test(fill(text, () => '0')),
  'is no USSD code; write it as "*165#"',
)

export const serviceCode = z.string().refine(isServiceCode, 'is no service code; write it as "*384*1#"')

/** A number to which a phone can send SMS. */
export const shortCode = z
  .string()
  .refine(isSenderId, 'is no short code; write 3 to 8 digits, such as "22384", or a sender id')
  .meta({ minLength: 1, maxLength: 11 })

export const networkCode = z
  .string()
  .regex(/^\d{5}$/, 'is no network code; write five digits, such as "63902"')

export const url = z
  .string()
  .refine((text) => /^https?:/i.test(text) && URL.canParse(text), 'is no http or https URL')

/** How long a script waits; it must end. */
export const wait = durationUpTo(longestAdvance, 'is more than ten years; a script has to end')

/** The validity of a pre-approval, which MTN counts in whole seconds. */
export const validity = durationSchema.refine(
  (text) => (parseDuration(text) ?? 0) % 1_000 === 0,
  'has a fraction of a second; write whole seconds, such as PT90S',
)
