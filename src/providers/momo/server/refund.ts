import type { Tx } from '../../../kernel/index.ts'
import type { PaymentRequest, Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import type { MomoContext } from './config.ts'
import { explainUnknownOrder } from './explain/order.ts'
import { scriptForReference } from './magic-references.ts'
import { webhooks } from './operations.ts'
import type { NewOrder, OrderKind } from './order.ts'
import { moneyOut, statusOfPayout } from './order-status.ts'
import type { RefundResult } from './response-schema.ts'
import { readReferenceId, readRefund, shown } from './schema.ts'
import { readMoneyTerms } from './terms.ts'
import { badRequest, walletRefusal } from './wording.ts'

/**
 * Refunds, on `/refund` of disbursement: money of a request to pay goes back to who paid it, out of the account for
 * disbursement. MTN's export says "from the owner's account", as of a transfer of the same product.
 */
export const refunds: OrderKind<'refund.settled'> = {
  name: 'refund',
  party: 'payee',
  body: 'refund',
  defaultProduct: 'disbursement',
  settled: 'refund.settled',
  callbackMethod: webhooks.refundCallback.method,

  async create(tx, context, { json, in: environment, quirks, ...order }) {
    const body = readRefund(json, quirks['message-limit'])
    const terms = readMoneyTerms(body, environment, quirks)
    const scripted = scriptForReference(body.referenceIdToRefund, order.environment, quirks)
    if (scripted) {
      const nobody = { payee: { type: 'PARTY_CODE', id: body.referenceIdToRefund }, payeeId: null } as const
      return context.wallet.payouts.create(tx, { kind: 'refund', ...order, ...terms, ...nobody, scripted })
    }
    const request = await requestToRefund(tx, context, order, body.referenceIdToRefund)
    if (terms.currency !== request.currency) {
      throw walletRefusal('INVALID_CURRENCY').explained({
        en: `${body.referenceIdToRefund} was asked for in ${request.currency}, and is refunded in that.`,
        fr: `${body.referenceIdToRefund} a été demandé en ${request.currency}, et se rembourse dans cette devise.`,
      })
    }
    return context.wallet.payouts.create(tx, {
      kind: 'refund',
      ...order,
      ...terms,
      payee: request.payer,
      payeeId: request.payerId,
      refundedRequestId: request.id,
    })
  },

  ...statusOfPayout('refund', { status: refundResult }),
}

/** A test value stands for no payment, so that nobody would be paid. */
function refundResult(refund: Payout, quirks: MomoQuirks): RefundResult {
  const { payee, ...rest } = moneyOut(refund, quirks)
  return refund.refundedRequestId === null ? rest : moneyOut(refund, quirks)
}

/** @throws Refusal 400 where this API user has no such request to pay: MTN's SDK for Java expects it */
async function requestToRefund(
  tx: Tx,
  { wallet }: MomoContext,
  { merchantId }: NewOrder,
  named: string,
): Promise<PaymentRequest> {
  const referenceId = readReferenceId(named, 'referenceIdToRefund')
  const request = await wallet.paymentRequests.byReference(tx, { merchantId, referenceId })
  if (request) return request
  const refusal = badRequest({
    en: `referenceIdToRefund is ${shown(named)}; it must be the X-Reference-Id of a request to pay of this API user.`,
    fr: `referenceIdToRefund est ${shown(named)} ; il faut le X-Reference-Id d’une demande de paiement de cet utilisateur d’API.`,
  })
  throw refusal.explained(await explainUnknownOrder(tx, { kind: 'request-to-pay', merchantId, referenceId }))
}
