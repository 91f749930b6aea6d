import { InputError } from '../kernel/index.ts'

/**
 * The canonical form of a phone number: `+` and 5 to 15 digits. The `+` may be missing.
 *
 * @throws InputError
 */
export function canonicalMsisdn(number: string): string {
  const digits = /^\+?(\d{5,15})$/.exec(number.trim())?.[1]
  if (digits === undefined) {
    throw new InputError(
      `${JSON.stringify(number)} is no phone number. Write + and 5 to 15 digits, such as +46733000001.`,
      { msisdn: number },
    )
  }
  return `+${digits}`
}

/**
 * The canonical form of an SMS recipient, or undefined. The SDK sends what its user typed: spaces, dashes and `tel:`
 * pass its check. A number in national form (a leading 0, no `+`) is no recipient.
 */
export function recipientMsisdn(typed: string): string | undefined {
  const number = typed.replace(/^tel:/i, '').replace(/[\s().-]/g, '')
  return /^(\+\d|[1-9])\d{4,14}$/.test(number) ? canonicalMsisdn(number) : undefined
}
