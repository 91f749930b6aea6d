import { ClientError } from '../../../client/parts.ts'
import { uuidPattern } from '../../../terms/index.ts'

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
