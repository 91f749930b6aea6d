import {
  type CallOptions,
  ClientError,
  checkOptions,
  signal as signalCheck,
  type Wire,
} from '../../../client/parts.ts'
import { type Resent, resentSchema } from '../terms/index.ts'
import type { OnePipeGateway } from './gateway.ts'
import type { BalanceStatus, OnePipeAnswer } from './schema.ts'

/** A Get Balance transaction, as the app that began it sees it. */
export class BalanceRequest {
  readonly transactionRef: string
  readonly #wire: Wire
  readonly #gateway: OnePipeGateway
  readonly #app: string
  readonly #provider: string
  readonly #post: (signal?: AbortSignal) => Promise<OnePipeAnswer>
  #answer: OnePipeAnswer | undefined

  constructor(of: {
    wire: Wire
    gateway: OnePipeGateway
    app: string
    provider: string
    transactionRef: string
    post: (signal?: AbortSignal) => Promise<OnePipeAnswer>
  }) {
    this.transactionRef = of.transactionRef
    this.#wire = of.wire
    this.#gateway = of.gateway
    this.#app = of.app
    this.#provider = of.provider
    this.#post = of.post
  }

  /** The body of the last answer, as OnePipe sent it. @throws ClientError if none has come yet */
  get answer(): OnePipeAnswer {
    if (this.#answer) return this.#answer
    throw new ClientError(
      `OnePipe has not answered ${this.transactionRef} yet. Ask how it stands with query(), or send it again().`,
    )
  }

  /**
   * Sends the request under the same `transaction_ref` again. Where OnePipe had it, though its answer was lost, it answers
   * `Failed`, and {@link query} says how it stands.
   */
  async again(options: CallOptions = {}): Promise<OnePipeAnswer> {
    checkOptions('again', options, { signal: signalCheck })
    this.#answer = await this.#post(options.signal)
    return this.#answer
  }

  /** From the last answer: after a wrong OTP it is `Failed`, and the transaction still open; see {@link query}. */
  get status(): BalanceStatus {
    return this.answer.status
  }

  /** OnePipe's code and message in the last answer; null if it is no failure. */
  get error(): { code: string; message: string } | null {
    return this.answer.data.error ?? null
  }

  /** The balance in the last answer, in kobo; null if it has none. */
  get balance(): { amount: number; currency: string } | null {
    const { available_balance: amount, currency } = this.answer.data.provider_response ?? {}
    if (amount === null || amount === undefined) return null
    return { amount: Number(amount), currency: currency ?? 'NGN' }
  }

  /** Sends what the provider asks for: the OTP of the SMS, or a PIN if it is `PendingValidation`. */
  validate(code: string, options: CallOptions = {}): Promise<OnePipeAnswer> {
    const auth = { secure: this.#gateway.encrypt(code), auth_provider: this.#provider }
    return this.#ask('validate', options, { auth })
  }

  /** Asks for the status; the answer has no balance. */
  query(options: CallOptions = {}): Promise<OnePipeAnswer> {
    return this.#ask('query', options)
  }

  /** Cancels it. */
  reverse(options: CallOptions = {}): Promise<OnePipeAnswer> {
    return this.#ask('reverse', options)
  }

  /**
   * Sends a new OTP, which replaces the old one. OnePipe has no request for this, so it is a control route.
   *
   * @throws ClientError if it waits for no OTP, got one less than 30 seconds ago, or got three already
   */
  resend(): Promise<Resent> {
    const path = `/_sim/onepipe/${encodeURIComponent(this.transactionRef)}/resend`
    return this.#wire.ask(resentSchema, 'POST', path, { app: this.#app })
  }

  async #ask(
    operation: 'validate' | 'query' | 'reverse',
    options: CallOptions,
    body: object = {},
  ): Promise<OnePipeAnswer> {
    checkOptions(operation, options, { signal: signalCheck })
    const transaction = { transaction_ref: this.transactionRef }
    this.#answer = await this.#gateway.call(operation, { ...body, transaction }, options.signal)
    return this.#answer
  }
}
