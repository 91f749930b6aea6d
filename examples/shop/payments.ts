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

/** Asks payers for money, by the client `mtn-momo` as it comes. */
export class Payments {
  readonly #collections: ReturnType<ReturnType<typeof create>['Collections']>

  constructor({ baseUrl, primaryKey, userId, userSecret }: MomoAccount) {
    const { Collections } = create({ baseUrl, callbackHost: 'localhost' })
    this.#collections = Collections({ primaryKey, userId, userSecret })
  }

  /** Returns the reference id of the request to pay. */
  ask({ id, goods, amount, currency, phone }: Order, callbackUrl: string): Promise<string> {
    return this.#collections.requestToPay({
      amount,
      currency,
      externalId: id,
      payer: { partyIdType: 'MSISDN' as PayerType.MSISDN, partyId: phone.slice(1) },
      payerMessage: goods,
      payeeNote: id,
      callbackUrl,
    })
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
