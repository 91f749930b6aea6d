import {
  type Api,
  type Kernel,
  NotFoundError,
  type Outbound,
  type Rx,
  type Subscription,
} from '../../../kernel/index.ts'
import type { OnePipeStatement } from '../terms/index.ts'
import { reverseAbandoned } from './abandoned.ts'
import { BalanceRequests } from './balance-request.ts'
import { callingApps, countCalls } from './calls.ts'
import type {
  BalancePort,
  MailPort,
  OnePipeApp,
  OnePipeConfig,
  OnePipeContext,
  OnePipeSource,
  OtpChannel,
  SmsPort,
} from './config.ts'
import { Provider, type Resent } from './provider.ts'
import { onePipeApi } from './routes.ts'
import { statementOf } from './statement.ts'

/**
 * OnePipe's Get Balance: a gateway for apps, and a provider behind it that reads the wallet's ledger and asks the owner
 * of the source by SMS. The two communicate only over HTTP.
 *
 * @example
 * const onepipe = new OnePipe({ kernel, wallet, messaging, outbound, config: onePipeConfig(world.onepipe, {}) })
 * for (const subscription of onepipe.subscriptions()) kernel.subscribe(subscription)
 * const door = new FrontDoor([onepipe.api()])
 */
export class OnePipe {
  readonly #context: OnePipeContext & { config: OnePipeConfig }
  readonly #provider: Provider

  constructor(options: {
    kernel: Kernel
    wallet: BalancePort
    messaging: SmsPort
    mail: MailPort
    outbound: Outbound
    config: OnePipeConfig
  }) {
    this.#context = { ...options }
    this.#provider = new Provider(this.#context, new BalanceRequests(this.#context))
  }

  /** The operations of the gateway and of the provider. */
  api(): Api {
    return onePipeApi(this.#context, this.#provider)
  }

  /** Reverses transactions whose provider did not answer in time. */
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
   * What the host invoices to each app: the calls from `from` (inclusive) to `to` (exclusive), in epoch milliseconds.
   *
   * @param app only this app; its name in any case
   * @throws NotFoundError where no app of that name is in the world or has called
   */
  async statements(
    rx: Rx,
    { app, from, to }: { app?: string | undefined; from?: number | undefined; to?: number | undefined },
  ): Promise<OnePipeStatement[]> {
    const { apps, prices } = this.#context.config
    const known = [...new Set([...apps.map(({ name }) => name), ...(await callingApps(rx))])]
    const wanted = known.filter((name) => app === undefined || name.toLowerCase() === app.toLowerCase())
    if (app !== undefined && wanted.length === 0) {
      const names = known.join(', ') || 'none'
      throw new NotFoundError(
        `No OnePipe app ${JSON.stringify(app)} here. There are: ${names}.`,
        { app },
        { problem: 'unknown-app' },
      )
    }
    const period = { from, to }
    const statements: OnePipeStatement[] = []
    for (const name of wanted) {
      statements.push(statementOf(name, period, { calls: await countCalls(rx, name, period), prices }))
    }
    return statements
  }

  /** How the OTP of a source is sent. */
  channelsOf({ sendOtpBy }: OnePipeSource): readonly OtpChannel[] {
    return sendOtpBy ?? this.#context.config.sendOtpBy
  }

  /**
   * Sends the owner of an open transaction a new code instead of the old one; `app` is needed only where two apps have
   * the same `transactionRef`. Runs its own unit, since the code must be nowhere but in the message. `phone` and `email`
   * are masked; `phone` is null, and `email` left out, where nothing is sent there; `expiresAt` is in epoch milliseconds.
   * Where no message is accepted, `sent` is false and the transaction over.
   *
   * @throws NotFoundError where there is no such balance request
   * @throws ConflictError where it does not wait for an OTP, got one less than 30 seconds ago, or has had three
   */
  resend(transactionRef: string, app?: string): Promise<Resent> {
    return this.#provider.resend(transactionRef, app)
  }
}
