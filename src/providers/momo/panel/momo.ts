import { type Exchange, exchange, jsonOf, Refusal } from '../../../web/parts.ts'
import type { MomoView } from '../terms/index.ts'

type ApiUser = MomoView['apiUsers'][number]
export type Product = keyof MomoView['subscriptionKeys']

interface Extra {
  headers?: Record<string, string>
  body?: object
  /** The body goes out as a form; undefined fields do not. */
  isForm?: true | undefined
}

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

  async call(method: string, path: string, extra: Extra = {}): Promise<Exchange> {
    this.#token ??= await this.#newToken()
    const answered = await this.callAs(`Bearer ${this.#token}`, method, path, extra)
    if (answered.status !== 401) return answered
    // The token may have expired by the business clock.
    this.#token = await this.#newToken()
    return this.callAs(`Bearer ${this.#token}`, method, path, extra)
  }

  /** The same with credentials of one's own, such as the token of a consent. */
  async callAs(authorization: string, method: string, path: string, extra: Extra = {}): Promise<Exchange> {
    const { headers, body, isForm } = extra
    return exchange({
      method,
      path,
      headers: {
        ...this.#headers(authorization),
        ...(body && { 'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' }),
        ...headers,
      },
      body: body ? (isForm ? formOf(body) : JSON.stringify(body)) : null,
    })
  }

  /** The API user and its key, as the operations that give tokens want them. */
  get basic(): string {
    return `Basic ${btoa(`${this.user.id}:${this.user.apiKey}`)}`
  }

  /** What {@link momoCurlKeys} leaves to be set. */
  get shellValues(): Record<string, string> {
    return {
      MOMO_API_USER: this.user.id,
      MOMO_API_KEY: this.user.apiKey,
      MOMO_SUBSCRIPTION_KEY: this.#subscriptionKey,
    }
  }

  get #tokenRequest() {
    return { method: 'POST', path: `/${this.product}/token/`, headers: this.#headers(this.basic), body: null }
  }

  #headers(authorization: string): Record<string, string> {
    return {
      'Ocp-Apim-Subscription-Key': this.#subscriptionKey,
      'X-Target-Environment': this.user.targetEnvironment,
      Authorization: authorization,
    }
  }

  async #newToken(): Promise<string> {
    const { status, answer } = await exchange(this.#tokenRequest)
    const token = (jsonOf(answer) as { access_token?: string } | undefined)?.access_token
    if (!token) throw new Refusal(status, `No token: the server answered ${status} ${answer.slice(0, 200)}`)
    return token
  }
}

function formOf(fields: object): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given).toString()
}
