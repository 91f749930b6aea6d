import { randomUUID } from 'node:crypto'
import type { ChaosWire } from './chaos-wire.ts'
import { bodyOf, type CrashOrder, keyFor, operations } from './crash-shop.ts'
import type { Answer } from './crash-wire.ts'

/** The key of the built-in world. */
const subscription = { 'Ocp-Apim-Subscription-Key': 'c0113c7104c0113c7104c0113c710401' }
const json = { 'Content-Type': 'application/json' }

/** A merchant over bare HTTP, who signs in anew where the clock has jumped past the token's end. */
export class ChaosShop {
  readonly #wire: ChaosWire
  readonly #callbackUrl: string
  #basic = ''
  #bearer = ''

  constructor(wire: ChaosWire, callbackUrl: string) {
    this.#wire = wire
    this.#callbackUrl = callbackUrl
  }

  async open(): Promise<void> {
    const user = randomUUID()
    const headers = { ...subscription, ...json, 'X-Reference-Id': user }
    const body = JSON.stringify({ providerCallbackHost: '127.0.0.1' })
    await this.#wire.send('POST', '/v1_0/apiuser', { headers, body })
    const key = await this.#wire.send('POST', `/v1_0/apiuser/${user}/apikey`, { headers: subscription })
    this.#basic = Buffer.from(`${user}:${JSON.parse(key.text).apiKey}`).toString('base64')
  }

  async ask(order: CrashOrder): Promise<number> {
    const { kind, id } = order
    const body = JSON.stringify(bodyOf(order))
    const headers = { ...json, 'X-Reference-Id': id, 'X-Callback-Url': `${this.#callbackUrl}/${id}` }
    return (await this.#call('POST', operations[kind], { headers, body })).status
  }

  async status({
    kind,
    id,
  }: CrashOrder): Promise<{ status: number; standing: 'PENDING' | 'SUCCESSFUL' | 'FAILED' }> {
    const { status, text } = await this.#call('GET', `${operations[kind]}/${id}`)
    return { status, standing: JSON.parse(text).status }
  }

  async cents(product: 'collection' | 'disbursement'): Promise<number> {
    const { text } = await this.#call('GET', `/${product}/v1_0/account/balance`)
    return Math.round(Number(JSON.parse(text).availableBalance) * 100)
  }

  async #call(method: string, path: string, { headers, body }: RequestInit = {}): Promise<Answer> {
    for (;;) {
      const bearer = this.#bearer
      const signed = { Authorization: `Bearer ${bearer}`, 'X-Target-Environment': 'sandbox' }
      const mine = { ...keyFor(path), ...signed }
      const sent = body === undefined ? {} : { body }
      const answer = await this.#wire.send(method, path, { ...sent, headers: { ...mine, ...headers } })
      if (answer.status !== 401) return answer
      // Others may have signed in meanwhile.
      if (bearer === this.#bearer) await this.#signIn()
    }
  }

  async #signIn(): Promise<void> {
    const headers = { ...subscription, Authorization: `Basic ${this.#basic}` }
    const { status, text } = await this.#wire.send('POST', '/collection/token/', { headers })
    if (status !== 200) throw new Error(`The merchant cannot sign in: ${status} ${text}`)
    this.#bearer = JSON.parse(text).access_token
  }
}
