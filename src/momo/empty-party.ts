import { walletRefusal } from './wording.ts'

/**
 * The sandbox answers 500 to a body with an empty party and nothing else, though 400 to `{}`: the integration tests of
 * MTN's Java SDK expect so of a request to pay and of a transfer in both products.
 *
 * @throws Refusal INTERNAL_PROCESSING_ERROR
 */
export function refuseEmptyParty(json: unknown, party: 'payer' | 'payee'): void {
  if (!hasFields(json, 1) || !hasFields(json[party], 0)) return
  const explanation = `The body is {"${party}":{}} and nothing else, to which MTN's sandbox answers so.`
  throw walletRefusal('INTERNAL_PROCESSING_ERROR').explained(explanation)
}

function hasFields(value: unknown, count: number): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === count
  )
}
