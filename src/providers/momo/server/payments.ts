import { screenAmount } from '../../../kernel/index.ts'
import { inShell } from '../../../terms/index.ts'
import type { Order } from '../../../wallet/index.ts'
import type { AskedAgain, ProviderPayments } from '../../provider.ts'
import type { MomoConfig, Product } from './config.ts'
import { type ApiUserRow, apiUserByMerchant } from './tables.ts'

/** How a kind of order is asked for. */
interface Asking {
  product: Product
  path: string
  party: 'payer' | 'payee'
  /** What a `Merchant` of payersim's library calls it. */
  method: string
  /** Of the body, beside the party and the money; by default the texts of a payment. */
  body?(order: Order, party: object): object
}

/** Those that can be asked for with what the wallet knows of them. */
const asked: Partial<Record<Order['kind'], Asking>> = {
  'request-to-pay': {
    product: 'collection',
    path: 'v1_0/requesttopay',
    party: 'payer',
    method: 'requestToPay',
  },
  withdrawal: {
    product: 'collection',
    path: 'v1_0/requesttowithdraw',
    party: 'payer',
    method: 'withdrawal',
  },
  invoice: {
    product: 'collection',
    path: 'v2_0/invoice',
    party: 'payer',
    method: 'invoice',
    body: ({ message }, party) => ({
      externalId: 'again',
      intendedPayer: party,
      ...(message !== null && { description: message }),
    }),
  },
  'pre-approval': {
    product: 'collection',
    path: 'v2_0/preapproval',
    party: 'payer',
    method: 'preApprove',
    body: ({ currency, message }, payer) => ({
      payer,
      payerCurrency: currency,
      ...(message !== null && { payerMessage: message }),
    }),
  },
  disbursement: { product: 'disbursement', path: 'v1_0/transfer', party: 'payee', method: 'transfer' },
  deposit: { product: 'disbursement', path: 'v1_0/deposit', party: 'payee', method: 'deposit' },
}

/** How the orders that came through MTN's API are asked for anew. */
export function momoPayments(config: MomoConfig): ProviderPayments {
  return {
    async again(rx, order) {
      const asking = asked[order.kind]
      const user = await rx.first(apiUserByMerchant, { merchantId: order.merchantId })
      return asking && user?.api_key ? again(order, asking, { config, user }) : undefined
    },
  }
}

function again(
  order: Order,
  { product: usual, path, party: name, method, body }: Asking,
  { config, user }: { config: MomoConfig; user: ApiUserRow },
): AskedAgain {
  const { party, environment, amount, currency, message } = order
  const product = order.source === 'payout' ? (order.product as Product) : usual
  const onWire = { partyIdType: party.type, partyId: party.id }
  const money =
    amount !== null && currency !== null ? { amount: screenAmount(amount, currency), currency } : {}
  const texts = { externalId: 'again', ...(message !== null && { payerMessage: message }) }
  const sent = { ...money, ...(body?.(order, onWire) ?? { ...texts, [name]: onWire }) }
  const key = `-H ${inShell(`Ocp-Apim-Subscription-Key: ${config.subscriptionKeys[product]}`)}`
  const target = `-H ${inShell(`X-Target-Environment: ${environment}`)}`
  const curl = [
    `TOKEN=$(curl -s -X POST "$PAYERSIM/${product}/token/" -u ${inShell(`${user.id}:${user.api_key}`)} \\`,
    `  ${key} ${target} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `REFERENCE=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen | tr A-F a-f)`,
    `curl -i -X POST "$PAYERSIM/${product}/${path}" -H "Authorization: Bearer $TOKEN" \\`,
    `  -H "X-Reference-Id: $REFERENCE" ${target} \\`,
    `  ${key} -H 'Content-Type: application/json' \\`,
    `  -d ${inShell(JSON.stringify(sent))}`,
  ]
  const who = order.phone ?? party.id
  const wanted = {
    [name]: who,
    ...(amount === null ? { currency } : money),
    ...(message !== null && { message }),
  }
  return {
    curl: curl.join('\n'),
    library: `await sim.merchant(${optionsOf(environment)}).${method}(${inTypeScript(wanted)})`,
  }
}

const optionsOf = (environment: string) => (environment === 'sandbox' ? '' : inTypeScript({ environment }))

const inTypeScript = (values: Record<string, unknown>) =>
  `{ ${Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')} }`
