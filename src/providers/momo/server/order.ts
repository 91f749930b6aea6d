import { explain, type HttpRequest, type KernelEvent, type Rx, type Tx } from '../../../kernel/index.ts'
import type { PaymentRequestKind, PayoutKind } from '../../../terms/sim/statuses.ts'
import type { Payout } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { checkCallbackUrl } from './callback-url.ts'
import { authenticate, type NamedEnvironment } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { numberWarning } from './explain/number.ts'
import { explainDuplicate, explainUnknownOrder } from './explain/order.ts'
import { jsonBody } from './json-body.ts'
import type { Endpoint } from './operations.ts'
import { type PartyField, phoneIn } from './party-phone.ts'
import { inPath, readReferenceId } from './schema.ts'
import { type OrderName, setCallback } from './tables.ts'
import { liveWarning } from './terms.ts'
import { badRequest, walletRefusal } from './wording.ts'

/** What the wallet needs of an order besides its terms. */
export interface NewOrder {
  merchantId: number
  product: Product
  /** Lower case. */
  referenceId: string
  /** The environment's name. */
  environment: string
}

/** What the wallet made of an order; `payout` names the handset of what went out. */
interface Placed {
  outcome: 'accepted' | 'duplicate' | 'all-fee'
  payout?: Pick<Payout, 'phone'>
}

/** The wallet's events for an order that is final. */
export type SettledKind = `${PaymentRequestKind | PayoutKind}.settled` | 'pre-approval.settled'

/**
 * One kind of order: a request to pay, a pre-approval or a transfer. The merchant POSTs it under its own reference id
 * and gets 202; it reads the status by that id, and gets a callback when the order is final.
 */
export interface OrderKind<Settled extends SettledKind = SettledKind> {
  readonly name: OrderName
  /** Who pays or is paid: a field of its body and of its status. */
  readonly party: PartyField
  /** The schema of its POST body. */
  readonly body:
    | 'requestToPay'
    | 'invoice'
    | 'transfer'
    | 'preApproval'
    | 'refund'
    | 'cashTransfer'
    | 'payment'
  /** The product of the routes of 2018, which name none. */
  readonly defaultProduct: Product
  /** The wallet's event that an order of this kind is final. */
  readonly settled: Settled
  /** The HTTP method of its callback, where the quirk `callback-method` is `by-kind`. */
  readonly callbackMethod: 'POST' | 'PUT'
  /** Reads the terms from the body and creates the order in the wallet. @throws Refusal */
  create(
    tx: Tx,
    context: MomoContext,
    order: NewOrder & { json: unknown; in: NamedEnvironment; quirks: MomoQuirks },
  ): Promise<Placed>
  /** The answer of the status operation. */
  find(
    rx: Rx,
    context: MomoContext,
    of: { merchantId: number; referenceId: string },
  ): Promise<object | undefined>
  /**
   * What a callback needs beside the `settled` event; `result` is the answer of the status operation. It is read, since
   * the event has no party, no texts of the merchant and no financial transaction id.
   */
  loadSettled(
    rx: Rx,
    context: MomoContext,
    event: KernelEvent<Settled>,
  ): Promise<{ merchantId: number; result: object } | undefined>
}

/** The POST of an order. A refused one leaves nothing, not even its reference id. @throws Refusal */
export async function placeOrder(
  context: MomoContext,
  request: HttpRequest,
  { product, callbackMethod }: Endpoint,
  kind: OrderKind,
): Promise<undefined> {
  const warnings = await context.kernel.transact(async (tx) => {
    const { apiUser, environment, quirks } = await authenticate(context, tx, request, product)
    const referenceId = readReferenceId(request.get('X-Reference-Id'), 'X-Reference-Id')
    const merchantId = apiUser.merchant_id
    const header = request.get('X-Callback-Url')
    if (header !== undefined) {
      const url = checkCallbackUrl(header, apiUser, quirks)
      // Inserted before the order is created, so that an order that settles at once finds its callback.
      const callback = { merchantId, kind: kind.name, referenceId, url, method: callbackMethod ?? null }
      await tx.change(setCallback, callback)
    }
    const json = jsonBody(request, kind.body, quirks)
    request.phone = phoneIn(json, kind.party, environment)
    const { outcome, payout } = await kind.create(tx, context, {
      merchantId,
      product: product === 'any' ? kind.defaultProduct : product,
      referenceId,
      environment: apiUser.target_environment,
      json,
      in: environment,
      quirks,
    })
    if (outcome === 'duplicate') {
      const found = await kind.find(tx, context, { merchantId, referenceId })
      const explanation = found
        ? explainDuplicate(kind.name, { referenceId, found })
        : await explainUnknownOrder(tx, { kind: kind.name, merchantId, referenceId })
      throw walletRefusal('RESOURCE_ALREADY_EXIST').explained(explanation)
    }
    if (outcome === 'all-fee') throw badRequest(allFee)
    // A refund and a payment name nobody in their body.
    request.phone ??= payout?.phone ?? undefined
    return [liveWarning(json), numberWarning(json, environment, quirks)]
  }, request)
  for (const warning of warnings) {
    if (warning !== undefined) explain(request, warning)
  }
}

const allFee = {
  en: 'amount is all fee: nothing is left of it for the receiver.',
  fr: 'amount n’est que frais : il n’en reste rien pour le bénéficiaire.',
}

/** The GET of an order by its reference id. @throws Refusal 400; 404, for another API user's order too */
export async function describeOrder(
  context: MomoContext,
  request: HttpRequest<{ referenceId: string }>,
  product: Product | 'any',
  kind: OrderKind,
): Promise<object> {
  return context.kernel.read(async (rx) => {
    const { apiUser, environment } = await authenticate(context, rx, request, product)
    const referenceId = readReferenceId(request.params.referenceId, inPath)
    const found = await kind.find(rx, context, { merchantId: apiUser.merchant_id, referenceId })
    if (!found) {
      const explanation = await explainUnknownOrder(rx, {
        ...{ kind: kind.name, merchantId: apiUser.merchant_id, referenceId },
      })
      throw walletRefusal('RESOURCE_NOT_FOUND').explained(explanation)
    }
    request.phone = phoneIn(found, kind.party, environment)
    return found
  })
}
