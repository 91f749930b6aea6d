/** A phone number in international form: `+` and the digits, 15 at most (E.164). Five are enough for test numbers. */
export const msisdnPattern = /^\+[1-9]\d{4,14}$/

/** A payer's phone number as people write it: also in local form, read as a number of the environment's country. */
export const partyNumberPattern = /^\+?\d{5,15}$/

/** Normalises a number to {@link msisdnPattern}; the `+` may be missing. Undefined for anything else, such as local forms. */
export function canonicalMsisdn(typed: string): string | undefined {
  const number = typed.startsWith('+') ? typed : `+${typed}`
  return msisdnPattern.test(number) ? number : undefined
}
