import type { Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { refuseEmptyParty } from './empty-party.ts'
import { scriptFor, showsCreated } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { moneyOut, statusOfPayout } from './order-status.ts'
import type { TransferResult } from './response-schema.ts'
import { partyOf, readTransfer } from './schema.ts'
import { readMoneyTerms } from './terms.ts'

/** Deposits to a payee, on `/deposit` of disbursement: cash that an agent was given. */
export const deposits: OrderKind<'deposit.settled'> = {
  name: 'deposit',
  party: 'payee',
  body: 'transfer',
  defaultProduct: 'disbursement',
  settled: 'deposit.settled',
  callbackMethod: webhooks.depositCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    refuseEmptyParty(json, 'payee')
    const body = readTransfer(json, quirks['message-limit'])
    const terms = readMoneyTerms(body, environment, quirks)
    const payee = partyOf(body.payee)
    const scripted = scriptFor('deposit', { party: payee, environment: order.environment }, quirks)
    const wanted = { ...order, ...terms, payee, ...(scripted && { scripted }) }
    return wallet.payouts.create(tx, { kind: 'deposit', ...wanted })
  },

  ...statusOfPayout('deposit', { status: statusResult, callback: depositResult }),
}

/** Three recordings of the status have no transaction id, while callbacks have one: see the quirk. */
function statusResult(deposit: Payout, quirks: MomoQuirks): TransferResult {
  const { financialTransactionId, ...rest } = depositResult(deposit, quirks)
  const sent = quirks['deposit-transaction-id'] === 'sent' && financialTransactionId !== undefined
  return sent ? { financialTransactionId, ...rest } : rest
}

function depositResult(deposit: Payout, quirks: MomoQuirks): TransferResult {
  const { payee, environment, status } = deposit
  const result = moneyOut(deposit, quirks)
  const created = status === 'PENDING' && showsCreated('deposit', { party: payee, environment }, quirks)
  return created ? { ...result, status: 'CREATED' } : result
}
