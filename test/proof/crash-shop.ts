import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Wire } from './crash-wire.ts'

/** The key of the built-in world. */
const subscription = { 'Ocp-Apim-Subscription-Key': 'c0113c7104c0113c7104c0113c710401' }
const json = { 'Content-Type': 'application/json' }

/** A merchant over bare HTTP, who counts the callbacks of each reference id and is slow to thank for them. */
export class CrashShop {
  readonly callbacks = new Map<string, string[]>()
  readonly #wire: Wire
  readonly #delay: () => number
  readonly #server: Server
  #headers: Record<string, string> = {}
  #callbackUrl = ''
  #callbackSeen = () => {}

  constructor(wire: Wire, delay: () => number) {
    this.#wire = wire
    this.#delay = delay
    this.#server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const id = request.url?.split('/').pop() ?? ''
      this.callbacks.set(id, [...(this.callbacks.get(id) ?? []), JSON.parse(body).status])
      this.#callbackSeen()
      // A kill in these milliseconds finds the callback received, and the simulator not knowing it.
      setTimeout(() => response.end(), this.#delay())
    })
  }

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#callbackUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/callbacks`
    const user = randomUUID()
    const body = JSON.stringify({ providerCallbackHost: '127.0.0.1' })
    const made = { ...subscription, ...json, 'X-Reference-Id': user }
    await this.#wire.send('POST', '/v1_0/apiuser', { headers: made, body })
    const key = await this.#wire.send('POST', `/v1_0/apiuser/${user}/apikey`, { headers: subscription })
    const basic = Buffer.from(`${user}:${JSON.parse(key.text).apiKey}`).toString('base64')
    const headers = { ...subscription, Authorization: `Basic ${basic}` }
    const token = await this.#wire.send('POST', '/collection/token/', { headers })
    const bearer = `Bearer ${JSON.parse(token.text).access_token}`
    this.#headers = { ...subscription, Authorization: bearer, 'X-Target-Environment': 'sandbox' }
  }

  /** 202; or 409 where an earlier attempt, whose answer was lost, had been accepted. */
  async ask(order: { id: string; phone: string; cents: number }): Promise<number> {
    const { id, phone, cents } = order
    const headers = {
      ...this.#headers,
      ...json,
      'X-Reference-Id': id,
      'X-Callback-Url': `${this.#callbackUrl}/${id}`,
    }
    const payer = { partyIdType: 'MSISDN', partyId: phone.slice(1) }
    const body = JSON.stringify({
      amount: (cents / 100).toFixed(2),
      currency: 'EUR',
      externalId: id.slice(0, 8),
      payer,
    })
    return (await this.#wire.send('POST', '/collection/v1_0/requesttopay', { headers, body })).status
  }

  async status(id: string): Promise<{ status: number; standing: string | undefined }> {
    const path = `/collection/v1_0/requesttopay/${id}`
    const { status, text } = await this.#wire.send('GET', path, { headers: this.#headers })
    return { status, standing: JSON.parse(text).status }
  }

  async cents(): Promise<number> {
    const { text } = await this.#wire.send('GET', '/collection/v1_0/account/balance', {
      headers: this.#headers,
    })
    return Math.round(Number(JSON.parse(text).availableBalance) * 100)
  }

  /** Resolves at the next callback, or after some real time. */
  nextCallback(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      this.#callbackSeen = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
