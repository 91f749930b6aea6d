/** A phone number in international form: `+` and the digits, 15 at most (E.164). Five are enough for test numbers. */
export const msisdnPattern = /^\+[1-9]\d{4,14}$/

/** A phone number as {@link msisdnPattern} has it; the `+` may be missing. Undefined for anything else, local forms too. */
export function canonicalMsisdn(typed: string): string | undefined {
  const trimmed = typed.trim()
  const number = trimmed.startsWith('+') ? trimmed : `+${trimmed}`
  return msisdnPattern.test(number) ? number : undefined
}
