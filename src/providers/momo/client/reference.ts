import {
  type Callback,
  type CallbackInbox,
  type CallOptions,
  ClientError,
  checkOptions,
  milliseconds,
  signal as signalCheck,
} from '../../../client/parts.ts'
import type { MomoAccess } from './access.ts'
import { type Payment, paymentSchema } from './schema.ts'

const pollEveryMs = 50

/** What is known of a reference id when it is first sent. */
export interface Sending {
  id: string
  access: MomoAccess
  inbox: CallbackInbox | undefined
  /** Sends it. */
  post(signal?: AbortSignal): Promise<unknown>
}

/** What a merchant made under its own reference id: its status, and the callbacks about it. */
export abstract class Reference {
  /** The reference id, a UUID version 4. */
  readonly id: string
  protected readonly access: MomoAccess
  readonly #inbox: CallbackInbox | undefined
  readonly #post: Sending['post']
  /** The noun for error messages, and the ways in which it ends. */
  protected abstract readonly title: string
  protected abstract readonly remedy: string
  /** The path of its status, below the product's path. */
  protected abstract readonly path: string

  constructor({ id, access, inbox, post }: Sending) {
    this.id = id
    this.access = access
    this.#inbox = inbox
    this.#post = post
  }

  /**
   * Sends the same again, under the same reference id, as a good shop does where the answer was lost. MTN's 409 is no error
   * then: it says that it was accepted before.
   *
   * @example
   * const order = await shop.requestToPay(wanted).catch((error) => error.data.sent)
   * await order.again()
   *
   * @throws ClientError with MTN's message and code if the request is refused
   */
  async again(options: CallOptions = {}): Promise<void> {
    checkOptions('again', options, { signal: signalCheck })
    try {
      await this.#post(options.signal)
    } catch (error) {
      const isKnown = error instanceof ClientError && error.data.code === 'RESOURCE_ALREADY_EXIST'
      if (!isKnown) throw error
    }
  }

  /** The callbacks that have arrived, oldest first. Always empty for a merchant without a sink. */
  get callbacks(): readonly Callback[] {
    return this.#inbox?.received ?? []
  }

  /**
   * The body of MTN's status GET. Once it is final, this also waits for the callback, which leaves a moment after
   * the decision: up to `callbackWaitMs` of real time, 2000 by default.
   */
  async status(options: { callbackWaitMs?: number } & CallOptions = {}): Promise<Payment> {
    checkOptions('status', options, { callbackWaitMs: milliseconds, signal: signalCheck })
    const { callbackWaitMs = 2_000, signal } = options
    const payment = await this.access.get(paymentSchema, `${this.path}/${this.id}`, signal)
    if (isFinal(payment) && this.#inbox?.received.length === 0) await this.#inbox.next(callbackWaitMs)
    return payment
  }

  /**
   * Waits until it is decided by a person or has expired.
   *
   * @throws ClientError if it is still open after `waitMs` of real time, 3000 by default
   */
  async settled(options: { waitMs?: number } = {}): Promise<Payment> {
    checkOptions('settled', options, { waitMs: milliseconds })
    const { waitMs = 3_000 } = options
    const end = performance.now() + waitMs
    for (;;) {
      const payment = await this.status()
      if (isFinal(payment)) return payment
      if (performance.now() >= end) {
        throw new ClientError(
          `${this.title} ${this.id} is still ${payment.status} after ${waitMs} ms. ${this.remedy}`,
          { detail: payment.status },
        )
      }
      if (this.#inbox) await this.#inbox.next(pollEveryMs)
      else await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
    }
  }
}

function isFinal({ status }: Payment): boolean {
  return status === 'SUCCESSFUL' || status === 'FAILED'
}
