import type { Rx, Tx } from '../kernel/index.ts'
import type { AccountHolders, Party } from './account-holder.ts'
import { answerOf, type WalletConfig } from './config.ts'
import type { PinRefusal } from './pin.ts'
import {
  activePreApprovals,
  endPreApproval,
  loadPreApproval,
  type PreApprovalRow,
  preApprovalByPublicId,
  preApprovalByReference,
  preApprovalOf,
  preApprovalsWith,
  settlePreApproval,
} from './pre-approval-row.ts'
import { endOfQueue } from './request-to-pay-row.ts'
import { readScript, type Scripted, writeScript } from './scripted.ts'
import type { FailureReason, PreApprovalStatus, WalletTables } from './tables.ts'

/** A payer's leave, asked for by a merchant, to be debited without being asked. Times in epoch milliseconds. */
export interface PreApproval {
  id: number
  /** UUID by which lists show it and the merchant cancels it. */
  publicId: string
  merchantId: number
  merchantName: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payer: Party
  /** The payer's account holder; null where nobody was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  currency: string
  message: string | null
  /** How long it holds once it is accepted; 0 has no end. */
  validitySeconds: number
  /**
   * `EXPIRED` with a reason was never accepted in time; without one it was, and its validity ran out. `FAILED` could
   * not be asked.
   */
  status: PreApprovalStatus
  /** Why it was never accepted. */
  reason: FailureReason | null
  createdAt: number
  /** Until when it can be accepted. */
  expiresAt: number
  /** When it was accepted, or not. */
  settledAt: number | null
  /** Null where it was not accepted, or has no end. */
  validUntil: number | null
  lastUsedAt: number | null
  /** When it was cancelled, or ran out. */
  endedAt: number | null
}

export type NewPreApproval = Pick<
  PreApproval,
  'merchantId' | 'referenceId' | 'environment' | 'payer' | 'currency' | 'message' | 'validitySeconds'
> & { scripted?: Scripted }

export type AcceptOutcome =
  | { outcome: 'accepted' | 'not-pending'; preApproval: PreApproval }
  | PinRefusal
  | { outcome: 'not-found' }
export type DeclineOutcome =
  | { outcome: 'rejected' | 'not-pending'; preApproval: PreApproval }
  | { outcome: 'not-found' }
export type CancelOutcome =
  | { outcome: 'cancelled' | 'not-active'; preApproval: PreApproval }
  | { outcome: 'not-found' }

/** Deadline kinds; the ref is the pre-approval's id. */
export const preApprovalDeadlines = {
  /** The payer had long enough to accept. */
  expiry: 'pre-approval.expiry',
  /** What was accepted by the vendor turns out to be impossible. */
  refusal: 'pre-approval.refusal',
  /** The world answers for the payer. */
  answer: 'pre-approval.answer',
  /** Its validity runs out. */
  end: 'pre-approval.end',
} as const

export class PreApprovals {
  #config: WalletConfig

  constructor(
    readonly holders: AccountHolders,
    config: WalletConfig,
  ) {
    this.#config = config
  }

  configure(config: WalletConfig): void {
    this.#config = config
  }

  async byId(rx: Rx, id: number): Promise<PreApproval | undefined> {
    const row = await loadPreApproval(rx, id)
    return row && preApprovalOf(row)
  }

  async byReference(
    rx: Rx,
    of: { merchantId: number; referenceId: string },
  ): Promise<PreApproval | undefined> {
    const row = await rx.first(preApprovalByReference, { ...of, referenceId: of.referenceId.toLowerCase() })
    return row && preApprovalOf(row)
  }

  /** Those of one merchant with one payer, the oldest first. */
  async with(
    rx: Rx,
    { merchantId, environment, payer }: { merchantId: number; environment: string; payer: Party },
  ): Promise<PreApproval[]> {
    const known = await this.holders.find(rx, environment, payer)
    if (!known) return []
    return (await rx.run(preApprovalsWith, { merchantId, environment, payerId: known.id })).map(preApprovalOf)
  }

