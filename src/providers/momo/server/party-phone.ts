import { canBePhone, internationalNumber } from '../../../kernel/index.ts'
import type { Environment, Party } from '../../../wallet/index.ts'

type Country = Pick<Environment, 'country'>

/**
 * The phone of a party, `+` and digits, as the wallet reads its number in the environment; undefined for an e-mail
 * address, a code, and a number that no phone can have.
 */
export function phoneOf({ type, id }: Party, { country }: Country): string | undefined {
  if (type !== 'MSISDN') return undefined
  const phone = internationalNumber(id, country)
  return canBePhone(phone) ? phone : undefined
}

/** The fields of bodies that name who pays or is paid. */
export type PartyField = 'payer' | 'payee' | 'intendedPayer'

/** The phone of the payer or payee that a body names, also in a body that is refused. */
export function phoneIn(body: unknown, name: PartyField, environment: Country): string | undefined {
  const party = (body as { [Name in typeof name]?: { partyIdType?: unknown; partyId?: unknown } } | null)?.[
    name
  ]
  if (String(party?.partyIdType).toUpperCase() !== 'MSISDN') return undefined
  return phoneOf({ type: 'MSISDN', id: String(party?.partyId) }, environment)
}
