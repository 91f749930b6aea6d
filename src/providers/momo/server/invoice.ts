import { explain, type HttpRequest, wireAmount } from '../../../kernel/index.ts'
import { noEnd, type PaymentRequest } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { WithStatus } from './answer.ts'
import { checkCallbackUrl } from './callback-url.ts'
import { authenticate } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { explainUnknownOrder } from './explain/order.ts'
import { jsonBody } from './json-body.ts'
import { scriptFor, showsCreated } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOfRequest } from './order-status.ts'
import { phoneOf } from './party-phone.ts'
import type { InvoiceResult } from './response-schema.ts'
import {
  inPath,
  partyOf,
  partyOnTheWire,
  readInvoice,
  readInvoiceCancellation,
  readReferenceId,
} from './schema.ts'
import { setCallback } from './tables.ts'
import { checkTexts, readMoneyTerms } from './terms.ts'
import { errorReasonOnTheWire, walletRefusal } from './wording.ts'

const kind = 'invoice'

/** Invoices, on `/invoice`. The money goes to the account of the API user, whoever the body names as its payee. */
export const invoices: OrderKind<'invoice.settled'> = {
  name: 'invoice',
  party: 'intendedPayer',
  body: 'invoice',
  defaultProduct: 'collection',
  settled: 'invoice.settled',
  callbackMethod: webhooks.invoiceCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    const body = readInvoice(json, quirks['message-limit'])
    const { amount, currency, externalId, description = null, validityDuration: validitySeconds } = body
    // The quirk is about the two texts that an invoice does not have.
    const lenient = { ...quirks, 'empty-message': 'accept' } as const
    checkTexts({ description }, environment.name, lenient)
    const terms = readMoneyTerms({ amount, currency, externalId }, environment, lenient)
    const payer = partyOf(body.intendedPayer)
    const scripted = scriptFor(kind, { party: payer, environment: order.environment }, quirks)
    const wanted = { kind, payer, ...order, ...terms, payerMessage: description, validitySeconds } as const
    return wallet.paymentRequests.create(tx, { ...wanted, ...(scripted && { scripted }) })
  },

  ...statusOfRequest(kind, invoiceResult),
}

/**
 * `DELETE …/invoice/{referenceId}`. It is accepted for an invoice that is over too, which stays as it is: MTN's sandbox
 * answers so for one that is paid (its notebook, 2024-11-10).
 *
 * @throws Refusal 400; 404 for an invoice that is unknown or another API user's; INVALID_CALLBACK_URL_HOST
 */
export async function cancelInvoice(
  context: MomoContext,
  request: HttpRequest<{ referenceId: string }>,
  product: Product | 'any',
): Promise<WithStatus> {
  return context.kernel.transact(async (tx) => {
    const { apiUser, environment, quirks } = await authenticate(context, tx, request, product)
    const referenceId = readReferenceId(request.params.referenceId, inPath)
    // The id of the cancellation itself; nothing can be asked by it.
    readReferenceId(request.get('X-Reference-Id'), 'X-Reference-Id')
    const merchantId = apiUser.merchant_id
    const header = request.get('X-Callback-Url')
    const url = header === undefined ? undefined : checkCallbackUrl(header, apiUser, quirks)
    const body = request.hasBody
      ? readInvoiceCancellation(jsonBody(request, 'invoiceCancellation', quirks))
      : {}
    const found = await context.wallet.paymentRequests.byReference(tx, { merchantId, referenceId }, kind)
    if (!found) {
      const explanation = await explainUnknownOrder(tx, { kind, merchantId, referenceId })
      throw walletRefusal('RESOURCE_NOT_FOUND').explained(explanation)
    }
    request.phone = phoneOf(found.payer, environment)
    // Its callback goes to the URL of the cancellation, if that names one.
    if (url !== undefined && found.status === 'PENDING')
      await tx.change(setCallback, { merchantId, kind, referenceId, url, method: null })
    const { outcome } = await context.wallet.paymentRequests.cancel(tx, { merchantId, referenceId }, kind)
    if (outcome !== 'cancelled') {
      const over = found.status === 'PENDING'
      explain(request, {
        en: `The invoice ${referenceId} is ${over ? 'over' : found.status} and stays so: only a pending one can be cancelled.`,
        fr: `La facture ${referenceId} est ${over ? 'close' : found.status} et le reste : seule une facture en attente s’annule.`,
      })
    }
    request.trace = tx.trace
    if (quirks['invoice-cancel-status'] === '202') return new WithStatus(202, undefined)
    return new WithStatus(200, body.externalId == null ? {} : { externalId: body.externalId })
  }, request)
}

/** The fields in the order of MTN's sandbox (its notebook, 2024-11-10). */
function invoiceResult(invoice: PaymentRequest, quirks: MomoQuirks): InvoiceResult {
  const { id, number, externalId, expiresAt, payerMessage, reason, environment } = invoice
  const created = showsCreated(kind, { party: invoice.payer, environment }, quirks)
  return {
    referenceId: invoice.referenceId,
    ...(externalId !== null && { externalId }),
    amount: wireAmount(invoice.amount, invoice.currency),
    currency: invoice.currency,
    status: created && invoice.status === 'PENDING' ? 'CREATED' : invoice.status,
    paymentReference: paymentReference(id),
    invoiceId: number ?? '',
    ...(expiresAt < noEnd && { expiryDateTime: new Date(expiresAt).toISOString().slice(0, -1) }),
    intendedPayer: partyOnTheWire(invoice.payer),
    ...(payerMessage !== null && { description: payerMessage }),
    ...(reason !== null && { errorReason: errorReasonOnTheWire(reason, environment, quirks) }),
  }
}

/** MTN has a second number of 10 digits beside that of the invoice. */
function paymentReference(id: number): string {
  return String(1_000_000_000 + ((id * 7_368_787 + 158_019_210) % 9_000_000_000))
}
