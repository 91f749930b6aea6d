import {
  jsonOf,
  type PortRequest,
  type PortResponse,
  readAs,
  refusalOf,
  type Wire,
} from '../../../client/parts.ts'
import type { OnePipeView } from '../terms/index.ts'
import { type OnePipeAnswer, onePipeAnswerSchema } from './schema.ts'
import { encryptSecure, type PlaintextEncoding, signatureOf } from './secure.ts'

export type OnePipeCredentials = OnePipeView['apps'][number]

/** The calls of one app, each signed and with a new `request_ref`. */
export class OnePipeGateway {
  readonly #wire: Wire
  readonly #app: OnePipeCredentials
  readonly #encoding: PlaintextEncoding | undefined

  constructor(wire: Wire, app: OnePipeCredentials, encoding?: PlaintextEncoding) {
    this.#wire = wire
    this.#app = app
    this.#encoding = encoding
  }

  encrypt(plaintext: string): string {
    return encryptSecure(this.#app.secret, plaintext, this.#encoding)
  }

  /**
   * @param operation of `/v2/transact`; the first has no name
   * @throws ClientError for an answer that is no OnePipe envelope; a 4xx answer may be one
   */
  async call(
    operation: '' | 'validate' | 'query' | 'reverse',
    body: object,
    signal?: AbortSignal,
  ): Promise<OnePipeAnswer> {
    const path = operation === '' ? '/v2/transact' : `/v2/transact/${operation}`
    const request = { method: 'POST', path, signal }
    const response = await this.send(request, { request_type: 'get_balance', ...body })
    const refused = response.status < 200 || response.status > 299
    if (refused && !onePipeAnswerSchema.safeParse(jsonOf(response.text)).success) {
      throw refusalOf(request, response)
    }
    return readAs(onePipeAnswerSchema, request, response)
  }

  /** Signs a body and sends it to any path. Returns the answer, whatever it is. */
  send(request: PortRequest, body: object): Promise<PortResponse> {
    const { apiKey, secret } = this.#app
    const requestRef = this.#wire.uuid()
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${apiKey}`,
      signature: signatureOf(requestRef, secret),
    }
    return this.#wire.port.fetch({
      ...request,
      headers,
      body: JSON.stringify({ request_ref: requestRef, ...body }),
    })
  }
}
