import {
  type CallbackSink,
  type CallbackSinks,
  ClientError,
  type PortRequest,
  type PortResponse,
  type Wire,
} from '../../../client/parts.ts'
import { type MomoView, momoViewSchema } from '../terms/index.ts'
import { type ApiUser, callWithKey, MomoAccess, type Product, products, provisionApiUser } from './access.ts'
import { accountBalanceSchema } from './schema.ts'

export interface MerchantOptions {
  /**
   * In the sandbox the preferred callback host, which payers see as the merchant's name; elsewhere the callback
   * host of one of the world's API users.
   */
  name?: string
  /** MTN's target environment, `sandbox` by default. */
  environment?: string
  /** For requests that name no currency. */
  currency?: string
}

type Accesses = Record<Product, MomoAccess>

interface Ready {
  userId: string
  accesses: Accesses
  sink: CallbackSink | undefined
}

/** How a merchant calls MTN's products: its API user, one token for each product, and its callback URL. */
export class MerchantAccess {
  readonly environment: string
  readonly #wire: Wire
  readonly #sinks: CallbackSinks
  readonly #name: string | undefined
  #sink: Promise<CallbackSink> | undefined
  #ready: Promise<Ready> | undefined
  #generation: number
  #restores: number

  constructor(wire: Wire, sinks: CallbackSinks, { name, environment = 'sandbox' }: MerchantOptions) {
    this.#wire = wire
    this.#sinks = sinks
    this.#name = name
    this.#generation = wire.generation
    this.#restores = wire.restores
    this.environment = environment
  }

  /** What requests to one product need; the first call provisions the merchant. */
  async to(
    product: Product,
    signal?: AbortSignal,
  ): Promise<{ access: MomoAccess; sink: CallbackSink | undefined }> {
    const { accesses, sink } = await this.#becomeReady(signal)
    return { access: accesses[product], sink }
  }

  /** Calls a path as one of a product's, or else with a subscription key alone, as provisioning wants it. */
  async call(request: PortRequest): Promise<PortResponse> {
    const { accesses } = await this.#becomeReady(request.signal)
    const product = products.find((one) => request.path.startsWith(`/${one}/`))
    if (product) return accesses[product].ask({ ...request, path: request.path.slice(product.length + 1) })
    const { momo } = await this.#wire.world({ momo: momoViewSchema })
    return callWithKey(this.#wire, momo.subscriptionKeys.collection, request)
  }

  /** The id of its API user. */
  async userId(): Promise<string> {
    return (await this.#becomeReady()).userId
  }

  async #becomeReady(signal?: AbortSignal): Promise<Ready> {
    if (this.#generation !== this.#wire.generation) {
      // A restored world may know this merchant; a reset world does not.
      const worlds = this.#wire.generation - this.#generation
      const restored = worlds === this.#wire.restores - this.#restores && (await this.#isKnown())
      this.#generation = this.#wire.generation
      this.#restores = this.#wire.restores
      if (!restored) this.#ready = undefined
    }
    this.#ready ??= this.#prepare(signal)
    const preparing = this.#ready
    try {
      return await preparing
    } catch (error) {
      if (this.#ready === preparing) this.#ready = undefined
      throw error
    }
  }

  async #isKnown(): Promise<boolean> {
    const ready = await this.#ready?.catch(() => undefined)
    if (!ready) return false
    const asked = ready.accesses.collection.get(accountBalanceSchema, '/v1_0/account/balance')
    return asked.then(
      () => true,
      () => false,
    )
  }

  async #prepare(signal: AbortSignal | undefined): Promise<Ready> {
    const { momo } = await this.#wire.world({ momo: momoViewSchema })
    if (this.environment !== 'sandbox') {
      const user = this.#worldUser(momo)
      const host = hostOf(user.providerCallbackHost)
      const sink = await this.#ownSink(host)
      // MTN refuses a callback URL on another host than the API user's own: without that host there is no sink.
      const reachable = sink.hostname.toLowerCase() === host
      return { userId: user.id, accesses: this.#accesses(momo, user), sink: reachable ? sink : undefined }
    }
    const sink = await this.#ownSink(this.#name)
    const key = momo.subscriptionKeys.collection
    const user = await provisionApiUser(this.#wire, key, sink.hostname, signal)
    return { userId: user.id, accesses: this.#accesses(momo, user), sink }
  }

  #accesses({ subscriptionKeys }: MomoView, user: ApiUser): Accesses {
    const access = (product: Product) => {
      const of = { product, subscriptionKey: subscriptionKeys[product], environment: this.environment, user }
      return new MomoAccess(this.#wire, of)
    }
    return {
      collection: access('collection'),
      disbursement: access('disbursement'),
      remittance: access('remittance'),
    }
  }

  /** Kept after a reset, and after a failed provisioning. */
  async #ownSink(name?: string): Promise<CallbackSink> {
    this.#sink ??= this.#sinks.open(name)
    return this.#sink.catch((error: unknown) => {
      this.#sink = undefined
      throw error
    })
  }

  #worldUser({ apiUsers }: MomoView): MomoView['apiUsers'][number] {
    const name = this.#name
    const here = apiUsers.filter(({ targetEnvironment }) => targetEnvironment === this.environment)
    const user = here.find((one) => name === undefined || hostOf(one.providerCallbackHost) === hostOf(name))
    if (user) return user
    const known =
      name === undefined
        ? [...new Set(apiUsers.map(({ targetEnvironment }) => targetEnvironment))]
        : apiUsers.map((one) => `${one.providerCallbackHost} (${one.targetEnvironment})`)
    throw new ClientError(
      `The world has no API user${name === undefined ? '' : ` "${name}"`} in environment "${this.environment}". It has ${name === undefined ? 'some in' : 'these'}: ${known.join(', ') || 'none'}.`,
    )
  }
}

/** A provider callback host is a bare host, but many are registered as URLs. */
function hostOf(host: string): string {
  const url = host.includes('://') ? host : `http://${host}`
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : host.toLowerCase()
}
