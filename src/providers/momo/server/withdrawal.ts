import { refuseEmptyParty } from './empty-party.ts'
import { scriptFor } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOfRequest } from './order-status.ts'
import { requestToPayResult } from './request-to-pay.ts'
import { partyOf, readRequestToPay } from './schema.ts'
import { readMoneyTerms } from './terms.ts'

const kind = 'withdrawal'

/** Requests to withdraw, on `/requesttowithdraw`: an agent asks for money, which it hands out in cash. */
export const withdrawals: OrderKind<'withdrawal.settled'> = {
  name: 'withdrawal',
  party: 'payer',
  body: 'requestToPay',
  defaultProduct: 'collection',
  settled: 'withdrawal.settled',
  callbackMethod: webhooks.withdrawalCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    refuseEmptyParty(json, 'payer')
    const body = readRequestToPay(json, quirks['message-limit'])
    const terms = readMoneyTerms(body, environment, quirks)
    const payer = partyOf(body.payer)
    const scripted = scriptFor(kind, { party: payer, environment: order.environment }, quirks)
    const wanted = { kind, payer, ...order, ...terms, ...(scripted && { scripted }) } as const
    return wallet.paymentRequests.create(tx, wanted)
  },

  ...statusOfRequest(kind, (found, quirks) => requestToPayResult(found, quirks, kind)),
}
