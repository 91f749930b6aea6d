import { randomUUID } from 'node:crypto'
import type { Serving } from './serving.ts'

/** Whoever answers over HTTP. */
type Server = Pick<Serving, 'ask'>

/** The first merchant of the built-in world, who asks payers for money as an integration does. */
export class Asking {
  static readonly merchant = 'Kiosk 24'
  readonly #headers: Record<string, string>

  private constructor(headers: Record<string, string>) {
    this.#headers = headers
  }

  static async signedIn(server: Server): Promise<Asking> {
    const { momo } = JSON.parse((await server.ask('GET', '/_sim/world')).body)
    const key = { 'Ocp-Apim-Subscription-Key': momo.subscriptionKeys.collection }
    const { id, apiKey } = momo.apiUsers[0]
    const Authorization = `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`
    const { body } = await server.ask('POST', '/collection/token/', '', { ...key, Authorization })
    const bearer = `Bearer ${JSON.parse(body).access_token}`
    return new Asking({ ...key, Authorization: bearer, 'X-Target-Environment': 'sandbox' })
  }

  /** Asks for this many cents of EUR; the reference id once it is accepted. */
  async ask(server: Server, payer: string, cents: number, callbackUrl?: string): Promise<string> {
    const referenceId = randomUUID()
    const payment = {
      amount: (cents / 100).toFixed(2),
      currency: 'EUR',
      externalId: `order-${cents}`,
      payer: { partyIdType: 'MSISDN', partyId: payer.slice(1) },
    }
    const { status, body } = await server.ask(
      'POST',
      '/collection/v1_0/requesttopay',
      JSON.stringify(payment),
      {
        ...this.#headers,
        'X-Reference-Id': referenceId,
        'Content-Type': 'application/json',
        ...(callbackUrl === undefined ? {} : { 'X-Callback-Url': callbackUrl }),
      },
    )
    if (status !== 202) throw new Error(`A request to pay was answered ${status}: ${body}`)
    return referenceId
  }

  async status(server: Server, referenceId: string): Promise<{ status: string; reason?: string }> {
    const path = `/collection/v1_0/requesttopay/${referenceId}`
    return JSON.parse((await server.ask('GET', path, '', this.#headers)).body)
  }
}
