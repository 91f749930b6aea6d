import { type CountryCode, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js'
import { msisdnPattern } from '../terms/index.ts'

/** The fewest digits after the calling code; today's plan of the country may ask for more. */
const shortest = 7
/** In environments that name no country: MTN's sandbox, whose test numbers (46733123450 and up) are Swedish. */
const sandboxCountry = 'SE'

/** The numbers asked about last: the same few phones are asked about with every request. */
const known = new Map<string, boolean>()
const mostKnown = 10_000

/**
 * Whether a phone can have this number, `+` and digits: it needs an assigned calling code (E.164), and not more digits
 * than its country allows. Fewer digits are accepted, down to seven: test suites use numbers of older plans, such as
 * Benin's of eight digits, and MTN's own use 23423423450.
 */
export function canBePhone(number: string): boolean {
  const before = known.get(number)
  if (before !== undefined) return before
  if (known.size >= mostKnown) known.clear()
  const possible = isPossible(number)
  known.set(number, possible)
  return possible
}

function isPossible(number: string): boolean {
  // The plans of some countries allow more digits than E.164 does.
  const parsed = msisdnPattern.test(number) ? parsePhoneNumberFromString(number) : undefined
  if (!parsed) return false
  if (parsed.isPossible()) return true
  return parsed.nationalNumber.length >= shortest && validatePhoneNumberLength(number) !== 'TOO_LONG'
}

/**
 * The number in international form, `+` and digits; a local number is read as one of the country. A number that no phone
 * can have is returned unchanged after a `+`.
 */
export function internationalNumber(typed: string, country: string | null): string {
  if (/^\+|^00/.test(typed)) return `+${typed.replace(/^\+|^00/, '')}`
  const trunk = typed.startsWith('0')
  const home = country ?? (trunk ? sandboxCountry : null)
  const local = home === null ? undefined : parsePhoneNumberFromString(typed, home as CountryCode)
  // With a trunk 0 a possible length is enough; without one it may be a number of another country.
  const meant = trunk ? local?.isPossible() : local?.isValid()
  return local && meant && canBePhone(local.number) ? local.number : `+${typed}`
}
