import { randomUUID } from 'node:crypto'
import type { PortRequest, PortResponse } from './port.ts'
import { apiKeySchema, tokenSchema } from './schema.ts'
import { readAs, refusalOf, type Wire } from './wire.ts'

export interface ApiUser {
  id: string
  apiKey: string
}

const keyHeader = 'Ocp-Apim-Subscription-Key'

/**
 * Makes an API user as an integrator does in MTN's sandbox.
 *
 * https://momodeveloper.mtn.com, API Sandbox User Provisioning
 */
export async function provisionApiUser(
  wire: Wire,
  subscriptionKey: string,
  providerCallbackHost: string,
): Promise<ApiUser> {
  const id = randomUUID()
  await wire.send({
    method: 'POST',
    path: '/v1_0/apiuser',
    headers: { [keyHeader]: subscriptionKey, 'X-Reference-Id': id, 'Content-Type': 'application/json' },
    body: JSON.stringify({ providerCallbackHost }),
  })
  const request: PortRequest = {
    method: 'POST',
    path: `/v1_0/apiuser/${id}/apikey`,
    headers: { [keyHeader]: subscriptionKey },
  }
  const { apiKey } = readAs(apiKeySchema, request, await wire.send(request))
  return { id, apiKey }
}

/** Requests to the Collection product as one API user, with a token that is renewed when it is refused. */
export class MomoAccess {
  readonly #wire: Wire
  readonly #subscriptionKey: string
  readonly #environment: string
  readonly #user: ApiUser
  #token: Promise<string> | undefined

  constructor(wire: Wire, of: { subscriptionKey: string; environment: string; user: ApiUser }) {
    this.#wire = wire
    this.#subscriptionKey = of.subscriptionKey
    this.#environment = of.environment
    this.#user = of.user
  }

  /** @throws ClientError with MTN's message and code where the answer is not a 2xx */
  async send(request: PortRequest): Promise<PortResponse> {
    let response = await this.#attempt(request)
    if (response.status === 401) {
      // The business clock may have passed the token's hour while no real time went by.
      this.#token = undefined
      response = await this.#attempt(request)
    }
    if (response.status < 200 || response.status > 299) throw refusalOf(request, response)
    return response
  }

  async #attempt(request: PortRequest): Promise<PortResponse> {
    this.#token ??= this.#newToken()
    const token = await this.#token.catch((error: unknown) => {
      this.#token = undefined
      throw error
    })
    const headers = {
      [keyHeader]: this.#subscriptionKey,
      Authorization: `Bearer ${token}`,
      'X-Target-Environment': this.#environment,
      ...request.headers,
    }
    return this.#wire.port.fetch({ ...request, headers })
  }

  async #newToken(): Promise<string> {
    const { id, apiKey } = this.#user
    const request: PortRequest = {
      method: 'POST',
      path: '/collection/token/',
      headers: {
        [keyHeader]: this.#subscriptionKey,
        Authorization: `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`,
      },
    }
    return readAs(tokenSchema, request, await this.#wire.send(request)).access_token
  }
}
