import { wireAmount } from '../../../kernel/index.ts'
import type { PaymentRequest } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { refuseEmptyParty } from './empty-party.ts'
import { scriptFor, showsCreated } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOfRequest } from './order-status.ts'
import type { RequestToPayResult } from './response-schema.ts'
import { partyOf, partyOnTheWire, readRequestToPay } from './schema.ts'
import { readMoneyTerms } from './terms.ts'
import { reasonOnTheWire } from './wording.ts'

/** Requests to pay, on `/requesttopay`. */
export const requestsToPay: OrderKind<'request-to-pay.settled'> = {
  name: 'request-to-pay',
  party: 'payer',
  body: 'requestToPay',
  defaultProduct: 'collection',
  settled: 'request-to-pay.settled',
  callbackMethod: webhooks.requestToPayCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    refuseEmptyParty(json, 'payer')
    const body = readRequestToPay(json, quirks['message-limit'])
    const terms = readMoneyTerms(body, environment, quirks)
    const payer = partyOf(body.payer)
    const scripted = scriptFor('request-to-pay', { party: payer, environment: order.environment }, quirks)
    const automatic = quirks['pre-approval-matching'] !== 'never'
    return wallet.paymentRequests.create(tx, {
      payer,
      automatic,
      ...order,
      ...terms,
      ...(scripted && { scripted }),
    })
  },

  ...statusOfRequest('request-to-pay', requestToPayResult),
}

/** The fields in the order of MTN's sandbox (its notebook, 2024-11-10), which a withdrawal has too. */
export function requestToPayResult(
  request: PaymentRequest,
  quirks: MomoQuirks,
  operation: 'request-to-pay' | 'withdrawal' = 'request-to-pay',
): RequestToPayResult {
  const { financialTransactionId, externalId, payerMessage, payeeNote, reason, environment } = request
  const created = showsCreated(operation, { party: request.payer, environment }, quirks)
  return {
    ...(financialTransactionId !== null && { financialTransactionId }),
    ...(externalId !== null && { externalId }),
    amount: wireAmount(request.amount, request.currency),
    currency: request.currency,
    payer: partyOnTheWire(request.payer),
    ...(payerMessage !== null && { payerMessage }),
    ...(payeeNote !== null && { payeeNote }),
    status: created && request.status === 'PENDING' ? 'CREATED' : request.status,
    ...(reason !== null && { reason: reasonOnTheWire(reason, environment, quirks) }),
  }
}
