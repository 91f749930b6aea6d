import { type CountryCode, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js'
import { msisdnPattern } from '../terms/index.ts'

/** As many digits behind the calling code as a phone has that is too short for today's plan of its country. */
const shortest = 7
/** In environments that name no country: MTN's sandbox, whose test numbers (46733123450 and up) are Swedish. */
const sandboxCountry = 'SE'

/**
 * Whether a phone can have this number, `+` and digits: a calling code that is assigned (E.164), and not more digits than
 * its country has. Fewer are let through down to seven: test suites use numbers of older plans, such as Benin's of eight
 * digits, and MTN's own use 23423423450.
 */
export function canBePhone(number: string): boolean {
  // The plans of some countries have more digits than E.164 lets a number have.
  const parsed = msisdnPattern.test(number) ? parsePhoneNumberFromString(number) : undefined
  if (!parsed) return false
  if (parsed.isPossible()) return true
  return parsed.nationalNumber.length >= shortest && validatePhoneNumberLength(number) !== 'TOO_LONG'
}

/**
 * The number that is meant, `+` and digits: one in local form is read in the country. One that no phone can have comes
 * back as it is, behind a `+`.
 */
export function internationalNumber(typed: string, country: string | null): string {
  if (/^\+|^00/.test(typed)) return `+${typed.replace(/^\+|^00/, '')}`
  const trunk = typed.startsWith('0')
  const home = country ?? (trunk ? sandboxCountry : null)
  const local = home === null ? undefined : parsePhoneNumberFromString(typed, home as CountryCode)
  // Behind a trunk 0 the length must be right; without one it may be a number of another country.
  const meant = trunk ? local?.isPossible() : local?.isValid()
  return local && meant && canBePhone(local.number) ? local.number : `+${typed}`
}
