import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import type { Wire } from './crash-wire.ts'

/** The keys of the built-in world. */
const subscription = { 'Ocp-Apim-Subscription-Key': 'c0113c7104c0113c7104c0113c710401' }
const ofDisbursement = { 'Ocp-Apim-Subscription-Key': 'd15b0f5e3e47d15b0f5e3e47d15b0f02' }

/** The token of one product is good for the others; the subscription key is not. */
export const keyFor = (path: string) => (path.startsWith('/disbursement/') ? ofDisbursement : subscription)
const json = { 'Content-Type': 'application/json' }

export const operations = {
  request: '/collection/v1_0/requesttopay',
  withdrawal: '/collection/v1_0/requesttowithdraw',
  invoice: '/collection/v2_0/invoice',
  refund: '/disbursement/v1_0/refund',
} as const

export interface CrashOrder {
  kind: keyof typeof operations
  id: string
  phone: string
  cents: number
  /** Of a refund: the request that it gives back. */
  of?: string
}

/** A merchant over bare HTTP, who counts the callbacks of each reference id and is slow to thank for them. */
export class CrashShop {
  readonly callbacks = new Map<string, string[]>()
  readonly #wire: Wire
  readonly #delay: () => number
  readonly #server: Server
  #headers: Record<string, string> = {}
  #basic: Record<string, string> = {}
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
    const target = { 'X-Target-Environment': 'sandbox' }
    this.#basic = { ...subscription, ...target, Authorization: `Basic ${basic}` }
    const token = await this.#wire.send('POST', '/collection/token/', { headers: this.#basic })
    const bearer = `Bearer ${JSON.parse(token.text).access_token}`
    this.#headers = { ...subscription, ...target, Authorization: bearer }
  }

  /** 202; or 409 where an earlier attempt, whose answer was lost, had been accepted. */
  async ask(order: CrashOrder): Promise<number> {
    const { kind, id } = order
    const callback = { 'X-Callback-Url': `${this.#callbackUrl}/${id}` }
    const path = operations[kind]
    const headers = { ...this.#headers, ...keyFor(path), ...json, ...callback, 'X-Reference-Id': id }
    const body = JSON.stringify(bodyOf(order))
    return (await this.#wire.send('POST', path, { headers, body })).status
  }

  async status({ kind, id }: CrashOrder): Promise<{ status: number; standing: string | undefined }> {
    const path = `${operations[kind]}/${id}`
    const headers = { ...this.#headers, ...keyFor(path) }
    const { status, text } = await this.#wire.send('GET', path, { headers })
    return { status, standing: JSON.parse(text).status }
  }

  /** Nobody can pay it any more. */
  async cancelInvoice({ id }: CrashOrder): Promise<number> {
    const path = `${operations.invoice}/${id}`
    const headers = { ...this.#headers, ...json, 'X-Reference-Id': randomUUID() }
    const body = JSON.stringify({ externalId: id.slice(0, 8) })
    return (await this.#wire.send('DELETE', path, { headers, body })).status
  }

  /** Asks a payer to share data. Where an answer was lost, the payer is asked twice, and this is the second. */
  async askConsent(phone: string): Promise<string> {
    const path = '/collection/v1_0/bc-authorize'
    const login_hint = `ID:${phone.slice(1)}/MSISDN`
    const body = new URLSearchParams({ login_hint, scope: 'profile', access_type: 'offline' })
    const { text } = await this.#wire.send('POST', path, { headers: this.#headers, body })
    return JSON.parse(text).auth_req_id
  }

  /** The token of a consent that was given; undefined where it was issued in an answer that was lost, since it is issued once. */
  async consentToken(authReqId: string): Promise<string | undefined> {
    const grant_type = 'urn:openid:params:grant-type:ciba'
    const body = new URLSearchParams({ grant_type, auth_req_id: authReqId })
    const path = '/collection/oauth2/token/'
    const { status, text, again } = await this.#wire.send('POST', path, { headers: this.#basic, body })
    if (status === 200) return JSON.parse(text).access_token
    expect([again, JSON.parse(text)]).toEqual([true, expect.objectContaining({ error: 'invalid_grant' })])
    return undefined
  }

  /** The status of a read of the payer's data with the token of a consent. */
  async readShared(token: string): Promise<number> {
    const headers = { ...this.#basic, Authorization: `Bearer ${token}` }
    return (await this.#wire.send('GET', '/collection/oauth2/v1_0/userinfo', { headers })).status
  }

  async cents(product: 'collection' | 'disbursement'): Promise<number> {
    const path = `/${product}/v1_0/account/balance`
    const headers = { ...this.#headers, ...keyFor(path) }
    const { text } = await this.#wire.send('GET', path, { headers })
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

export function bodyOf({ kind, id, phone, cents, of }: CrashOrder): object {
  const money = { amount: (cents / 100).toFixed(2), currency: 'EUR', externalId: id.slice(0, 8) }
  const party = { partyIdType: 'MSISDN', partyId: phone.slice(1) }
  if (kind === 'refund') return { ...money, payerMessage: '', payeeNote: '', referenceIdToRefund: of }
  return kind === 'invoice'
    ? { ...money, validityDuration: '3600', intendedPayer: party, payee: party, description: '' }
    : { ...money, payer: party }
}
