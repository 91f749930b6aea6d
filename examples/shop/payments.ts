import { create, MtnMoMoError, type PayerType } from 'mtn-momo'
import type { Order, OrderState } from './orders.ts'

export interface MomoAccount {
  /** Where MTN MoMo is: https://sandbox.momodeveloper.mtn.com, or a simulator. */
  baseUrl: string
  /** The subscription key of the collection product. */
  primaryKey: string
  userId: string
  userSecret: string
}

const refusals: Readonly<Record<string, OrderState>> = {
  ApprovalRejectedError: 'rejected',
  ExpiredError: 'expired',
  NotEnoughFundsError: 'not enough money',
}

/** What the client throws where no answer came. */
interface Unanswered {
  config?: { headers?: Readonly<Record<string, string>> }
}

/** Asks payers for money, by the client `mtn-momo` as it comes. */
export class Payments {
  readonly #collections: ReturnType<ReturnType<typeof create>['Collections']>

  constructor({ baseUrl, primaryKey, userId, userSecret }: MomoAccount) {
    const { Collections } = create({ baseUrl, callbackHost: 'localhost' })
    this.#collections = Collections({ primaryKey, userId, userSecret })
  }

  /** Returns the reference id of the request to pay, also where no answer came: MoMo may have it all the same. */
  async ask(order: Order, callbackUrl: string): Promise<string> {
    const { id, goods, amount, currency, phone } = order
    try {
      return await this.#collections.requestToPay({
        amount,
        currency,
        externalId: id,
        payer: { partyIdType: 'MSISDN' as PayerType.MSISDN, partyId: phone.slice(1) },
        payerMessage: goods,
        payeeNote: id,
        callbackUrl,
      })
    } catch (error) {
      // The client draws the reference id, and tells it only so.
      const sent = (error as Unanswered).config?.headers?.['X-Reference-Id']
      if (sent === undefined) throw error
      return sent
    }
  }

  /** How a request to pay stands, as MoMo says when it is asked. */
  async stateOf(payment: string): Promise<OrderState> {
    try {
      const { status } = await this.#collections.getTransaction(payment)
      return String(status) === 'SUCCESSFUL' ? 'paid' : 'waiting'
    } catch (error) {
      // The client throws for a payment that failed, and for an answer that did not come: that one may be paid.
      if (error instanceof MtnMoMoError && error.transaction) return refusals[error.name] ?? 'failed'
      throw error
    }
  }
}
