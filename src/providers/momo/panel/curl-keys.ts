import type { CurlKeys } from '../../../web/parts.ts'

/** Of one of MTN's products: a token is got anew, since each expires after an hour, and an order is sent under a new reference id. */
export function momoCurlKeys({ method, path }: { method: string; path: string }): CurlKeys | undefined {
  const [, product] = /^\/(collection|disbursement|remittance)\//.exec(path) ?? []
  if (product === undefined) return undefined
  const subscription = 'Ocp-Apim-Subscription-Key: $MOMO_SUBSCRIPTION_KEY'
  const [keyName, keyValue] = ['ocp-apim-subscription-key', '$MOMO_SUBSCRIPTION_KEY']
  // The token of a consent is its payer's to give: nobody gets another by keys alone.
  if (/\/oauth2\/v1_0\//.test(path))
    return {
      headers: { authorization: 'Bearer $TOKEN', [keyName]: keyValue },
      variables: ['TOKEN', 'MOMO_SUBSCRIPTION_KEY'],
    }
  const variables = ['MOMO_API_USER', 'MOMO_API_KEY', 'MOMO_SUBSCRIPTION_KEY']
  if (/\/(oauth2\/)?token\/?$/.test(path)) {
    const basic = 'Basic $(printf %s "$MOMO_API_USER:$MOMO_API_KEY" | base64 | tr -d \'\\n\')'
    return { headers: { authorization: basic, [keyName]: keyValue }, variables }
  }
  const places =
    method === 'POST'
      ? [`REFERENCE=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen | tr A-F a-f)`]
      : []
  return {
    headers: {
      authorization: 'Bearer $TOKEN',
      [keyName]: keyValue,
      ...(method === 'POST' && { 'x-reference-id': '$REFERENCE' }),
    },
    before: [
      `TOKEN=$(curl -s -X POST "$URL/${product}/token/" -u "$MOMO_API_USER:$MOMO_API_KEY" \\\n  -H "${subscription}" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
      ...places,
    ],
    variables,
  }
}
