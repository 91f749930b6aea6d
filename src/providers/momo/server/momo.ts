import type { Api, Kernel, Outbound, Rx, Subscription, Tx } from '../../../kernel/index.ts'
import type { Wallet } from '../../../wallet/index.ts'
import { canonicalUser, forgetExpiredTokens } from './access-token.ts'
import { type ApiUserSeed, listApiUsers, seedApiUser } from './api-user.ts'
import { callbackLadderSubscription, callbackSubscription } from './callback.ts'
import type { MomoConfig } from './config.ts'
import { consentPingSubscription } from './consent/ping.ts'
import { momoApi } from './routes.ts'
import { apiUserById } from './tables.ts'

/**
 * MTN's MoMo Open API over the wallet: provisioning, tokens, requests to pay, pre-approvals, transfers, balances,
 * account holders.
 *
 * @example
 * const momo = new Momo({ kernel, wallet, outbound, config: { subscriptionKeys, quirks: resolveMomoQuirks({}) } })
 * for (const subscription of momo.subscriptions()) kernel.subscribe(subscription)
 * const door = new FrontDoor([momo.api()])
 */
export class Momo {
  readonly #context: { kernel: Kernel; wallet: Wallet; config: MomoConfig }
  readonly #outbound: Outbound

  constructor({
    kernel,
    wallet,
    outbound,
    config,
  }: {
    kernel: Kernel
    wallet: Wallet
    outbound: Outbound
    config: MomoConfig
  }) {
    this.#context = { kernel, wallet, config }
    this.#outbound = outbound
    forgetExpiredTokens(kernel)
  }

  /**
   * Adds an API user of the world file, with a merchant named by its callback host.
   *
   * @throws ConflictError where the id is taken, InputError for an unknown environment or an unreadable host
   */
  addApiUser(tx: Tx, seed: ApiUserSeed): Promise<void> {
    return seedApiUser(tx, this.#context.wallet, seed)
  }

  /** Those of the world file, with the names that customers see. */
  serviceProviders(): ReadonlyArray<{ userName: string; name: string }> {
    return this.#context.config.serviceProviders ?? []
  }

  /** Opens the merchant of a service provider; an API user of that name is it already. */
  async addServiceProvider(tx: Tx, name: string): Promise<void> {
    const { merchants } = this.#context.wallet
    if ((await merchants.byName(tx, name)) !== undefined) return
    await merchants.open(tx, { name, environment: '', products: [] })
  }

  /** All API users, the oldest first; `apiKey` is empty for one that has made none yet. */
  apiUsers(rx: Rx): Promise<ApiUserSeed[]> {
    return listApiUsers(rx)
  }

  /** An API user by its id, and its merchant. */
  async apiUser(
    rx: Rx,
    id: string,
  ): Promise<{ apiUser: string; environment: string; merchantId: number } | undefined> {
    const row = await rx.first(apiUserById, { id: canonicalUser(id) })
    return row && { apiUser: row.id, environment: row.target_environment, merchantId: row.merchant_id }
  }

  /** MTN's operations. */
  api(): Api {
    return momoApi(this.#context)
  }

  /**
   * The callbacks for orders that are final: `momo.callback` is sent at most once; `momo.callback-ladder` until the
   * merchant answers, where the quirk `callback-retries` says so.
   */
  subscriptions(): Subscription[] {
    const context = this.#context
    return [
      callbackSubscription(context, this.#outbound),
      callbackLadderSubscription(context, this.#outbound),
      consentPingSubscription(context, this.#outbound),
    ]
  }
}
