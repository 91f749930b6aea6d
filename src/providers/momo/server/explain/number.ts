import { canBePhone, internationalNumber } from '../../../../kernel/index.ts'
import type { Told } from '../../../../terms/index.ts'
import type { Environment } from '../../../../wallet/index.ts'
import type { MomoQuirks } from '../../quirks.ts'
import type { PartyField } from '../party-phone.ts'

/** Why a number has no account holder: it is not a valid phone number. Undefined where it is one. */
export function explainNumber(id: string, { country }: Environment): Told | undefined {
  if (canBePhone(internationalNumber(id, country))) return undefined
  return {
    en: `No phone can have the number ${id}: send the calling code and the number, such as 46733000001.`,
    fr: `Aucun téléphone ne peut avoir le numéro ${id} : envoyez l’indicatif et le numéro, tel que 46733000001.`,
  }
}

/** The same for the payer or payee of a body that is accepted but will fail. */
export function numberWarning(
  json: unknown,
  environment: Environment,
  { 'impossible-numbers': wanted }: MomoQuirks,
): Told | undefined {
  if (wanted === 'taken') return undefined
  const { intendedPayer, payer, payee } = json as Partial<
    Record<PartyField, { partyIdType?: string; partyId?: string }>
  >
  const { partyIdType, partyId } = intendedPayer ?? payer ?? payee ?? {}
  return partyIdType === 'MSISDN' && partyId !== undefined ? explainNumber(partyId, environment) : undefined
}
