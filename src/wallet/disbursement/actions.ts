import { type Kernel, type Rx, type Tx, wireAmount } from '../../kernel/index.ts'
import type { RequestStatus } from '../../terms/sim/statuses.ts'
import type { AccountHolders } from '../account-holders.ts'
import type { WalletConfig } from '../config.ts'
import { pay } from '../payment.ts'
import { canonicalReference, type Reference } from '../reference.ts'
import { readScript, writeScript } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'
import {
  type DisbursementRow,
  disbursementOf,
  disbursementRowByReference,
  insertDisbursement,
  loadDisbursement,
  settleDisbursement,
} from './rows.ts'
import type { Disbursement, DisbursementOutcome, NewDisbursement } from './types.ts'

/** The deadline at which money moves: after the merchant has the answer that its order is accepted. */
const disbursementDue = 'disbursement.due'

export class Disbursements {
  readonly #holders: AccountHolders
  readonly #config: WalletConfig

  constructor({
    kernel,
    holders,
    config,
  }: { kernel: Kernel; holders: AccountHolders; config: WalletConfig }) {
    this.#holders = holders
    this.#config = config
    kernel.deadlines.on(disbursementDue, (tx, ref) => this.#perform(tx, Number(ref)))
  }

  async byId(rx: Rx, id: number): Promise<Disbursement | undefined> {
    const row = await loadDisbursement(rx, id)
    return row && disbursementOf(row)
  }

  async byReference(rx: Rx, of: Reference): Promise<Disbursement | undefined> {
    const row = await rx.first(disbursementRowByReference, canonicalReference(of))
    return row && disbursementOf(row)
  }

  /**
   * Sends a merchant's money to a person. The money moves, or the order fails, after this unit has committed. The
   * caller has checked amount, currency and reference id.
   */
  async create(tx: Tx, wanted: NewDisbursement): Promise<DisbursementOutcome> {
    const reference = canonicalReference(wanted)
    const { environment, currency, scripted } = wanted
    if (await tx.first(disbursementRowByReference, reference)) return { outcome: 'duplicate' }
    const payeeId = (await this.#holders.party(tx, environment, currency, wanted.payee)) ?? null
    const id = await tx.insert(insertDisbursement, {
      merchantId: reference.merchantId,
      product: wanted.product,
      referenceId: reference.referenceId,
      environment,
      payeeType: wanted.payee.type,
      payeeValue: wanted.payee.id,
      payeeId,
      amount: wanted.amount,
      currency,
      externalId: wanted.externalId,
      payerMessage: wanted.payerMessage,
      payeeNote: wanted.payeeNote,
      script: writeScript(scripted),
      createdAt: tx.now,
    })
    const disbursement = await this.byId(tx, id)
    if (!disbursement) throw new Error(`disbursement ${id} is not there after it was written`)
    const { payee, product, externalId, payerMessage, payeeNote } = disbursement
    const terms = { payee: payee.id, product, externalId, message: payerMessage, note: payeeNote }
    await tx.emit({
      kind: 'disbursement.created',
      phone: disbursement.phone ?? undefined,
      data: { ...summary(disbursement), ...terms },
    })
    const after = scripted ? scripted.afterSeconds : 0
    if (after !== null) await tx.setDeadline(disbursementDue, String(id), tx.now + after * 1000)
    return { outcome: 'accepted', disbursement }
  }

  /** Moves the money, or settles as failed with the reason. */
  async #perform(tx: Tx, id: number): Promise<void> {
    const row = await loadDisbursement(tx, id)
    if (row?.status !== 'PENDING') return
    const scripted = readScript(row.script)
    if (scripted?.reason) return this.#settle(tx, row, scripted.reason)
    if (row.payee_id === null) return this.#settle(tx, row, 'payee-not-found')
    const paid = await pay(
      tx,
      {
        kind: 'disbursement',
        orderId: row.id,
        direction: 'to-person',
        personId: row.payee_id,
        merchantId: row.merchant_id,
        environment: row.environment,
        product: row.product,
        currency: row.currency,
        amount: row.amount,
        fee: 0,
        mayReceive: true,
      },
      this.#config,
    )
    if (paid.outcome === 'paid') await this.#settle(tx, row, null, paid.transferId)
    else await this.#settle(tx, row, paid.outcome)
  }

  /** Null as `reason`: the money has moved, by the transfer `transfer_id`. */
  async #settle(
    tx: Tx,
    row: DisbursementRow,
    reason: FailureReason | null,
    transfer_id: number | null = null,
  ): Promise<void> {
    const status: RequestStatus = reason === null ? 'SUCCESSFUL' : 'FAILED'
    await tx.change(settleDisbursement, { id: row.id, status, reason, at: tx.now })
    const disbursement = disbursementOf(row, { status, reason, settled_at: tx.now, transfer_id })
    await tx.emit({
      kind: 'disbursement.settled',
      phone: disbursement.phone ?? undefined,
      data: summary(disbursement),
    })
  }
}

function summary(disbursement: Disbursement) {
  const { id, referenceId, merchantName, amount, currency, environment, status, reason } = disbursement
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
