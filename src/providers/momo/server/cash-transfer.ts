import { wireAmount } from '../../../kernel/index.ts'
import type { Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { refuseEmptyParty } from './empty-party.ts'
import { scriptForAmount } from './magic-amounts.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOfPayout } from './order-status.ts'
import type { CashTransferResult } from './response-schema.ts'
import { type Compliance, partyOf, partyOnTheWire, readCashTransfer } from './schema.ts'
import { readMoneyTerms } from './terms.ts'
import { codeOnTheWire } from './wording.ts'

/** Cash transfers, on `/cashtransfer` of remittance: what somebody abroad paid in, with who that was. */
export const cashTransfers: OrderKind<'cash-transfer.settled'> = {
  name: 'cash-transfer',
  party: 'payee',
  body: 'cashTransfer',
  defaultProduct: 'remittance',
  settled: 'cash-transfer.settled',
  callbackMethod: webhooks.cashTransferCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    refuseEmptyParty(json, 'payee')
    const { compliance, ...body } = readCashTransfer(json, quirks['message-limit'])
    const terms = readMoneyTerms(body, environment, quirks)
    const scripted = scriptForAmount(terms, order.environment, quirks)
    return wallet.payouts.create(tx, {
      kind: 'cash-transfer',
      ...order,
      ...terms,
      payee: partyOf(body.payee),
      details: compliance,
      ...(scripted && { scripted }),
    })
  },

  ...statusOfPayout('cash-transfer', { status: cashTransferResult }),
}

/** The fields in the order of the export, where the reason is a text. */
function cashTransferResult(transfer: Payout, quirks: MomoQuirks): CashTransferResult {
  const { financialTransactionId, externalId, payerMessage, payeeNote, reason, environment } = transfer
  const { orginatingCountry, originalAmount, originalCurrency, ...payer } = transfer.details as Compliance
  return {
    ...(financialTransactionId !== null && { financialTransactionId }),
    status: transfer.status,
    ...(reason !== null && { reason: codeOnTheWire(reason, environment, quirks) }),
    amount: wireAmount(transfer.amount, transfer.currency),
    currency: transfer.currency,
    payee: partyOnTheWire(transfer.payee),
    ...(externalId !== null && { externalId }),
    ...{ orginatingCountry, originalAmount, originalCurrency },
    ...(payerMessage !== null && { payerMessage }),
    ...(payeeNote !== null && { payeeNote }),
    ...payer,
  }
}
