import { ClientError } from './errors.ts'

/**
 * A phone number as the control routes have it: `+` and 5 to 15 digits. Spaces, hyphens and a missing plus are
 * tolerated.
 *
 * @throws ClientError
 */
export function canonicalMsisdn(msisdn: string): string {
  const digits = msisdn.replace(/[\s-]/g, '').replace(/^\+/, '')
  if (!/^\d{5,15}$/.test(digits)) {
    throw new ClientError(
      `"${msisdn}" is no phone number. Write it in international form, such as +46733000001.`,
    )
  }
  return `+${digits}`
}

/** A party in MTN's form: an MSISDN goes without its plus. */
export function momoParty(id: string): { partyIdType: 'MSISDN' | 'EMAIL' | 'PARTY_CODE'; partyId: string } {
  if (id.includes('@')) return { partyIdType: 'EMAIL', partyId: id }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    return { partyIdType: 'PARTY_CODE', partyId: id }
  }
  return { partyIdType: 'MSISDN', partyId: id.replace(/^\+/, '') }
}