  /** Accepted and not run out, the oldest acceptance first. */
  async active(
    rx: Rx,
    payerId: number,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<PreApproval[]> {
    return (await rx.run(activePreApprovals, { payerId, now: rx.now, offset, limit })).map(preApprovalOf)
  }

  async create(
    tx: Tx,
    wanted: NewPreApproval,
  ): Promise<{ outcome: 'accepted'; preApproval: PreApproval } | { outcome: 'duplicate' }> {
    const referenceId = wanted.referenceId.toLowerCase()
    const { merchantId, environment, currency, scripted } = wanted
    if (await tx.first(preApprovalByReference, { merchantId, referenceId })) return { outcome: 'duplicate' }
    const payerId = (await this.holders.party(tx, environment, currency, wanted.payer)) ?? null
    const { id } = await tx
      .db<WalletTables>()
      .insertInto('pre_approval_items')
      .values({
        public_id: tx.random.uuid(),
        merchant_id: merchantId,
        reference_id: referenceId,
        environment,
        payer_type: wanted.payer.type,
        payer_value: wanted.payer.id,
        payer_id: payerId,
        currency,
        message: wanted.message,
        validity_seconds: wanted.validitySeconds,
        script: writeScript(scripted),
        place: endOfQueue(payerId),
        status: 'PENDING',
        created_at: tx.now,
        expires_at: tx.now + this.#config.expirySeconds * 1000,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const preApproval = await this.byId(tx, id)
    if (!preApproval) throw new Error(`pre-approval ${id} is not there after it was written`)
    await this.#begin(tx, preApproval, scripted)
    return { outcome: 'accepted', preApproval }
  }

  /** Says that it is there, and sets what is to happen by itself. */
  async #begin(tx: Tx, preApproval: PreApproval, scripted: Scripted | undefined): Promise<void> {
    const { answer, delaySeconds } = answerOf(this.#config, preApproval.phone)
    const byHand = answer === 'by-hand' && preApproval.payerId !== null && !scripted
    const { payer, message, validitySeconds } = preApproval
    const terms = { payer: payer.id, message, validitySeconds }
    await this.#tell(tx, 'pre-approval.created', preApproval, { ...terms, byHand })
    const ref = String(preApproval.id)
    if (preApproval.payerId === null && !scripted) {
      return tx.setDeadline(preApprovalDeadlines.refusal, ref, tx.now)
    }
    await tx.setDeadline(preApprovalDeadlines.expiry, ref, preApproval.expiresAt)
    const after = scripted ? scripted.afterSeconds : byHand ? null : delaySeconds
    if (after !== null) await tx.setDeadline(preApprovalDeadlines.answer, ref, tx.now + after * 1000)
  }

  async accept(
    tx: Tx,
    { id, holderId, pin }: { id: number; holderId: number; pin: string },
  ): Promise<AcceptOutcome> {
    const row = await loadPreApproval(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    const over = await this.#over(tx, row)
    if (over) return over
    const checked = await this.holders.pins.check(tx, { holderId, pin, phone: row.phone })
    if (checked.outcome !== 'ok') return checked
    return { outcome: 'accepted', preApproval: await this.#settle(tx, row, 'APPROVED', null) }
  }

  async reject(tx: Tx, { id, holderId }: { id: number; holderId: number }): Promise<DeclineOutcome> {
    const row = await loadPreApproval(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    const over = await this.#over(tx, row)
    if (over) return over
    return {
      outcome: 'rejected',
      preApproval: await this.#settle(tx, row, 'REJECTED', 'approval-rejected'),
    }
  }

  /** By the payer. */
  async cancel(
    tx: Tx,
    { id, holderId, pin }: { id: number; holderId: number; pin: string },
  ): Promise<CancelOutcome | PinRefusal> {
    const row = await loadPreApproval(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    if (await this.#ended(tx, row)) return { outcome: 'not-active', preApproval: await this.#read(tx, id) }
    const checked = await this.holders.pins.check(tx, { holderId, pin, phone: row.phone })
    if (checked.outcome !== 'ok') return checked
    return { outcome: 'cancelled', preApproval: await this.#end(tx, row, 'CANCELLED', 'payer') }
  }

  /** By the merchant. */
  async withdraw(
    tx: Tx,
    { merchantId, publicId }: { merchantId: number; publicId: string },
  ): Promise<CancelOutcome> {
    const row = await tx.first(preApprovalByPublicId, { merchantId, publicId: publicId.toLowerCase() })
    if (!row) return { outcome: 'not-found' }
    if (await this.#ended(tx, row)) {
      return { outcome: 'not-active', preApproval: await this.#read(tx, row.id) }
    }
    return { outcome: 'cancelled', preApproval: await this.#end(tx, row, 'CANCELLED', 'merchant') }
  }

  /** The payer had long enough to accept. */
  async expire(tx: Tx, id: number): Promise<void> {
    const row = await loadPreApproval(tx, id)
    if (row) await this.#over(tx, row)
  }

  /** Its validity runs out. */
  async runOut(tx: Tx, id: number): Promise<void> {
    const row = await loadPreApproval(tx, id)
    if (row) await this.#ended(tx, row)
  }

  async refuseUnknownPayer(tx: Tx, id: number): Promise<void> {
    const row = await loadPreApproval(tx, id)
    if (row?.status === 'PENDING' && row.payer_id === null) {
      await this.#settle(tx, row, 'FAILED', 'payer-not-found')
    }
  }

  /** Nobody is at the phone: a vendor's test number or the world answers, without a PIN. */
  async answer(tx: Tx, id: number): Promise<void> {
    const row = await loadPreApproval(tx, id)
    if (!row || (await this.#over(tx, row))) return
    const scripted = readScript(row.script)
    const answer = scripted ? 'approve' : answerOf(this.#config, row.phone).answer
    if (scripted?.reason) await this.#settle(tx, row, statusFor(scripted.reason), scripted.reason)
    else if (answer === 'reject') await this.#settle(tx, row, 'REJECTED', 'approval-rejected')
    else if (answer === 'approve') await this.#settle(tx, row, 'APPROVED', null)
  }

  /** Settled already, or past its time. */
  async #over(
    tx: Tx,
    row: PreApprovalRow,
  ): Promise<{ outcome: 'not-pending'; preApproval: PreApproval } | undefined> {
    if (row.status !== 'PENDING') {
      // One that was accepted may have run out since.
      await this.#ended(tx, row)
      return { outcome: 'not-pending', preApproval: await this.#read(tx, row.id) }
    }
    if (tx.now < row.expires_at) return undefined
    return { outcome: 'not-pending', preApproval: await this.#settle(tx, row, 'EXPIRED', 'expired') }
  }

  /** Whether it is not in force; at or after its last moment it is over, whatever the scheduler has done. */
  async #ended(tx: Tx, row: PreApprovalRow): Promise<boolean> {
    if (row.status !== 'APPROVED') return true
    if (row.valid_until === null || tx.now < row.valid_until) return false
    await this.#end(tx, row, 'EXPIRED', 'time')
    return true
  }

  async #settle(
    tx: Tx,
    row: PreApprovalRow,
    status: PreApprovalStatus,
    reason: FailureReason | null,
  ): Promise<PreApproval> {
    const limited = status === 'APPROVED' && row.validity_seconds > 0
    const validUntil = limited ? tx.now + row.validity_seconds * 1000 : null
    await tx.change(settlePreApproval, { id: row.id, status, reason, at: tx.now, validUntil })
    await tx.clearDeadline(preApprovalDeadlines.expiry, String(row.id))
    if (validUntil !== null) await tx.setDeadline(preApprovalDeadlines.end, String(row.id), validUntil)
    const preApproval = await this.#read(tx, row.id)
    await this.#tell(tx, 'pre-approval.settled', preApproval, { status, reason })
    return preApproval
  }

  async #end(
    tx: Tx,
    row: PreApprovalRow,
    status: 'CANCELLED' | 'EXPIRED',
    by: 'payer' | 'merchant' | 'time',
  ): Promise<PreApproval> {
    await tx.change(endPreApproval, { id: row.id, status, at: tx.now })
    await tx.clearDeadline(preApprovalDeadlines.end, String(row.id))
    const preApproval = await this.#read(tx, row.id)
    await this.#tell(tx, 'pre-approval.ended', preApproval, { status, by })
    return preApproval
  }

  async #read(tx: Tx, id: number): Promise<PreApproval> {
    const preApproval = await this.byId(tx, id)
    if (!preApproval) throw new Error(`pre-approval ${id} is not there`)
    return preApproval
  }

  async #tell(
    tx: Tx,
    kind: string,
    { id, referenceId, merchantName, currency, environment, phone }: PreApproval,
    more: Record<string, string | number | boolean | null>,
  ): Promise<void> {
    await tx.emit({
      kind,
      phone: phone ?? undefined,
      data: { preApprovalId: id, referenceId, merchant: merchantName, currency, environment, ...more },
    })
  }
}

function statusFor(reason: FailureReason): PreApprovalStatus {
  if (reason === 'approval-rejected') return 'REJECTED'
  return reason === 'expired' ? 'EXPIRED' : 'FAILED'
}
