import { type Resent, resentSchema } from '../terms/sim/onepipe.ts'
import type { OnePipeGateway } from './onepipe-gateway.ts'
import type { BalanceStatus, OnePipeAnswer } from './onepipe-schema.ts'
import type { Wire } from './wire.ts'

/** A transaction of Get Balance, as the app that began it sees it. */
export class BalanceRequest {
  readonly transactionRef: string
  readonly #wire: Wire
  readonly #gateway: OnePipeGateway
  readonly #app: string
  readonly #provider: string
  #answer: OnePipeAnswer

  constructor(of: {
    wire: Wire
    gateway: OnePipeGateway
    app: string
    provider: string
    transactionRef: string
    answer: OnePipeAnswer
  }) {
    this.transactionRef = of.transactionRef
    this.#wire = of.wire
    this.#gateway = of.gateway
    this.#app = of.app
    this.#provider = of.provider
    this.#answer = of.answer
  }

  /** The body of the last answer, as OnePipe sent it. */
  get answer(): OnePipeAnswer {
    return this.#answer
  }

  /** Of the last answer: a wrong OTP is `Failed`, and the transaction still open; {@link query} tells. */
  get status(): BalanceStatus {
    return this.#answer.status
  }

  /** OnePipe's code and words in the last answer; null where it is no failure. */
  get error(): { code: string; message: string } | null {
    return this.#answer.data.error ?? null
  }

  /** What the last answer tells of the balance, in kobo; null where it tells none. */
  get balance(): { amount: number; currency: string } | null {
    const { available_balance: amount, currency } = this.#answer.data.provider_response ?? {}
    if (amount === null || amount === undefined) return null
    return { amount: Number(amount), currency: currency ?? 'NGN' }
  }

  /** Answers what the provider asks for: the OTP of the SMS, or a PIN where it is `PendingValidation`. */
  validate(code: string): Promise<OnePipeAnswer> {
    const auth = { secure: this.#gateway.encrypt(code), auth_provider: this.#provider }
    return this.#ask('validate', { auth })
  }

  /** Asks how it stands; the balance is not told again. */
  query(): Promise<OnePipeAnswer> {
    return this.#ask('query')
  }

  /** Takes it back. */
  reverse(): Promise<OnePipeAnswer> {
    return this.#ask('reverse')
  }

  /**
   * Has a new OTP sent in the place of the old one. OnePipe has no way to ask for it, so this is a control route.
   *
   * @throws ClientError where it does not wait for an OTP, or got one less than 30 seconds ago, or three already
   */
  resend(): Promise<Resent> {
    const path = `/_sim/onepipe/${encodeURIComponent(this.transactionRef)}/resend`
    return this.#wire.ask(resentSchema, 'POST', path, { app: this.#app })
  }

  async #ask(operation: 'validate' | 'query' | 'reverse', body: object = {}): Promise<OnePipeAnswer> {
    const transaction = { transaction_ref: this.transactionRef }
    this.#answer = await this.#gateway.call(operation, { ...body, transaction })
    return this.#answer
  }
}
