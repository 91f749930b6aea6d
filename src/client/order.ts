import type { Callback, CallbackInbox } from './callback-sink.ts'
import { ClientError } from './errors.ts'
import type { MomoAccess } from './momo-access.ts'
import { type Payment, paymentSchema } from './schema.ts'
import { readAs } from './wire.ts'

const pollEveryMs = 50

/** A request to pay, as its merchant sees it. */
export class Order {
  /** The reference id, a UUID version 4. */
  readonly id: string
  readonly #access: MomoAccess
  readonly #inbox: CallbackInbox | undefined

  constructor(id: string, access: MomoAccess, inbox: CallbackInbox | undefined) {
    this.id = id
    this.#access = access
    this.#inbox = inbox
  }

  /** The callbacks that have arrived, oldest first. Always empty for a merchant that cannot be called back. */
  get callbacks(): readonly Callback[] {
    return this.#inbox?.received ?? []
  }

  /**
   * The body of MTN's status GET. Once it is final, the callback, which leaves a moment after the payment, is
   * waited for: up to `callbackWaitMs` of real time, 2000 by default.
   */
  async status({ callbackWaitMs = 2_000 }: { callbackWaitMs?: number } = {}): Promise<Payment> {
    const request = { method: 'GET', path: `/collection/v1_0/requesttopay/${this.id}` }
    const payment = readAs(paymentSchema, request, await this.#access.send(request))
    if (isFinal(payment) && this.#inbox?.received.length === 0) await this.#inbox.next(callbackWaitMs)
    return payment
  }

  /**
   * Waits until the payer has decided, or time has.
   *
   * @throws ClientError where the order is still open after `waitMs` of real time, 5000 by default
   */
  async settled({ waitMs = 5_000 }: { waitMs?: number } = {}): Promise<Payment> {
    const end = performance.now() + waitMs
    for (;;) {
      const payment = await this.status()
      if (isFinal(payment)) return payment
      if (performance.now() >= end) {
        throw new ClientError(
          `Order ${this.id} is still ${payment.status} after ${waitMs} ms. Approve or reject it on the payer's phone, or move the clock past its expiry.`,
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
