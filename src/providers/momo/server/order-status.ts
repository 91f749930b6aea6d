import { type KernelEvent, type Rx, wireAmount } from '../../../kernel/index.ts'
import type { PaymentRequestKind, PayoutKind } from '../../../terms/sim/statuses.ts'
import type { PaymentRequest, Payout, Wallet } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { quirksIn } from './config.ts'
import type { OrderKind, SettledKind } from './order.ts'
import type { TransferResult } from './response-schema.ts'
import { partyOnTheWire } from './schema.ts'
import { reasonOnTheWire } from './wording.ts'

type StatusOf<Settled extends SettledKind> = Pick<OrderKind<Settled>, 'find' | 'loadSettled'>
type Body<Order> = (order: Order, quirks: MomoQuirks) => object

/** How an order is found in the wallet, and what its status answers. */
interface Telling<Order, Settled extends SettledKind> {
  byReference(
    rx: Rx,
    wallet: Wallet,
    of: { merchantId: number; referenceId: string },
  ): Promise<Order | undefined>
  /** @param data of the event that it is final */
  byEvent(rx: Rx, wallet: Wallet, data: KernelEvent<Settled>['data']): Promise<Order | undefined>
  status: Body<Order>
  /** The same as the status by default. */
  callback?: Body<Order>
}

/** The status operation of a kind of order, and its callback. */
export function statusOf<
  Order extends { merchantId: number; environment: string },
  Settled extends SettledKind,
>({ byReference, byEvent, status, callback = status }: Telling<Order, Settled>): StatusOf<Settled> {
  return {
    async find(rx, { wallet, config }, of) {
      const found = await byReference(rx, wallet, of)
      return found && status(found, quirksIn(config, found.environment))
    },
    async loadSettled(rx, { wallet, config }, { data }) {
      const found = await byEvent(rx, wallet, data)
      if (!found) return undefined
      const { merchantId, environment } = found
      return { merchantId, result: callback(found, quirksIn(config, environment)) }
    },
  }
}

export function statusOfRequest(
  kind: PaymentRequestKind,
  status: Body<PaymentRequest>,
): StatusOf<`${PaymentRequestKind}.settled`> {
  return statusOf({
    byReference: (rx, { paymentRequests }, of) => paymentRequests.byReference(rx, of, kind),
    byEvent: (rx, { paymentRequests }, { requestId }) => paymentRequests.byId(rx, requestId),
    status,
  })
}

export function statusOfPayout(
  kind: PayoutKind,
  bodies: { status: Body<Payout>; callback?: Body<Payout> },
): StatusOf<`${PayoutKind}.settled`> {
  return statusOf({
    byReference: (rx, { payouts }, of) => payouts.byReference(rx, of, kind),
    byEvent: (rx, { payouts }, { disbursementId }) => payouts.byId(rx, disbursementId),
    ...bodies,
  })
}

/** A deposit or a refund: the fields in the order of MTN's sandbox (its notebook, 2024-11-10), which is not a transfer's. */
export function moneyOut(payout: Payout, quirks: MomoQuirks): TransferResult {
  const { financialTransactionId, externalId, payerMessage, payeeNote, reason, environment } = payout
  const texts = quirks['transfer-texts'] === 'sent'
  return {
    ...(financialTransactionId !== null && { financialTransactionId }),
    ...(externalId !== null && { externalId }),
    amount: wireAmount(payout.amount, payout.currency),
    currency: payout.currency,
    payee: partyOnTheWire(payout.payee),
    ...(texts && payerMessage !== null && { payerMessage }),
    ...(texts && payeeNote !== null && { payeeNote }),
    status: payout.status,
    ...(reason !== null && { reason: reasonOnTheWire(reason, environment, quirks) }),
  }
}
