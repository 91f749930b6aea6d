import { wireAmount } from '../../../kernel/index.ts'
import type { PayoutKind } from '../../../terms/sim/statuses.ts'
import type { Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { quirksIn } from './config.ts'
import type { OrderKind } from './order.ts'
import type { TransferResult } from './response-schema.ts'
import { partyOnTheWire } from './schema.ts'
import { reasonOnTheWire } from './wording.ts'

type Body = (payout: Payout, quirks: MomoQuirks) => object

/** The status operation of a kind of payout, and its callback. */
export function statusOf(
  kind: PayoutKind,
  { status, callback = status }: { status: Body; callback?: Body },
): Pick<OrderKind<`${PayoutKind}.settled`>, 'find' | 'loadSettled'> {
  return {
    async find(rx, { wallet, config }, of) {
      const found = await wallet.payouts.byReference(rx, of, kind)
      return found && status(found, quirksIn(config, found.environment))
    },
    async loadSettled(rx, { wallet, config }, { data }) {
      const found = await wallet.payouts.byId(rx, data.disbursementId)
      if (!found) return undefined
      const { merchantId, environment } = found
      return { merchantId, result: callback(found, quirksIn(config, environment)) }
    },
  }
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
