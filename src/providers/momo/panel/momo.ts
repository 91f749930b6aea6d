import { type Exchange, exchange, jsonOf, Refusal } from '../../../web/parts.ts'
import type { MomoView } from '../terms/index.ts'

type ApiUser = MomoView['apiUsers'][number]
type Product = keyof MomoView['subscriptionKeys']

export type OrderKind = 'request-to-pay' | 'pre-approval' | 'transfer'

interface KindWords {
  title: string
  product: Product
  path: string
  body: (wish: Wish) => object
}

export interface Wish {
  kind: OrderKind
  userId: string
  phone: string
  amount: string
  currency: string
  message: string
  callbackUrl: string
}

/** MTN's operations in this panel (https://momodeveloper.mtn.com). */
export const kinds: Record<OrderKind, KindWords> = {
  'request-to-pay': {
    title: 'Request to pay',
    product: 'collection',
    path: '/collection/v1_0/requesttopay',
    body: (wish) => ({ ...money(wish), payer: party(wish) }),
  },
  'pre-approval': {
    title: 'Pre-approval',
    product: 'collection',
    path: '/collection/v2_0/preapproval',
    body: ({ currency, message, ...wish }) => ({
      payer: party(wish),
      payerCurrency: currency,
      payerMessage: message,
      validityTime: 86_400,
    }),
  },
  transfer: {
    title: 'Transfer',
    product: 'disbursement',
    path: '/disbursement/v1_0/transfer',
    body: (wish) => ({ ...money(wish), payee: party(wish) }),
  },
}

const money = ({ amount, currency, message }: Wish) => ({
  amount,
  currency,
  externalId: `P${String(Date.now()).slice(-6)}`,
  payerMessage: message,
  payeeNote: message,
})
const party = ({ phone }: { phone: string }) => ({ partyIdType: 'MSISDN', partyId: phone.replace(/^\+/, '') })

/** The requests of one API user to one product, with a token that is requested when needed. */
export class MomoCaller {
  readonly user: ApiUser
  readonly product: Product
  readonly #subscriptionKey: string
  #token: string | undefined

  constructor({ subscriptionKeys }: MomoView, user: ApiUser, product: Product) {
    this.user = user
    this.product = product
    this.#subscriptionKey = subscriptionKeys[product]
  }

  async call(
    method: string,
    path: string,
    extra: { headers?: Record<string, string>; body?: object } = {},
  ): Promise<Exchange> {
    this.#token ??= await this.#newToken()
    const of = () => ({
      method,
      path,
      headers: {
        'Ocp-Apim-Subscription-Key': this.#subscriptionKey,
        'X-Target-Environment': this.user.targetEnvironment,
        Authorization: `Bearer ${this.#token}`,
        ...(extra.body ? { 'Content-Type': 'application/json' } : {}),
        ...extra.headers,
      },
      body: extra.body ? JSON.stringify(extra.body) : null,
    })
    const answered = await exchange(of())
    if (answered.status !== 401) return answered
    // The token may have expired by the business clock.
    this.#token = await this.#newToken()
    return exchange(of())
  }

  get tokenRequest() {
    return {
      method: 'POST',
      path: `/${this.product}/token/`,
      headers: {
        'Ocp-Apim-Subscription-Key': this.#subscriptionKey,
        'X-Target-Environment': this.user.targetEnvironment,
        Authorization: `Basic ${btoa(`${this.user.id}:${this.user.apiKey}`)}`,
      },
      body: null,
    }
  }

  async #newToken(): Promise<string> {
    const { status, answer } = await exchange(this.tokenRequest)
    const token = (jsonOf(answer) as { access_token?: string } | undefined)?.access_token
    if (!token) throw new Refusal(status, `No token: the server answered ${status} ${answer.slice(0, 200)}`)
    return token
  }
}
