import { InputError } from '../kernel/index.ts'
import { isServiceCode } from '../terms/index.ts'

/** A USSD string holds 182 characters of GSM 7-bit (3GPP TS 23.038, 160 octets). */
export const longestUssdString = 182

/**
 * The segments of a dialled string: `*384*123*1#` gives `384`, `123`, `1`.
 *
 * @throws InputError unless it is `*`, digits and stars, `#`
 */
export function dialledSegments(dialled: string): string[] {
  const typed = dialled.trim()
  if (!/^\*\d+(\*\d*)*#$/.test(typed) || typed.length > longestUssdString) {
    throw new InputError(
      'This cannot be dialled as a USSD code. A code starts with *, goes on with digits and ends with #, such as *165#.',
      {},
      { problem: 'not-a-ussd-code' },
    )
  }
  return typed.slice(1, -1).split('*')
}

/** The code of the first `count` segments. */
export function codeOf(segments: readonly string[], count: number): string {
  return `*${segments.slice(0, count).join('*')}#`
}

/**
 * @returns the code, trimmed
 * @throws InputError unless it has the form `*165#` or `*384*123#`
 */
export function checkServiceCode(code: string): string {
  const trimmed = code.trim()
  if (!isServiceCode(trimmed)) {
    throw new InputError(
      `${JSON.stringify(code)} is no service code. Write it as it is dialled, such as *165# or *384*123#.`,
      { code },
      { problem: 'not-a-service-code' },
    )
  }
  return trimmed
}
