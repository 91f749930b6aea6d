import type { Kernel, Rx, Tx } from '../../kernel/index.ts'
import { millisecondsOf } from '../../terms/index.ts'
import type { PreApprovalStatus } from '../../terms/sim/statuses.ts'
import type { Party } from '../account-holder.ts'
import type { AccountHolders } from '../account-holders.ts'
import { deadlinesOf, isByHand, simulatedAnswer } from '../approval/answer.ts'
import type { WalletConfig } from '../config.ts'
import type { PinRefusal } from '../pin.ts'
import { canonicalReference, type Reference } from '../reference.ts'
import { type Scripted, writeScript } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'
import {
  endMandate,
  everyInForce,
  insertMandate,
  loadMandate,
  type MandateRow,
  mandateOf,
  mandateRowByPublicId,
  mandateRowByReference,
  mandatesWith,
  settleMandate,
} from './rows.ts'
import type {
  AcceptOutcome,
  CancelOutcome,
  DeclineOutcome,
  Mandate,
  MandateOutcome,
  NewMandate,
} from './types.ts'

/** Deadline kinds; the ref is the mandate's id. */
const mandateDeadlines = {
  expiry: 'pre-approval.expiry',
  refusal: 'pre-approval.refusal',
  answer: 'pre-approval.answer',
  /** Its validity ends. */
  end: 'pre-approval.end',
} as const

export class Mandates {
  readonly #holders: AccountHolders
  readonly #config: WalletConfig

