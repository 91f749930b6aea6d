/** A phone number in international form: `+` and the digits, 15 at most (E.164). Five are enough for test numbers. */
export const msisdnPattern = /^\+[1-9]\d{4,14}$/

/** A phone number as people write that of a payer: in local form too, which the country of the environment completes. */
export const partyNumberPattern = /^\+?\d{5,15}$/

/** The number as {@link msisdnPattern} has it; the `+` may be missing. Undefined for anything else, local forms too. */
export function canonicalMsisdn(typed: string): string | undefined {
  const number = typed.startsWith('+') ? typed : `+${typed}`
  return msisdnPattern.test(number) ? number : undefined
}
