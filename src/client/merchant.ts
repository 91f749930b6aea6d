import { randomUUID } from 'node:crypto'
import type { CallbackSink, CallbackSinks } from './callback-sink.ts'
import { ClientError } from './errors.ts'
import { MomoAccess, provisionApiUser } from './momo-access.ts'
import { Order } from './order.ts'
import { momoParty } from './party.ts'
import type { Phone } from './phone.ts'
import { accountBalanceSchema, type World, worldSchema } from './schema.ts'
import { readAs, type Wire } from './wire.ts'

export interface MerchantOptions {
  /**
   * In the sandbox a wish for the callback host, by which payers see the merchant named; elsewhere the callback
   * host of one of the world's API users.
   */
  name?: string
  /** MTN's target environment, `sandbox` by default. */
  environment?: string
  /** Of requests that name none. */
  currency?: string
}

export interface RequestToPay {
  /** A phone, an MSISDN, an e-mail address or a party code (UUID). */
  payer: Pick<Phone, 'msisdn'> | string
  /** A decimal string such as `12.50`. */
  amount: string
  /** ISO 4217. By default the merchant's. */
  currency?: string
  message?: string
  note?: string
  externalId?: string
  /** A UUID version 4; a new one by default. */
  referenceId?: string
}

interface Ready {
  access: MomoAccess
  sink: CallbackSink | undefined
}

/**
 * A merchant that speaks MTN's own routes, as an integration would. In the sandbox it provisions itself and is
 * called back at a sink of its own; in another environment it is one of the world's API users, and is called back
 * only where its callback host can be listened on.
 */
export class Merchant {
  readonly environment: string
  readonly #wire: Wire
  readonly #sinks: CallbackSinks
  readonly #options: MerchantOptions
  #sink: Promise<CallbackSink> | undefined
  #ready: Promise<Ready> | undefined
  #generation: number

  constructor(wire: Wire, sinks: CallbackSinks, options: MerchantOptions = {}) {
    this.#wire = wire
    this.#sinks = sinks
    this.#options = options
    this.#generation = wire.generation
    this.environment = options.environment ?? 'sandbox'
  }

  /** @throws ClientError with MTN's message and code where the request is refused */
  async requestToPay(request: RequestToPay): Promise<Order> {
    const { access, sink } = await this.#becomeReady()
    const id = request.referenceId ?? randomUUID()
    const payer = typeof request.payer === 'string' ? request.payer : request.payer.msisdn
    const currency = request.currency ?? (await this.#currency())
    const callback = sink?.inboxFor(id)
    await access.send({
      method: 'POST',
      path: '/collection/v1_0/requesttopay',
      headers: {
        'X-Reference-Id': id,
        'Content-Type': 'application/json',
        ...(callback ? { 'X-Callback-Url': callback.url } : {}),
      },
      // What is undefined is left out of the JSON.
      body: JSON.stringify({
        amount: request.amount,
        currency,
        externalId: request.externalId,
        payer: momoParty(payer),
        payerMessage: request.message,
        payeeNote: request.note,
      }),
    })
    return new Order(id, access, callback?.inbox)
  }

  /** The balance of the collection account; `amount` is a decimal string without trailing zeros. */
  async balance(): Promise<{ amount: string; currency: string }> {
    const { access } = await this.#becomeReady()
    const request = { method: 'GET', path: '/collection/v1_0/account/balance' }
    const { availableBalance, currency } = readAs(accountBalanceSchema, request, await access.send(request))
    return { amount: availableBalance, currency }
  }

  async #currency(): Promise<string> {
    if (this.#options.currency !== undefined) return this.#options.currency
    return this.environment === 'sandbox' ? 'EUR' : (await this.balance()).currency
  }

  async #becomeReady(): Promise<Ready> {
    if (this.#generation !== this.#wire.generation) {
      this.#generation = this.#wire.generation
      this.#ready = undefined
    }
    this.#ready ??= this.#prepare()
    const preparing = this.#ready
    try {
      return await preparing
    } catch (error) {
      if (this.#ready === preparing) this.#ready = undefined
      throw error
    }
  }

  async #prepare(): Promise<Ready> {
    const world = await this.#wire.get(worldSchema, '/_sim/world')
    const subscriptionKey = world.momo.subscriptionKeys.collection
    const of = { subscriptionKey, environment: this.environment }
    if (this.environment !== 'sandbox') {
      const user = this.#worldUser(world)
      const host = hostOf(user.providerCallbackHost)
      const sink = await this.#ownSink(host)
      // MTN refuses a callback URL on another host than the API user's own, so there is a sink there or none.
      const reachable = sink.hostname.toLowerCase() === host
      return { access: new MomoAccess(this.#wire, { ...of, user }), sink: reachable ? sink : undefined }
    }
    const sink = await this.#ownSink(this.#options.name)
    const user = await provisionApiUser(this.#wire, subscriptionKey, sink.hostname)
    return { access: new MomoAccess(this.#wire, { ...of, user }), sink }
  }

  /** Kept over a reset, and over a provisioning that failed. */
  async #ownSink(name?: string): Promise<CallbackSink> {
    this.#sink ??= this.#sinks.open(name)
    return this.#sink.catch((error: unknown) => {
      this.#sink = undefined
      throw error
    })
  }

  #worldUser({ momo }: World) {
    const { name } = this.#options
    const here = momo.apiUsers.filter(({ targetEnvironment }) => targetEnvironment === this.environment)
    const user = here.find((one) => name === undefined || hostOf(one.providerCallbackHost) === hostOf(name))
    if (user) return user
    const known = momo.apiUsers.map((one) => `${one.providerCallbackHost} (${one.targetEnvironment})`)
    throw new ClientError(
      `The world has no API user${name === undefined ? '' : ` "${name}"`} in environment "${this.environment}". It has: ${known.join(', ') || 'none'}.`,
    )
  }
}

/** A provider callback host is a bare host, but many are registered as URLs. */
function hostOf(host: string): string {
  const url = host.includes('://') ? host : `http://${host}`
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : host.toLowerCase()
}
