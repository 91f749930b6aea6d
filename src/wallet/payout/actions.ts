import { type Kernel, type Rx, type Tx, wireAmount } from '../../kernel/index.ts'
import type { PayoutKind, RequestStatus } from '../../terms/sim/statuses.ts'
import type { AccountHolders } from '../account-holders.ts'
import { feeOf } from '../charges.ts'
import type { WalletConfig } from '../config.ts'
import { pay } from '../payment.ts'
import { loadRequest } from '../payment-request/rows.ts'
import { canonicalReference, type Reference } from '../reference.ts'
import { readScript, writeScript } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'
import {
  insertPayout,
  loadPayout,
  type PayoutRow,
  payoutOf,
  payoutRowByReference,
  refundedOf,
  settlePayout,
} from './rows.ts'
import type { NewPayout, Payout, PayoutOutcome } from './types.ts'

/** The deadline at which money moves: after the merchant has the answer that its order is accepted. */
const payoutDue = 'disbursement.due'

export class Payouts {
  readonly #holders: AccountHolders
  readonly #config: WalletConfig

  constructor({
    kernel,
    holders,
    config,
  }: { kernel: Kernel; holders: AccountHolders; config: WalletConfig }) {
    this.#holders = holders
    this.#config = config
    kernel.deadlines.on(payoutDue, (tx, ref) => this.#perform(tx, Number(ref)))
  }

  async byId(rx: Rx, id: number): Promise<Payout | undefined> {
    const row = await loadPayout(rx, id)
    return row && payoutOf(row)
  }

  async byReference(rx: Rx, of: Reference, kind: PayoutKind = 'disbursement'): Promise<Payout | undefined> {
    const row = await rx.first(payoutRowByReference, canonicalReference(of))
    return row?.kind === kind ? payoutOf(row) : undefined
  }

  /**
   * Sends a merchant's money to a person. The money moves, or the order fails, after this unit has committed. The
   * caller has checked amount, currency and reference id.
   */
  async create(tx: Tx, wanted: NewPayout): Promise<PayoutOutcome> {
    const reference = canonicalReference(wanted)
    const { kind = 'disbursement', environment, currency, scripted } = wanted
    if (await tx.first(payoutRowByReference, reference)) return { outcome: 'duplicate' }
    // Transfers to people have none.
    const fee =
      kind === 'bill-payment' ? feeOf({ kind, amount: wanted.amount, currency }, this.#config.fees) : 0
    const amount = wanted.feeIncluded ? wanted.amount - fee : wanted.amount
    if (amount <= 0) return { outcome: 'all-fee' }
    const payeeId =
      wanted.payeeId === undefined
        ? ((await this.#holders.party(tx, environment, currency, wanted.payee)) ?? null)
        : wanted.payeeId
    const id = await tx.insert(insertPayout, {
      kind,
      merchantId: reference.merchantId,
      product: wanted.product,
      referenceId: reference.referenceId,
      environment,
      payeeType: wanted.payee.type,
      payeeValue: wanted.payee.id,
      payeeId,
      amount,
      fee,
      currency,
      externalId: wanted.externalId,
      payerMessage: wanted.payerMessage,
      payeeNote: wanted.payeeNote,
      refundedRequestId: wanted.refundedRequestId ?? null,
      details: wanted.details === undefined ? null : JSON.stringify(wanted.details),
      script: writeScript(scripted),
      createdAt: tx.now,
      trace: tx.trace,
    })
    const payout = await this.byId(tx, id)
    if (!payout) throw new Error(`payout ${id} is not there after it was written`)
    const { payee, product, externalId, payerMessage, payeeNote } = payout
    const terms = { payee: payee.id, product, externalId, message: payerMessage, note: payeeNote }
    const refunded = await loadRequest(tx, payout.refundedRequestId ?? 0)
    const further = {
      ...(refunded && { refunds: refunded.reference_id }),
      ...(payout.details && { details: payout.details }),
    }
    await tx.emit({
      kind: `${kind}.created`,
      phone: payout.phone ?? undefined,
      data: { ...summary(payout), ...terms, ...further },
    })
    const after = scripted ? scripted.afterSeconds : 0
    if (after !== null) await tx.setDeadline(payoutDue, String(id), tx.now + after * 1000)
    return { outcome: 'accepted', payout }
  }

  /** Moves the money, or settles as failed with the reason. */
  async #perform(tx: Tx, id: number): Promise<void> {
    const row = await loadPayout(tx, id)
    if (row?.status !== 'PENDING') return
    const scripted = readScript(row.script)
    if (scripted?.reason) return this.#settle(tx, row, scripted.reason)
    const refused = await whyNotRefunded(tx, row)
    if (refused) return this.#settle(tx, row, refused)
    if (row.payee_id === null) return this.#settle(tx, row, 'payee-not-found')
    const paid = await pay(
      tx,
      {
        kind: row.kind,
        orderId: row.id,
        direction: row.kind === 'bill-payment' ? 'to-other-merchant' : 'to-person',
        otherId: row.payee_id,
        merchantId: row.merchant_id,
        environment: row.environment,
        product: row.product,
        currency: row.currency,
        amount: row.amount,
        fee: row.fee,
        // A merchant does not pay a bill to itself.
        mayReceive: row.payee_may_receive !== 0 && row.payee_id !== row.merchant_id,
        trace: row.trace,
      },
      this.#config,
    )
    if (paid.outcome === 'paid') await this.#settle(tx, row, null, paid.transferId)
    else await this.#settle(tx, row, paid.outcome)
  }

  /** Null as `reason`: the money has moved, by the transfer `transfer_id`. */
  async #settle(
    tx: Tx,
    row: PayoutRow,
    reason: FailureReason | null,
    transfer_id: number | null = null,
  ): Promise<void> {
    const status: RequestStatus = reason === null ? 'SUCCESSFUL' : 'FAILED'
    await tx.change(settlePayout, { id: row.id, status, reason, at: tx.now })
    const payout = payoutOf(row, { status, reason, settled_at: tx.now, transfer_id })
    await tx.emit({
      kind: `${row.kind}.settled`,
      phone: payout.phone ?? undefined,
      trace: row.trace,
      data: summary(payout),
    })
  }
}

/**
 * Looked at when the money moves, so that of two refunds that are too much together the first succeeds. Undefined for what
 * is no refund.
 */
async function whyNotRefunded(tx: Tx, row: PayoutRow): Promise<FailureReason | undefined> {
  if (row.kind !== 'refund') return undefined
  const id = row.refunded_request_id ?? 0
  const request = await loadRequest(tx, id)
  if (request?.status !== 'SUCCESSFUL') return 'payment-not-approved'
  const before = (await tx.first(refundedOf, { requestId: id }))?.sum ?? 0
  return before + row.amount > request.amount ? 'more-than-was-paid' : undefined
}

function summary(payout: Payout) {
  const { id, referenceId, merchantName, amount, currency, environment, status, reason } = payout
  return {
    disbursementId: id,
    referenceId,
    merchant: merchantName,
    amount: wireAmount(amount, currency),
    currency,
    environment,
    status,
    reason,
  }
}
