import type { Party } from '../../../wallet/index.ts'

/** The phone of a party, `+` and digits; undefined for an e-mail address, a code, and what is no number. */
export function phoneOf({ type, id }: Party): string | undefined {
  const digits = type === 'MSISDN' ? /^\+?(\d{7,15})$/.exec(id)?.[1] : undefined
  return digits === undefined ? undefined : `+${digits}`
}

/** The phone of the payer or payee that a body names, also in a body that is refused. */
export function phoneIn(body: unknown, name: 'payer' | 'payee'): string | undefined {
  const party = (body as { [Name in typeof name]?: { partyIdType?: unknown; partyId?: unknown } } | null)?.[
    name
  ]
  if (String(party?.partyIdType).toUpperCase() !== 'MSISDN') return undefined
  return phoneOf({ type: 'MSISDN', id: String(party?.partyId) })
}
