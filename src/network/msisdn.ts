import { canBePhone, InputError } from '../kernel/index.ts'
import { canonicalMsisdn as msisdnOf } from '../terms/index.ts'

/**
 * The canonical form of a phone number: `+` and 5 to 15 digits. The `+` may be missing.
 *
 * @throws InputError also for a number in local form: the calling code is required
 */
export function canonicalMsisdn(number: string): string {
  const msisdn = msisdnOf(number.trim())
  if (msisdn === undefined) throw noNumber(number)
  return msisdn
}

/** @throws InputError if no phone can have the number, `+` and digits */
export function checkPossible(msisdn: string): void {
  if (!canBePhone(msisdn)) throw noNumber(msisdn)
}

function noNumber(number: string): InputError {
  const local = /^\+?0\d+$/.test(number.trim())
  const why = local ? 'begins with 0, as local numbers do' : 'is no phone number'
  return new InputError(
    `${JSON.stringify(number)} ${why}. Write + and the calling code first, such as +46733000001 or +233244000001.`,
    { msisdn: number },
    { problem: 'not-a-phone-number' },
  )
}

/**
 * The canonical form of an SMS recipient, or undefined. The SDK sends the number as it was written: spaces, dashes and
 * `tel:` pass its check. A number in national form (a leading 0) is no recipient.
 */
export function recipientMsisdn(typed: string): string | undefined {
  return msisdnOf(typed.replace(/^tel:/i, '').replace(/[\s().-]/g, ''))
}
