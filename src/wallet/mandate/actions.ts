import type { Kernel, Rx, Tx } from '../../kernel/index.ts'
import { millisecondsOf } from '../../terms/index.ts'
import { type MandateKind, mandateKinds, type PreApprovalStatus } from '../../terms/sim/statuses.ts'
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
  NewConsent,
  NewMandate,
} from './types.ts'

/** Deadline kinds; the ref is the mandate's id. `end`: its validity ends. */
const mandateDeadlines = {
  'pre-approval': {
    expiry: 'pre-approval.expiry',
    refusal: 'pre-approval.refusal',
    answer: 'pre-approval.answer',
    end: 'pre-approval.end',
  },
  consent: {
    expiry: 'consent.expiry',
    refusal: 'consent.refusal',
    answer: 'consent.answer',
    end: 'consent.end',
  },
} as const satisfies Record<MandateKind, unknown>

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
    for (const kind of mandateKinds) {
      const { expiry, refusal, answer, end } = mandateDeadlines[kind]
      deadlines.on(expiry, (tx, ref) => this.#expire(tx, Number(ref)))
      deadlines.on(refusal, (tx, ref) => this.#refuseUnknownPayer(tx, Number(ref)))
      deadlines.on(answer, (tx, ref) => this.#answer(tx, Number(ref)))
      deadlines.on(end, (tx, ref) => this.#runOut(tx, Number(ref)))
    }
  }

  async byId(rx: Rx, id: number): Promise<Mandate | undefined> {
    const row = await loadMandate(rx, id)
    return row && mandateOf(row)
  }

  /** A permission to debit, by the reference id of its merchant. */
  async byReference(rx: Rx, of: Reference): Promise<Mandate | undefined> {
    const row = await rx.first(mandateRowByReference, canonicalReference(of))
    return row?.kind === 'pre-approval' ? mandateOf(row) : undefined
  }

  /** The mandates of one kind in force for this payer, in the order of acceptance. */
  async inForce(
    rx: Rx,
    of: { payerId: number; kind: MandateKind },
    { offset, limit }: { offset: number; limit: number },
  ): Promise<Mandate[]> {
    return (await rx.run(everyInForce, { ...of, now: rx.now, offset, limit })).map(mandateOf)
  }

  /** The permissions to debit between one merchant and one payer, in any status, oldest first. */
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
      kind: 'pre-approval',
      publicId: tx.random.uuid(),
      merchantId: reference.merchantId,
      referenceId: reference.referenceId,
      environment,
      payerType: wanted.payer.type,
      payerValue: wanted.payer.id,
      payerId,
      currency,
      scopes: null,
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

  /**
   * Asks a payer for consent to read data. The caller has made the reference id, which no order of the merchant has. A
   * consent of an unknown payer fails soon after.
   */
  async ask(tx: Tx, wanted: NewConsent): Promise<Mandate> {
    const { environment, given = false } = wanted
    const reference = canonicalReference(wanted)
    const currency = this.#config.environments[environment]?.currencies[0] ?? ''
    const payerId = (await this.#holders.party(tx, environment, currency, wanted.payer)) ?? null
    const scripted: Scripted | undefined = given ? { reason: null, afterSeconds: null } : undefined
    const id = await tx.insert(insertMandate, {
      kind: 'consent',
      publicId: tx.random.uuid(),
      ...reference,
      environment,
      payerType: wanted.payer.type,
      payerValue: wanted.payer.id,
      payerId,
      currency: '',
      scopes: wanted.scopes.join(' '),
      message: null,
      validitySeconds: wanted.validitySeconds,
      script: writeScript(scripted),
      createdAt: tx.now,
      expiresAt: tx.now + millisecondsOf(this.#config.expirySeconds),
      trace: tx.trace,
    })
    const asked = await this.#read(tx, id)
    await this.#begin(tx, asked, scripted)
    const row = given ? await loadMandate(tx, id) : undefined
    return row ? this.#settle(tx, row, null) : asked
  }

  /** Emits that it was created, and sets its deadlines. */
  async #begin(tx: Tx, mandate: Mandate, scripted: Scripted | undefined): Promise<void> {
    const answering = { scripted, config: this.#config }
    const byHand = isByHand(mandate, answering)
    const { kind, payer, message, scopes, validitySeconds } = mandate
    const phone = mandate.phone ?? undefined
    const terms = { payer: payer.id, validitySeconds, byHand }
    if (kind === 'consent') {
      const data = { ...consentSummary(mandate), ...terms, scopes: scopes.join(' ') }
      await tx.emit({ kind: 'consent.created', phone, data })
    } else {
      await tx.emit({
        kind: 'pre-approval.created',
        phone,
        data: { ...summary(mandate), ...terms, message },
      })
    }
    for (const { kind, at } of deadlinesOf(mandateDeadlines[mandate.kind], mandate, answering, tx.now))
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
    if (row?.kind !== 'pre-approval') return { outcome: 'not-found' }
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
    const { expiry, end } = mandateDeadlines[row.kind]
    await tx.clearDeadline(expiry, String(row.id))
    if (validUntil !== null) await tx.setDeadline(end, String(row.id), validUntil)
    const mandate = await this.#read(tx, row.id)
    const at = { phone: mandate.phone ?? undefined, trace: row.trace }
    if (row.kind === 'consent') {
      const data = { ...consentSummary(mandate), status, reason }
      await tx.emit({ kind: 'consent.settled', ...at, data })
    } else {
      const data = { ...summary(mandate), status, reason }
      await tx.emit({ kind: 'pre-approval.settled', ...at, data })
    }
    return mandate
  }

  async #end(
    tx: Tx,
    row: MandateRow,
    status: 'CANCELLED' | 'EXPIRED',
    by: 'payer' | 'merchant' | 'time',
  ): Promise<Mandate> {
    await tx.change(endMandate, { id: row.id, status, at: tx.now })
    await tx.clearDeadline(mandateDeadlines[row.kind].end, String(row.id))
    const mandate = await this.#read(tx, row.id)
    const at = { phone: mandate.phone ?? undefined, trace: row.trace }
    if (row.kind === 'consent') {
      await tx.emit({ kind: 'consent.ended', ...at, data: { ...consentSummary(mandate), status, by } })
    } else {
      await tx.emit({ kind: 'pre-approval.ended', ...at, data: { ...summary(mandate), status, by } })
    }
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

function consentSummary({ id, referenceId, merchantName, environment }: Mandate) {
  return { consentId: id, referenceId, merchant: merchantName, environment }
}

function statusFor(reason: FailureReason | null): PreApprovalStatus {
  if (reason === null) return 'APPROVED'
  if (reason === 'approval-rejected') return 'REJECTED'
  return reason === 'expired' ? 'EXPIRED' : 'FAILED'
}
