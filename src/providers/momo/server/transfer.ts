import { wireAmount } from '../../../kernel/index.ts'
import type { Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { refuseEmptyParty } from './empty-party.ts'
import { scriptFor, showsCreated } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOfPayout } from './order-status.ts'
import type { TransferResult } from './response-schema.ts'
import { partyOf, partyOnTheWire, readTransfer } from './schema.ts'
import { readMoneyTerms } from './terms.ts'
import { reasonOnTheWire } from './wording.ts'

/** Transfers to a payee, on `/transfer` of disbursement and remittance. */
export const transfers: OrderKind<'disbursement.settled'> = {
  name: 'transfer',
  party: 'payee',
  body: 'transfer',
  defaultProduct: 'disbursement',
  settled: 'disbursement.settled',
  callbackMethod: webhooks.transferCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    refuseEmptyParty(json, 'payee')
    const body = readTransfer(json, quirks['message-limit'])
    const terms = readMoneyTerms(body, environment, quirks)
    const payee = partyOf(body.payee)
    const scripted = scriptFor('transfer', { party: payee, environment: order.environment }, quirks)
    return wallet.payouts.create(tx, { ...order, ...terms, payee, ...(scripted && { scripted }) })
  },

  ...statusOfPayout('disbursement', { status: transferResult }),
}

/** The fields in the order of MTN's sandbox, which differs from that of a request to pay. */
function transferResult(transfer: Payout, quirks: MomoQuirks): TransferResult {
  const { financialTransactionId, externalId, payerMessage, payeeNote, reason, environment } = transfer
  const created = showsCreated('transfer', { party: transfer.payee, environment }, quirks)
  const texts = quirks['transfer-texts'] === 'sent'
  return {
    amount: wireAmount(transfer.amount, transfer.currency),
    currency: transfer.currency,
    ...(financialTransactionId !== null && { financialTransactionId }),
    ...(externalId !== null && { externalId }),
    payee: partyOnTheWire(transfer.payee),
    ...(texts && payerMessage !== null && { payerMessage }),
    ...(texts && payeeNote !== null && { payeeNote }),
    status: created && transfer.status === 'PENDING' ? 'CREATED' : transfer.status,
    ...(reason !== null && { reason: reasonOnTheWire(reason, environment, quirks) }),
  }
}
