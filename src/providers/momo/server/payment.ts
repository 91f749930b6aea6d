import type { Tx } from '../../../kernel/index.ts'
import type { Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import type { MomoContext } from './config.ts'
import { scriptForAmount } from './magic-amounts.ts'
import { sandbox } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOfPayout } from './order-status.ts'
import { phoneOf } from './party-phone.ts'
import type { PaymentResult } from './response-schema.ts'
import { readPayment } from './schema.ts'
import { readMoneyTerms } from './terms.ts'
import { reasonWithMessage } from './wording.ts'

/** Payments, on `/payment` of collection: the caller pays a service provider for a customer, such as a bill or airtime. */
export const payments: OrderKind<'bill-payment.settled'> = {
  name: 'payment',
  party: 'payee',
  body: 'payment',
  defaultProduct: 'collection',
  settled: 'bill-payment.settled',
  callbackMethod: webhooks.paymentCallback.method,

  async create(tx, context, { json, in: environment, quirks, ...order }) {
    const body = readPayment(json, quirks['message-limit'])
    const { externalTransactionId, senderNote, receiverMessage, serviceProviderUserName: userName } = body
    const texts = { externalId: externalTransactionId, payerMessage: senderNote, payeeNote: receiverMessage }
    const terms = readMoneyTerms({ ...body.money, ...texts }, environment, quirks)
    const scripted = scriptForAmount(terms, order.environment, quirks)
    const { customerReference, includeSenderCharges: feeIncluded } = body
    const phone = phoneOf({ type: 'MSISDN', id: customerReference }, environment)
    return context.wallet.payouts.create(tx, {
      kind: 'bill-payment',
      ...order,
      ...terms,
      payee: { type: 'PARTY_CODE', id: userName },
      payeeId: await serviceProvider(tx, context, { userName, environment: order.environment }),
      feeIncluded,
      details: { customerReference, serviceProvider: nameOf(context, userName), ...(phone && { phone }) },
      ...(scripted && { scripted }),
    })
  },

  ...statusOfPayout('bill-payment', { status: paymentResult }),
}

const nameOf = ({ config }: MomoContext, userName: string): string =>
  config.serviceProviders?.find((provider) => provider.userName === userName)?.name ?? userName

/** The merchant of this name. In an open sandbox it opens by itself, as the wallet of an unknown number does. */
async function serviceProvider(
  tx: Tx,
  context: MomoContext,
  { userName, environment }: { userName: string; environment: string },
): Promise<number | null> {
  const { merchants } = context.wallet
  const name = nameOf(context, userName)
  const known = await merchants.byName(tx, name)
  if (known !== undefined) return known
  const opens = environment === sandbox && merchants.config.openPhones
  return opens ? merchants.open(tx, { name, environment, products: [] }) : null
}

/** The reason has a message, as in the export and in callbacks of the sandbox (momo.rs, 2025-09). */
function paymentResult(payment: Payout, quirks: MomoQuirks): PaymentResult {
  const { referenceId, status, financialTransactionId, reason, environment } = payment
  return {
    referenceId,
    status,
    ...(financialTransactionId !== null && { financialTransactionId }),
    ...(reason !== null && { reason: reasonWithMessage(reason, environment, quirks) }),
  }
}
