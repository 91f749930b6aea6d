import type { HttpRequest, Rx } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import type { CancelOutcome, Mandate } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { authenticate } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { magicMeaning, scriptFor, showsCreated } from './magic-numbers.ts'
import { webhooks } from './operations.ts'
import type { OrderKind } from './order.ts'
import { statusOf } from './order-status.ts'
import { phoneOf } from './party-phone.ts'
import type { PreApprovalDetails, PreApprovalResult } from './response-schema.ts'
import { partyOf, partyOnTheWire, readHolder, readPreApproval, readUuid } from './schema.ts'
import { checkCurrency, checkTexts } from './terms.ts'
import { reasonOnTheWire, walletRefusal } from './wording.ts'

/** Pre-approvals, on `/preapproval`. */
export const preApprovals: OrderKind<'pre-approval.settled'> = {
  name: 'pre-approval',
  party: 'payer',
  body: 'preApproval',
  defaultProduct: 'collection',
  settled: 'pre-approval.settled',
  callbackMethod: webhooks.preApprovalCallback.method,

  async create(tx, { wallet }, { json, in: environment, quirks, ...order }) {
    const body = readPreApproval(json, quirks['message-limit'])
    checkTexts({ payerMessage: body.payerMessage }, environment.name, quirks)
    checkCurrency(body.payerCurrency, environment)
    const payer = partyOf(body.payer)
    const scripted = scriptFor('pre-approval', { party: payer, environment: order.environment }, quirks)
    return wallet.mandates.create(tx, {
      merchantId: order.merchantId,
      referenceId: order.referenceId,
      environment: order.environment,
      payer,
      currency: body.payerCurrency,
      message: body.payerMessage ?? null,
      validitySeconds: body.validityTime,
      ...(scripted && { scripted }),
    })
  },

  ...statusOf<Mandate, 'pre-approval.settled'>({
    byReference: (rx, { mandates }, of) => mandates.byReference(rx, of),
    byEvent: (rx, { mandates }, { preApprovalId }) => mandates.byId(rx, preApprovalId),
    status: preApprovalResult,
  }),
}

/**
 * `GET …/preapprovals/{type}/{id}`: this payer's pre-approvals for the calling merchant, oldest first.
 *
 * @throws Refusal 400 for an unknown type or an id not of that type
 */
export async function listPreApprovals(
  context: MomoContext,
  request: HttpRequest<{ accountHolderIdType: string; accountHolderId: string }>,
  product: Product | 'any',
): Promise<PreApprovalDetails[]> {
  const { wallet } = context
  return context.kernel.read(async (rx) => {
    const { apiUser, environment: named, quirks } = await authenticate(context, rx, request, product)
    const party = readHolder(request.params.accountHolderIdType, request.params.accountHolderId)
    request.phone = party && phoneOf(party, named)
    const environment = named.name
    if (!party || magicMeaning('pre-approvals', { party, environment }, quirks)) return []
    const merchantId = apiUser.merchant_id
    const found = await wallet.mandates.between(rx, { merchantId, environment, payer: party })
    const onlyApproved = quirks['pre-approval-list'] === 'approved'
    return found.flatMap((one) => {
      // A failed one never reached its payer, and the list has no status for it.
      if (one.status === 'FAILED' || (onlyApproved && one.status !== 'APPROVED')) return []
      return [detailsOf(one, one.status, apiUser.id)]
    })
  })
}

/**
 * `DELETE …/preapproval/{preapprovalid}`, by the id that the list shows.
 *
 * @throws Refusal 400 for an id that is no UUID; 404 for one that is unknown, another merchant's, or not approved
 */
