import type { HttpRequest } from '../../../kernel/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { authenticate } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { explainUnknownOrder } from './explain/order.ts'
import { jsonBody } from './json-body.ts'
import { inPath, readNotification, readNotificationText, readReferenceId } from './schema.ts'
import { insertNotification } from './tables.ts'
import {
  badRequest,
  notCompleted,
  notificationRepeated,
  notificationTooLate,
  walletRefusal,
} from './wording.ts'

/** Milliseconds after a payment in which the payer can be notified. MTN gives no number. */
const window = 3_600_000

/**
 * `POST …/requesttopay/{referenceId}/deliverynotification`: one text to the payer of a successful request to pay. The
 * export names the errors but not their conditions; those below are our reading. In disbursement and remittance, too,
 * it is for a request to pay of the same API user, once in each: MTN's PHP SDK tests one request in both.
 *
 * @throws Refusal 400 no text, or more than 160 characters; 404 unknown, or another API user's; 409 not successful;
 * 410 more than an hour after the payment; 429 notified before in this product
 */
export async function notifyPayer(
  context: MomoContext,
  request: HttpRequest<{ referenceId: string }>,
  product: Product | 'any',
): Promise<undefined> {
  await context.kernel.transact(async (tx) => {
    const { apiUser, quirks } = await authenticate(context, tx, request, product)
    const referenceId = readReferenceId(request.params.referenceId, inPath)
    const message = notificationText(request, quirks)
    const merchantId = apiUser.merchant_id
    const found = await context.wallet.paymentRequests.byReference(tx, { merchantId, referenceId })
    if (!found) {
      const of = { kind: 'request-to-pay', merchantId, referenceId } as const
      throw walletRefusal('RESOURCE_NOT_FOUND').explained(await explainUnknownOrder(tx, of))
    }
    tx.join(found.trace)
    request.trace = tx.trace
    request.phone = found.phone ?? undefined
    if (found.status !== 'SUCCESSFUL' || found.settledAt === null) {
      throw notCompleted().explained({
        en: `The request to pay ${referenceId} is ${found.status}; its payer is notified once it is SUCCESSFUL.`,
        fr: `La demande de paiement ${referenceId} est ${found.status} ; son payeur se notifie une fois qu’elle est SUCCESSFUL.`,
      })
    }
    if (tx.now >= found.settledAt + window) {
      const paid = new Date(found.settledAt).toISOString()
      throw notificationTooLate().explained({
        en: `The payment was at ${paid}; an hour later it is too late to notify its payer.`,
        fr: `Le paiement a eu lieu à ${paid} ; une heure après, il est trop tard pour notifier son payeur.`,
      })
    }
    const by = product === 'any' ? 'collection' : product
    const inserted = await tx.change(insertNotification, { requestId: found.id, product: by, now: tx.now })
    if (inserted === 0) {
      throw notificationRepeated().explained({
        en: `The payer of ${referenceId} was notified in ${by} before; there is one notification of each product.`,
        fr: `Le payeur de ${referenceId} a déjà été notifié dans ${by} ; il y a une notification par produit.`,
      })
    }
    await tx.emit({
      kind: 'request-to-pay.notification',
      phone: found.phone ?? undefined,
      data: { requestId: found.id, referenceId, merchant: found.merchantName, message },
    })
  }, request)
}

/** The text of the header, else of the body: clients send one or both. */
function notificationText(request: HttpRequest<{ referenceId: string }>, quirks: MomoQuirks): string {
  const header = request.get('notificationMessage')
  if (header !== undefined && header !== '') return readNotificationText(utf8(header))
  if (quirks['notification-header'] === 'required')
    throw badRequest({ en: 'notificationMessage is missing.', fr: 'notificationMessage manque.' })
  return readNotification(jsonBody(request, 'notification', quirks)).notificationMessage
}

/** Node reads headers as Latin-1, and most clients write UTF-8. */
function utf8(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'))
  } catch {
    return header
  }
}
