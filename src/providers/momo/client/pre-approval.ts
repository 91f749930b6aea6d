import { type CallOptions, ClientError, checkOptions, signal as signalCheck } from '../../../client/parts.ts'
import type { MomoAccess } from './access.ts'
import { type MomoParty, partyPath } from './party.ts'
import { Reference, type Sending } from './reference.ts'
import { type PreApprovalDetails, preApprovalListSchema } from './schema.ts'

/** What a merchant asked permission for. */
export interface PreApprovalTerms {
  payer: MomoParty
  currency: string
  message: string | undefined
}

/** A payer's permission to debit without asking, as the merchant that asked for it sees it. */
export class PreApproval extends Reference {
  protected readonly title = 'Pre-approval'
  protected readonly remedy = "Accept or reject it on the payer's phone, or move the clock past its expiry."
  protected readonly path = '/v2_0/preapproval'
  readonly #terms: PreApprovalTerms

  constructor(sending: Sending, terms: PreApprovalTerms) {
    super(sending)
    this.#terms = terms
  }

  /**
   * Its entry in MTN's list of the payer's pre-approvals. The list has no reference ids: an entry is found by its
   * currency and message, so similar ones need different messages.
   *
   * @throws ClientError if none or several entries match
   */
  async details(options: CallOptions = {}): Promise<PreApprovalDetails> {
    checkOptions('details', options, { signal: signalCheck })
    return this.#only(await this.#alike(options.signal))
  }

  /**
   * Cancels the permission as the merchant. Only an accepted one can be cancelled.
   *
   * @throws ClientError if it is not accepted, or if none or several accepted ones match, as {@link details} finds
   * them
   */
  async cancel(options: CallOptions = {}): Promise<void> {
    checkOptions('cancel', options, { signal: signalCheck })
    const { signal } = options
    // Checked by reference first: by the list alone a similar one could be cancelled.
    const { status, expirationDateTime } = await this.status({ signal })
    if (status !== 'SUCCESSFUL') {
      throw new ClientError(`Pre-approval ${this.id} is ${status}; only an accepted one can be given up.`, {
        detail: status,
      })
    }
    const accepted = (await this.#alike(signal)).filter(
      (one) => one.status === 'APPROVED' && one.expiryTime === expirationDateTime,
    )
    await cancelPreApproval(this.access, this.#only(accepted, 'accepted ').preApprovalId, signal)
  }

  async #alike(signal?: AbortSignal): Promise<PreApprovalDetails[]> {
    const { payer, currency, message } = this.#terms
    const listed = await listPreApprovals(this.access, payer, signal)
    return listed.filter((one) => one.fromCurrency === currency && one.message === (message ?? ''))
  }

  #only(found: PreApprovalDetails[], kind = ''): PreApprovalDetails {
    const [only, ...more] = found
    if (only && more.length === 0) return only
    const { payer, currency } = this.#terms
    const of = `for ${currency} of ${payer.partyId}`
    const ids = found.map(({ preApprovalId }) => preApprovalId)
    throw new ClientError(
      only
        ? `${ids.length} ${kind}pre-approvals ${of} have the message of ${this.id}: ${ids.join(', ')}. Give each a message of its own, or cancel one by its id with merchant.cancelPreApproval.`
        : `MTN's list has no ${kind}pre-approval ${of} with the message of ${this.id}. merchant.preApprovals(payer) shows what there is.`,
    )
  }
}

export function listPreApprovals(
  access: MomoAccess,
  payer: MomoParty,
  signal?: AbortSignal,
): Promise<PreApprovalDetails[]> {
  return access.get(preApprovalListSchema, `/v1_0/preapprovals/${partyPath(payer)}`, signal)
}

/** @param preApprovalId from the list; not the reference id */
export async function cancelPreApproval(
  access: MomoAccess,
  preApprovalId: string,
  signal?: AbortSignal,
): Promise<void> {
  const path = `/v1_0/preapproval/${encodeURIComponent(preApprovalId)}`
  await access.send({ method: 'DELETE', path, signal })
}