export async function cancelPreApproval(
  context: MomoContext,
  request: HttpRequest<{ preapprovalid: string }>,
  product: Product | 'any',
): Promise<undefined> {
  await context.kernel.transact(async (tx) => {
    const { apiUser } = await authenticate(context, tx, request, product)
    const publicId = readUuid(request.params.preapprovalid, 'preapprovalid')
    const withdrawal = { merchantId: apiUser.merchant_id, publicId }
    const withdrawn = await context.wallet.mandates.withdraw(tx, withdrawal)
    request.trace = tx.trace
    if (withdrawn.outcome === 'cancelled') return
    throw walletRefusal('RESOURCE_NOT_FOUND').explained(
      await whyNotCancelled(context, tx, withdrawal, withdrawn),
    )
  }, request)
}

/** The likeliest mistake is a reference id instead of the list's id. */
async function whyNotCancelled(
  { wallet }: MomoContext,
  rx: Rx,
  { merchantId, publicId }: { merchantId: number; publicId: string },
  withdrawn: Exclude<CancelOutcome, { outcome: 'cancelled' }>,
): Promise<Told> {
  if (withdrawn.outcome !== 'not-found') {
    const { status } = withdrawn.mandate
    return {
      en: `The pre-approval ${publicId} is ${status}; only an approved one can be cancelled.`,
      fr: `L’autorisation de prélèvement ${publicId} est ${status} ; seule une qui a été accordée s’annule.`,
    }
  }
  if (await wallet.mandates.byReference(rx, { merchantId, referenceId: publicId })) {
    return {
      en: `${publicId} is the reference id of a pre-approval. To cancel it, give the preApprovalId that the list of the payer's pre-approvals shows.`,
      fr: `${publicId} est l’id de référence d’une autorisation de prélèvement. Pour l’annuler, donnez le preApprovalId que montre la liste des autorisations du payeur.`,
    }
  }
  return {
    en: `This API user has no pre-approval with the preApprovalId ${publicId}. The list of the payer's pre-approvals shows them.`,
    fr: `Cet utilisateur d’API n’a pas d’autorisation de prélèvement au preApprovalId ${publicId}. La liste des autorisations du payeur les montre.`,
  }
}

/**
 * The status by reference id is final once the pre-approval is accepted or has failed: only the list shows that it was
 * cancelled or expired later. The fields are in the order of MTN's callback.
 */
function preApprovalResult(mandate: Mandate, quirks: MomoQuirks): PreApprovalResult {
  const { payer, message, reason, settledAt, validUntil, environment } = mandate
  const of = { party: payer, environment }
  const pending = showsCreated('pre-approval', of, quirks) ? 'CREATED' : 'PENDING'
  // The sandbox's first test number fails without saying why (momo.rs).
  const silent = reason === 'internal-error' && magicMeaning('pre-approval', of, quirks) === 'failed'
  return {
    payer: partyOnTheWire(payer),
    payerCurrency: mandate.currency,
    ...(message !== null && { payerMessage: message }),
    status: settledAt === null ? pending : reason === null ? 'SUCCESSFUL' : 'FAILED',
    ...(validUntil !== null && { expirationDateTime: dateTime(validUntil) }),
    ...(reason !== null && !silent && { reason: reasonOnTheWire(reason, environment, quirks) }),
  }
}

function detailsOf(
  mandate: Mandate,
  status: PreApprovalDetails['status'],
  apiUserId: string,
): PreApprovalDetails {
  const { settledAt, validUntil, lastUsedAt, reason, payer } = mandate
  const approvedAt = reason === null ? settledAt : null
  return {
    preApprovalId: mandate.publicId,
    toFri: `FRI:${apiUserId}/USER`,
    fromFri: `FRI:${payer.id.replace(/^\+/, '')}/${payer.type}`,
    fromCurrency: mandate.currency,
    createdTime: dateTime(mandate.createdAt),
    ...(approvedAt !== null && { approvedTime: dateTime(approvedAt) }),
    ...(validUntil !== null && { expiryTime: dateTime(validUntil) }),
    status,
    message: mandate.message ?? '',
    ...(lastUsedAt !== null && { lastUsedDate: dateTime(lastUsedAt) }),
  }
}

/** `YYYY-MM-DDTHH:mm:SS` as the export describes it, in UTC, without a zone. */
function dateTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19)
}
