import type { z } from 'zod'
import { type PortRequest, type PortResponse, readAs, refusalOf, type Wire } from '../../../client/parts.ts'
import { apiKeySchema, tokenSchema } from './schema.ts'

export const products = ['collection', 'disbursement', 'remittance'] as const
export type Product = (typeof products)[number]

export interface ApiUser {
  id: string
  apiKey: string
}

const keyHeader = 'Ocp-Apim-Subscription-Key'
/** MTN gives no reason for some refusals; the simulator gives it in a response header, if the request asks for it. */
const explain = { 'X-Payersim-Explain': '1' }

/**
 * Creates an API user as an integrator does in MTN's sandbox.
 *
 * https://momodeveloper.mtn.com, API Sandbox User Provisioning
 */
export async function provisionApiUser(
  wire: Wire,
  subscriptionKey: string,
  providerCallbackHost: string,
  signal?: AbortSignal,
): Promise<ApiUser> {
  const id = wire.uuid()
  await wire.send({
    method: 'POST',
    path: '/v1_0/apiuser',
    headers: {
      ...explain,
      [keyHeader]: subscriptionKey,
      'X-Reference-Id': id,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ providerCallbackHost }),
    signal,
  })
  const request: PortRequest = {
    method: 'POST',
    path: `/v1_0/apiuser/${id}/apikey`,
    headers: { ...explain, [keyHeader]: subscriptionKey },
    signal,
  }
  const { apiKey } = readAs(apiKeySchema, request, await wire.send(request))
  return { id, apiKey }
}

/** Calls a path that wants no token. Returns the answer, whatever its HTTP status. */
export function callWithKey(
  wire: Wire,
  subscriptionKey: string,
  request: PortRequest,
): Promise<PortResponse> {
  return wire.port.fetch({
    ...request,
    headers: { ...explain, [keyHeader]: subscriptionKey, ...request.headers },
  })
}

export const formType = { 'Content-Type': 'application/x-www-form-urlencoded' }

/** Requests to one product as one API user, with a token that is renewed when it is refused. */
export class MomoAccess {
  readonly #wire: Wire
  readonly #product: Product
  readonly #subscriptionKey: string
  readonly #environment: string
  readonly #user: ApiUser
  #token: Promise<string> | undefined

  constructor(
    wire: Wire,
    of: { product: Product; subscriptionKey: string; environment: string; user: ApiUser },
  ) {
    this.#wire = wire
    this.#product = of.product
    this.#subscriptionKey = of.subscriptionKey
    this.#environment = of.environment
    this.#user = of.user
  }

  /**
   * Sends to a path below the product's path.
   *
   * @throws ClientError with MTN's message and code if the answer is not a 2xx
   */
  async send(below: PortRequest): Promise<PortResponse> {
    const response = await this.ask(below)
    if (response.status >= 200 && response.status <= 299) return response
    throw refusalOf({ ...below, path: `/${this.#product}${below.path}` }, response)
  }

  /** Like {@link send}, and returns the answer whatever its HTTP status. */
  async ask(below: PortRequest): Promise<PortResponse> {
    const request = { ...below, path: `/${this.#product}${below.path}` }
    const response = await this.#attempt(request)
    if (response.status !== 401) return response
    // The token may have expired by the business clock while no real time passed.
    this.#token = undefined
    return this.#attempt(request)
  }

  /** Like {@link send}, and reads JSON. */
  async get<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>> {
    const request = { method: 'GET', path, signal }
    return readAs(schema, { ...request, path: `/${this.#product}${path}` }, await this.send(request))
  }

  /** POSTs a form with the Basic credentials of the API user, and returns the answer whatever its HTTP status. */
  async askBasic(
    path: string,
    fields: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<PortResponse> {
    return this.#wire.port.fetch({
      method: 'POST',
      path: `/${this.#product}${path}`,
      headers: {
        ...explain,
        [keyHeader]: this.#subscriptionKey,
        'X-Target-Environment': this.#environment,
        Authorization: this.#basic(),
        ...formType,
      },
      body: new URLSearchParams(fields).toString(),
      signal,
    })
  }

  /** A GET with another token than this product's access token, whatever the HTTP status of its answer. */
  async askWith(token: string, path: string, signal?: AbortSignal): Promise<PortResponse> {
    return this.#wire.port.fetch({
      method: 'GET',
      path: `/${this.#product}${path}`,
      headers: {
        ...explain,
        [keyHeader]: this.#subscriptionKey,
        'X-Target-Environment': this.#environment,
        Authorization: `Bearer ${token}`,
      },
      signal,
    })
  }

  #basic(): string {
    const { id, apiKey } = this.#user
    return `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`
  }

  async #attempt(request: PortRequest): Promise<PortResponse> {
    this.#token ??= this.#newToken(request.signal)
    const token = await this.#token.catch((error: unknown) => {
      this.#token = undefined
      throw error
    })
    const headers = {
      ...explain,
      [keyHeader]: this.#subscriptionKey,
      Authorization: `Bearer ${token}`,
      'X-Target-Environment': this.#environment,
      ...request.headers,
    }
    return this.#wire.port.fetch({ ...request, headers })
  }

  async #newToken(signal: AbortSignal | undefined): Promise<string> {
    const request: PortRequest = {
      method: 'POST',
      path: `/${this.#product}/token/`,
      headers: {
        ...explain,
        [keyHeader]: this.#subscriptionKey,
        // Optional, but expected where an environment is on MTN's new platform.
        'X-Target-Environment': this.#environment,
        Authorization: this.#basic(),
      },
      signal,
    }
    return readAs(tokenSchema, request, await this.#wire.send(request)).access_token
  }
}
