import type { PortResponse } from '../client/index.ts'
import { empty, json } from './tiny-response.fixture.ts'

export interface TinyRequest {
  id: string
  amount: string
  currency: string
  callbackUrl: string | undefined
  status: string
  reason?: string
  due: number
}

/** Requests to pay of the tiny simulator. */
export class TinyRequests {
  readonly #requests = new Map<string, TinyRequest>()
  readonly #callBack: (url: string | undefined, method: string, body: unknown) => void

  constructor(callBack: (url: string | undefined, method: string, body: unknown) => void) {
    this.#callBack = callBack
  }

  pending(): TinyRequest[] {
    return [...this.#requests.values()].filter(({ status }) => status === 'PENDING')
  }

  ask(
    headers: Record<string, string>,
    { amount = '', currency = '' }: Record<string, string>,
    now: number,
  ): PortResponse {
    if (currency === 'XXX') return json(500, { message: 'Currency not supported.', code: 'INVALID_CURRENCY' })
    const id = headers['X-Reference-Id'] ?? ''
    const callbackUrl = headers['X-Callback-Url']
    this.#requests.set(id, { id, amount, currency, callbackUrl, status: 'PENDING', due: now + 300_000 })
    return empty(202)
  }

  read(id: string): PortResponse {
    const found = this.#requests.get(id)
    if (!found) return json(404, { message: 'none', code: 'RESOURCE_NOT_FOUND' })
    const { status, reason, amount, currency } = found
    return json(200, { amount, currency, status, reason })
  }

  /** Does what is due. */
  elapse(now: number): void {
    for (const request of this.pending()) if (request.due <= now) this.finish(request, 'EXPIRED')
  }

  finish(request: TinyRequest, reason?: string): void {
    request.status = reason ? 'FAILED' : 'SUCCESSFUL'
    if (reason) request.reason = reason
    this.#callBack(request.callbackUrl, 'POST', request)
  }
}