  constructor({
    kernel,
    holders,
    config,
  }: { kernel: Kernel; holders: AccountHolders; config: WalletConfig }) {
    this.#holders = holders
    this.#config = config
    const { deadlines } = kernel
    deadlines.on(mandateDeadlines.expiry, (tx, ref) => this.#expire(tx, Number(ref)))
    deadlines.on(mandateDeadlines.refusal, (tx, ref) => this.#refuseUnknownPayer(tx, Number(ref)))
    deadlines.on(mandateDeadlines.answer, (tx, ref) => this.#answer(tx, Number(ref)))
    deadlines.on(mandateDeadlines.end, (tx, ref) => this.#runOut(tx, Number(ref)))
  }

  async byId(rx: Rx, id: number): Promise<Mandate | undefined> {
    const row = await loadMandate(rx, id)
    return row && mandateOf(row)
  }

  async byReference(rx: Rx, of: Reference): Promise<Mandate | undefined> {
    const row = await rx.first(mandateRowByReference, canonicalReference(of))
    return row && mandateOf(row)
  }

  /** The mandates in force for this payer, in the order of acceptance. */
  async inForce(
    rx: Rx,
    payerId: number,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<Mandate[]> {
    return (await rx.run(everyInForce, { payerId, now: rx.now, offset, limit })).map(mandateOf)
  }

  /** The mandates between one merchant and one payer, in any status, oldest first. */
  async between(
    rx: Rx,
    { merchantId, environment, payer }: { merchantId: number; environment: string; payer: Party },
  ): Promise<Mandate[]> {
    const known = await this.#holders.find(rx, environment, payer)
    if (!known) return []
    return (await rx.run(mandatesWith, { merchantId, environment, payerId: known.id })).map(mandateOf)
  }

  /**
   * Asks a payer for permission to debit without asking each time. The caller has checked currency and reference id.
   * A mandate of an unknown payer is accepted too, and fails soon after.
   */
  async create(tx: Tx, wanted: NewMandate): Promise<MandateOutcome> {
    const reference = canonicalReference(wanted)
    const { environment, currency, scripted } = wanted
    if (await tx.first(mandateRowByReference, reference)) return { outcome: 'duplicate' }
    const payerId = (await this.#holders.party(tx, environment, currency, wanted.payer)) ?? null
    const id = await tx.insert(insertMandate, {
      publicId: tx.random.uuid(),
      merchantId: reference.merchantId,
      referenceId: reference.referenceId,
      environment,
      payerType: wanted.payer.type,
      payerValue: wanted.payer.id,
      payerId,
      currency,
      message: wanted.message,
      validitySeconds: wanted.validitySeconds,
      script: writeScript(scripted),
      createdAt: tx.now,
      expiresAt: tx.now + millisecondsOf(this.#config.expirySeconds),
      trace: tx.trace,
    })
    const mandate = await this.#read(tx, id)
    await this.#begin(tx, mandate, scripted)
    return { outcome: 'accepted', mandate }
  }

  /** Emits that it was created, and sets its deadlines. */
  async #begin(tx: Tx, mandate: Mandate, scripted: Scripted | undefined): Promise<void> {
    const answering = { scripted, config: this.#config }
    const byHand = isByHand(mandate, answering)
    const { payer, message, validitySeconds } = mandate
    const terms = { payer: payer.id, message, validitySeconds }
    await tx.emit({
      kind: 'pre-approval.created',
      phone: mandate.phone ?? undefined,
      data: { ...summary(mandate), ...terms, byHand },
    })
    for (const { kind, at } of deadlinesOf(mandateDeadlines, mandate, answering, tx.now))
      await tx.setDeadline(kind, String(mandate.id), at)
  }

  /** The validity starts here. A wrong PIN is an outcome, not an error. */
  async accept(
    tx: Tx,
    { id, holderId, pin }: { id: number; holderId: number; pin: string },
  ): Promise<AcceptOutcome> {
    const row = await loadMandate(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    await tx.link(row.trace)
    const over = await this.#over(tx, row)
    if (over) return over
    const checked = await this.#holders.pins.check(tx, { holderId, pin, phone: row.phone })
    if (checked.outcome !== 'ok') return checked
    return { outcome: 'accepted', mandate: await this.#settle(tx, row, null) }
  }

  async reject(tx: Tx, { id, holderId }: { id: number; holderId: number }): Promise<DeclineOutcome> {
    const row = await loadMandate(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    await tx.link(row.trace)
    const over = await this.#over(tx, row)
    if (over) return over
    return { outcome: 'rejected', mandate: await this.#settle(tx, row, 'approval-rejected') }
  }

  /** The payer ends a mandate in force. */
  async cancel(
    tx: Tx,
    { id, holderId, pin }: { id: number; holderId: number; pin: string },
  ): Promise<CancelOutcome | PinRefusal> {
    const row = await loadMandate(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    await tx.link(row.trace)
    if (await this.#ended(tx, row)) return { outcome: 'not-active', mandate: await this.#read(tx, id) }
    const checked = await this.#holders.pins.check(tx, { holderId, pin, phone: row.phone })
    if (checked.outcome !== 'ok') return checked
    return { outcome: 'cancelled', mandate: await this.#end(tx, row, 'CANCELLED', 'payer') }
  }

  /** The merchant ends a mandate in force. */
  async withdraw(
    tx: Tx,
    { merchantId, publicId }: { merchantId: number; publicId: string },
  ): Promise<CancelOutcome> {
    const row = await tx.first(mandateRowByPublicId, { merchantId, publicId: publicId.toLowerCase() })
    if (!row) return { outcome: 'not-found' }
    tx.join(row.trace)
    if (await this.#ended(tx, row)) {
      return { outcome: 'not-active', mandate: await this.#read(tx, row.id) }
    }
    return { outcome: 'cancelled', mandate: await this.#end(tx, row, 'CANCELLED', 'merchant') }
  }

  /** The payer did not accept in time. */
  async #expire(tx: Tx, id: number): Promise<void> {
    const row = await loadMandate(tx, id)
    if (row) await this.#over(tx, row)
  }

  /** Its validity ends. */
  async #runOut(tx: Tx, id: number): Promise<void> {
    const row = await loadMandate(tx, id)
    if (row) await this.#ended(tx, row)
  }

  async #refuseUnknownPayer(tx: Tx, id: number): Promise<void> {
    const row = await loadMandate(tx, id)
    if (row?.status === 'PENDING' && row.payer_id === null) {
      await this.#settle(tx, row, 'payer-not-found')
    }
  }

  /** No person answers: the order's script or the world does, without a PIN. */
  async #answer(tx: Tx, id: number): Promise<void> {
    const row = await loadMandate(tx, id)
    if (!row || (await this.#over(tx, row))) return
    const reason = simulatedAnswer(row, this.#config)
    if (reason !== undefined) await this.#settle(tx, row, reason)
  }

  /** The outcome where it is already settled or expired. */
  async #over(tx: Tx, row: MandateRow): Promise<{ outcome: 'not-pending'; mandate: Mandate } | undefined> {
    if (row.status !== 'PENDING') {
      // An accepted one may have expired since.
      await this.#ended(tx, row)
      return { outcome: 'not-pending', mandate: await this.#read(tx, row.id) }
    }
    if (tx.now < row.expires_at) return undefined
    return { outcome: 'not-pending', mandate: await this.#settle(tx, row, 'expired') }
  }

  /** Whether it is not in force. From `validUntil` on it has ended, even before the scheduler has run. */
  async #ended(tx: Tx, row: MandateRow): Promise<boolean> {
    if (row.status !== 'APPROVED') return true
    if (row.valid_until === null || tx.now < row.valid_until) return false
    await this.#end(tx, row, 'EXPIRED', 'time')
    return true
  }

  async #settle(tx: Tx, row: MandateRow, reason: FailureReason | null): Promise<Mandate> {
    const status = statusFor(reason)
    const limited = status === 'APPROVED' && row.validity_seconds > 0
    const validUntil = limited ? tx.now + row.validity_seconds * 1000 : null
    await tx.change(settleMandate, { id: row.id, status, reason, at: tx.now, validUntil })
    await tx.clearDeadline(mandateDeadlines.expiry, String(row.id))
    if (validUntil !== null) await tx.setDeadline(mandateDeadlines.end, String(row.id), validUntil)
    const mandate = await this.#read(tx, row.id)
    await tx.emit({
      kind: 'pre-approval.settled',
      phone: mandate.phone ?? undefined,
      trace: row.trace,
      data: { ...summary(mandate), status, reason },
    })
    return mandate
  }

  async #end(
    tx: Tx,
    row: MandateRow,
    status: 'CANCELLED' | 'EXPIRED',
    by: 'payer' | 'merchant' | 'time',
  ): Promise<Mandate> {
    await tx.change(endMandate, { id: row.id, status, at: tx.now })
    await tx.clearDeadline(mandateDeadlines.end, String(row.id))
    const mandate = await this.#read(tx, row.id)
    await tx.emit({
      kind: 'pre-approval.ended',
      phone: mandate.phone ?? undefined,
      trace: row.trace,
      data: { ...summary(mandate), status, by },
    })
    return mandate
  }

  async #read(tx: Tx, id: number): Promise<Mandate> {
    const mandate = await this.byId(tx, id)
    if (!mandate) throw new Error(`mandate ${id} is not there`)
    return mandate
  }
}

function summary({ id, referenceId, merchantName, currency, environment }: Mandate) {
  return { preApprovalId: id, referenceId, merchant: merchantName, currency, environment }
}

function statusFor(reason: FailureReason | null): PreApprovalStatus {
  if (reason === null) return 'APPROVED'
  if (reason === 'approval-rejected') return 'REJECTED'
  return reason === 'expired' ? 'EXPIRED' : 'FAILED'
}
