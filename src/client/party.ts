import { canonicalMsisdn as msisdnOf, uuidPattern } from '../terms/index.ts'
import { ClientError } from './errors.ts'

/**
 * A phone number as the control routes write it: `+` and 5 to 15 digits. Spaces, hyphens and a missing plus are
 * allowed; a local number, which begins with 0, is not: it has no country code.
 *
 * @throws ClientError
 */
export function canonicalMsisdn(msisdn: string): string {
  if (typeof msisdn !== 'string') {
    throw new ClientError(`${String(msisdn)} is no phone number. Write it as a text, such as "+46733000001".`)
  }
  const number = msisdn.replace(/[\s-]/g, '')
  const canonical = msisdnOf(number)
  if (canonical !== undefined) return canonical
  const why = /^\+?0/.test(number) ? 'begins with 0, as local numbers do' : 'is no phone number'
  throw new ClientError(`"${msisdn}" ${why}. Write it in international form, such as +46733000001.`)
}

/**
 * Who pays or is paid: a phone, or the id of an account holder. The form of a text gives its type: an MSISDN, an
 * e-mail address, or a party code (UUID).
 */
export type Party = { msisdn: string } | string | { email: string } | { partyCode: string }

/** A party in MTN's requests. */
export interface MomoParty {
  partyIdType: 'MSISDN' | 'EMAIL' | 'PARTY_CODE'
  partyId: string
}

/** Converts a party to MTN's form: an MSISDN has no plus. */
export function momoParty(party: Party): MomoParty {
  if (typeof party !== 'string') {
    if (!isParty(party)) {
      throw new ClientError(
        'A payer or payee is a phone, such as sim.phone("+46733000001"), a text, or { msisdn }, { email } or { partyCode }.',
      )
    }
    if ('email' in party) return { partyIdType: 'EMAIL', partyId: party.email }
    if ('partyCode' in party) return { partyIdType: 'PARTY_CODE', partyId: party.partyCode }
    return momoParty(party.msisdn)
  }
  if (party.includes('@')) return { partyIdType: 'EMAIL', partyId: party }
  if (uuidPattern.test(party)) {
    return { partyIdType: 'PARTY_CODE', partyId: party }
  }
  return { partyIdType: 'MSISDN', partyId: party.replace(/^\+/, '') }
}

function isParty(party: unknown): boolean {
  if (typeof party !== 'object' || party === null) return false
  return ['msisdn', 'email', 'partyCode'].some((word) => typeof Reflect.get(party, word) === 'string')
}

/** A party in MTN's paths: `msisdn/46733000001`. */
export function partyPath({ partyIdType, partyId }: MomoParty): string {
  return `${partyIdType.toLowerCase()}/${encodeURIComponent(partyId)}`
}
