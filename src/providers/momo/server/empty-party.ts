import { walletRefusal } from './wording.ts'

/**
 * The sandbox answers 500 to a body with only an empty party, but 400 to `{}`: the integration tests of MTN's Java SDK
 * expect this for a request to pay, and for a transfer in both products.
 *
 * @throws Refusal INTERNAL_PROCESSING_ERROR
 */
export function refuseEmptyParty(json: unknown, party: 'payer' | 'payee'): void {
  if (!hasFields(json, 1) || !hasFields(json[party], 0)) return
  throw walletRefusal('INTERNAL_PROCESSING_ERROR').explained({
    en: `The body is {"${party}":{}} and nothing else, to which MTN's sandbox answers so.`,
    fr: `Le corps est {"${party}":{}} et rien d’autre, à quoi le bac à sable de MTN répond ainsi.`,
  })
}

function hasFields(value: unknown, count: number): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === count
  )
}
