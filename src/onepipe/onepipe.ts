import type { RequestHandler } from 'express'
import type { Kernel, Outbound, Subscription } from '../kernel/index.ts'
import { reverseAbandoned } from './abandoned.ts'
import { BalanceRequests } from './balance-request.ts'
import type {
  BalancePort,
  OnePipeApp,
  OnePipeConfig,
  OnePipeContext,
  OnePipeSource,
  SmsPort,
} from './config.ts'
import { Provider } from './provider.ts'
import { onePipeRoutes } from './routes.ts'

/**
 * OnePipe's Get Balance: a gateway for apps, and a provider behind it that reads the wallet's ledger and asks the owner
 * of the source by SMS. The two know each other by HTTP only.
 *
 * @example
 * const onepipe = new OnePipe({ kernel, wallet, messaging, outbound, config: onePipeConfig(world.onepipe, {}) })
 * for (const subscription of onepipe.subscriptions()) kernel.subscribe(subscription)
 * app.use(onepipe.routes())
 */
export class OnePipe {
  readonly #context: OnePipeContext & { config: OnePipeConfig }
  readonly #provider: Provider

  constructor(options: {
    kernel: Kernel
    wallet: BalancePort
    messaging: SmsPort
    outbound: Outbound
    config: OnePipeConfig
  }) {
    this.#context = { ...options }
    this.#provider = new Provider(this.#context, new BalanceRequests(this.#context))
  }

  /** Replaces apps, sources and quirks, for every request from now on. */
  configure(config: OnePipeConfig): void {
    this.#context.config = config
  }

  /** The paths of the gateway and of the provider, to be mounted at `/`. Other paths pass through. */
  routes(): RequestHandler {
    return onePipeRoutes(this.#context, this.#provider)
  }

  /** Clear up behind a provider that did not answer in time. */
  subscriptions(): Subscription[] {
    return [reverseAbandoned(this.#context)]
  }

  /** Of the world file; none is ever in the store. */
  apps(): readonly OnePipeApp[] {
    return this.#context.config.apps
  }

  /** Of the world file; none is ever in the store. */
  sources(): readonly OnePipeSource[] {
    return this.#context.config.sources
  }

  /**
   * Sends the phone of an open transaction a new code in the place of the old one; `app` is needed only where two apps
   * have the same `transactionRef`. Runs a unit of its own, since the code is to be nowhere but in the SMS. `phone` is
   * masked, `expiresAt` in epoch milliseconds. Where the network does not take the SMS, `sent` is false and the
   * transaction over.
   *
   * @throws NotFoundError where there is no such balance request
   * @throws ConflictError where it does not wait for an OTP, or got one less than 30 seconds ago, or three already
   */
  resend(transactionRef: string, app?: string): Promise<{ sent: boolean; phone: string; expiresAt: number }> {
    return this.#provider.resend(transactionRef, app)
  }
}
