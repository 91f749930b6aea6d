import { type Kernel, type Rx, type Tx, wireAmount } from '../../kernel/index.ts'
import { millisecondsOf } from '../../terms/index.ts'
import type { PaymentRequestKind, RequestStatus } from '../../terms/sim/statuses.ts'
import type { AccountHolders } from '../account-holders.ts'
import { deadlinesOf, isByHand, simulatedAnswer } from '../approval/answer.ts'
import { feeOf } from '../charges.ts'
import type { WalletConfig } from '../config.ts'
import type { Account } from '../ledger.ts'
import { mandateInForce, useMandate } from '../mandate/rows.ts'
import { pay } from '../payment.ts'
import { canonicalReference, type Reference } from '../reference.ts'
import { type Scripted, writeScript } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'
import {
  insertRequest,
  lastRequest,
  loadRequest,
  loadToSettle,
  type RequestRow,
  type RowToSettle,
  requestOf,
  requestRowByNumber,
  requestRowByReference,
  settleRequest,
  waitingRequests,
} from './rows.ts'
import {
  type ApprovalOutcome,
  type CancellationOutcome,
  invoiceNumber,
  type NewPaymentRequest,
  noEnd,
  type PaymentRequest,
  type PaymentRequestOutcome,
  type RejectionOutcome,
} from './types.ts'

/** Deadline kinds; the ref is the request's id. */
const requestDeadlines = {
  expiry: 'request-to-pay.expiry',
  refusal: 'request-to-pay.refusal',
  answer: 'request-to-pay.answer',
} as const

export class PaymentRequests {
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
    deadlines.on(requestDeadlines.expiry, (tx, ref) => this.#expire(tx, Number(ref)))
    deadlines.on(requestDeadlines.refusal, (tx, ref) => this.#refuseUnknownPayer(tx, Number(ref)))
    deadlines.on(requestDeadlines.answer, (tx, ref) => this.#answer(tx, Number(ref)))
  }

  async byId(rx: Rx, id: number): Promise<PaymentRequest | undefined> {
    const row = await loadRequest(rx, id)
    return row && requestOf(row)
  }

  async byReference(
    rx: Rx,
    of: Reference,
    kind: PaymentRequestKind = 'request-to-pay',
  ): Promise<PaymentRequest | undefined> {
    const row = await rx.first(requestRowByReference, canonicalReference(of))
    return row?.kind === kind ? requestOf(row) : undefined
  }

  /** The invoice with this number, of any payer. */
  async byNumber(rx: Rx, number: string): Promise<PaymentRequest | undefined> {
    const row = await rx.first(requestRowByNumber, { number })
    return row && requestOf(row)
  }

  /** A payer's requests of one kind that wait for the payer, oldest first. */
  async waiting(
    rx: Rx,
    {
      kind,
      payerId,
      offset,
      limit,
    }: { kind: PaymentRequestKind; payerId: number; offset: number; limit: number },
  ): Promise<PaymentRequest[]> {
    const rows = await rx.run(waitingRequests, { kind, payerId, now: rx.now, offset, limit })
    return rows.map((row) => requestOf(row))
  }

  /**
   * Asks a payer to pay. The caller has checked amount, currency and reference id. A request to an unknown payer is
   * accepted too, and fails soon after.
   */
  async create(tx: Tx, wanted: NewPaymentRequest): Promise<PaymentRequestOutcome> {
    const reference = canonicalReference(wanted)
    if (await tx.first(requestRowByReference, reference)) return { outcome: 'duplicate' }
    const { kind = 'request-to-pay', environment, currency, amount, merchantId, scripted } = wanted
    const payerId = (await this.#holders.party(tx, environment, currency, wanted.payer)) ?? null
    const mayCover = kind === 'request-to-pay' && payerId !== null && !scripted && wanted.automatic !== false
    const cover = mayCover && { merchantId, payerId, environment, currency, now: tx.now }
    const mandate = cover ? await tx.first(mandateInForce, cover) : undefined
    const id = await tx.insert(insertRequest, {
      kind,
      merchantId,
      product: wanted.product,
      referenceId: reference.referenceId,
      environment,
      payerType: wanted.payer.type,
      payerValue: wanted.payer.id,
      payerId,
      amount,
      fee: feeOf({ kind, amount, currency }, this.#config.fees),
      currency,
      externalId: wanted.externalId,
      payerMessage: wanted.payerMessage,
      payeeNote: wanted.payeeNote,
      number: kind === 'invoice' ? await nextInvoiceNumber(tx) : null,
      mandateId: mandate?.id ?? null,
      script: writeScript(scripted),
      createdAt: tx.now,
      expiresAt: endOf(wanted, tx.now, this.#config),
      trace: tx.trace,
    })
    if (!mandate) {
      const row = written(id, await loadRequest(tx, id))
      await this.#begin(tx, row, scripted)
      return { outcome: 'accepted', request: requestOf(row) }
    }
    // Under a mandate it is debited without asking.
    const row = written(id, await loadToSettle(tx, id))
    await this.#begin(tx, row, scripted)
    return { outcome: 'accepted', request: (await this.#pay(tx, row)).request }
  }

  /** Emits that it was created, and sets its deadlines. */
  async #begin(tx: Tx, row: RequestRow, scripted: Scripted | undefined): Promise<void> {
    const request = requestOf(row)
    const answering = { scripted, config: this.#config }
    const automatic = request.mandateId !== null
    const byHand = !automatic && isByHand(request, answering)
    const phone = request.phone ?? undefined
    const { environment, kind } = request
    const data = summary(request, { environment, byHand, automatic, ...terms(request) })
    if (kind === 'invoice')
      await tx.emit({ kind: 'invoice.created', phone, data: { ...data, ...bill(request) } })
    else await tx.emit({ kind: `${kind}.created`, phone, data })
    if (automatic) return
    for (const { kind, at } of deadlinesOf(requestDeadlines, request, answering, tx.now))
      if (at < noEnd) await tx.setDeadline(kind, String(request.id), at)
  }

  /** Checks the PIN, moves the money and settles, in the caller's unit. A wrong PIN is an outcome, not an error. */
  async approve(
    tx: Tx,
    { id, holderId, pin }: { id: number; holderId: number; pin: string },
  ): Promise<ApprovalOutcome> {
    const row = await loadToSettle(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    await tx.link(row.trace)
    const over = isOver(tx, row) && (await this.#over(tx, row))
    if (over) return over
    const checked = await this.#holders.pins.compare(tx, { holderId, pin, phone: row.phone }, row)
    if (checked.outcome !== 'ok') return checked
    return this.#pay(tx, row)
  }

  async reject(tx: Tx, { id, holderId }: { id: number; holderId: number }): Promise<RejectionOutcome> {
    const row = await loadRequest(tx, id)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    await tx.link(row.trace)
    const over = isOver(tx, row) && (await this.#over(tx, row))
    if (over) return over
    return { outcome: 'rejected', request: await this.#settle(tx, row, 'approval-rejected') }
  }

  /** Its merchant takes it back: nobody can pay it any more. One that is over stays as it is. */
  async cancel(tx: Tx, of: Reference, kind: PaymentRequestKind): Promise<CancellationOutcome> {
    const row = await tx.first(requestRowByReference, canonicalReference(of))
    if (row?.kind !== kind) return { outcome: 'not-found' }
    tx.join(row.trace)
    const over = isOver(tx, row) && (await this.#over(tx, row))
    if (over) return over
    return { outcome: 'cancelled', request: await this.#settle(tx, row, 'cancelled') }
  }

  async #over(tx: Tx, row: RequestRow): Promise<{ outcome: 'not-pending'; request: PaymentRequest }> {
    const request = row.status === 'PENDING' ? await this.#settle(tx, row, 'expired') : requestOf(row)
    return { outcome: 'not-pending', request }
  }

  /** Funds are checked after the PIN; too little money is a final failure. */
  async #pay(tx: Tx, row: RowToSettle): Promise<Extract<ApprovalOutcome, { request: PaymentRequest }>> {
    const paid = await pay(
      tx,
      {
        kind: row.kind,
        orderId: row.id,
        direction: 'to-merchant',
        otherId: row.payer_id ?? 0,
        merchantId: row.merchant_id,
        environment: row.environment,
        product: row.product,
        currency: row.currency,
        amount: row.amount,
        fee: row.fee,
        mayReceive: row.may_receive === 1,
        trace: row.trace,
        person: accountOf(row.from_id, row.from_balance, row.limits),
        merchant: accountOf(row.to_id, row.to_balance, null),
      },
      this.#config,
    )
    if (paid.outcome !== 'paid') {
      return { outcome: paid.outcome, request: await this.#settle(tx, row, paid.outcome) }
    }
    if (row.pre_approval_id !== null) await tx.change(useMandate, { id: row.pre_approval_id, at: tx.now })
    const request = await this.#settle(tx, row, null, paid.transferId)
    return { outcome: 'approved', request, balance: paid.balance }
  }

  /** Null as `reason`: the money has moved, by the transfer `transfer_id`. */
  async #settle(
    tx: Tx,
    row: RequestRow,
    reason: FailureReason | null,
    transfer_id: number | null = null,
  ): Promise<PaymentRequest> {
    const status: RequestStatus = reason === null ? 'SUCCESSFUL' : 'FAILED'
    await tx.change(settleRequest, { id: row.id, status, reason, at: tx.now })
    // Other deadlines are left in place; they do nothing once it is settled.
    await tx.clearDeadline(requestDeadlines.expiry, String(row.id))
    const request = requestOf(row, { status, reason, settled_at: tx.now, transfer_id })
    await tx.emit({
      kind: `${request.kind}.settled`,
      phone: request.phone ?? undefined,
      trace: row.trace,
      data: summary(request, {
        environment: request.environment,
        status,
        reason,
        automatic: request.mandateId !== null,
      }),
    })
    return request
  }

  async #expire(tx: Tx, id: number): Promise<void> {
    const row = await loadRequest(tx, id)
    if (row?.status === 'PENDING' && tx.now >= row.expires_at) await this.#settle(tx, row, 'expired')
  }

  async #refuseUnknownPayer(tx: Tx, id: number): Promise<void> {
    const row = await loadRequest(tx, id)
    if (row?.status === 'PENDING' && row.payer_id === null) await this.#settle(tx, row, 'payer-not-found')
  }

  /** No person answers: the order's script or the world does, without a PIN. */
  async #answer(tx: Tx, id: number): Promise<void> {
    const row = await loadToSettle(tx, id)
    if (row?.status !== 'PENDING') return
    if (isOver(tx, row)) return void (await this.#settle(tx, row, 'expired'))
    const reason = simulatedAnswer(row, this.#config)
    if (reason === undefined) return
    if (reason !== null) await this.#settle(tx, row, reason)
    else if (row.payer_id === null) await this.#settle(tx, row, 'payer-not-found')
    else await this.#pay(tx, row)
  }
}

function written<Row>(id: number, row: Row | undefined): Row {
  if (!row) throw new Error(`payment request ${id} is not there after it was written`)
  return row
}

/** When its payer can no longer pay it. */
function endOf({ kind, validitySeconds }: NewPaymentRequest, now: number, config: WalletConfig): number {
  if (kind !== 'invoice') return now + millisecondsOf(config.expirySeconds)
  return validitySeconds === undefined ? noEnd : now + millisecondsOf(validitySeconds)
}

async function nextInvoiceNumber(tx: Tx): Promise<string> {
  return invoiceNumber(((await tx.first(lastRequest, {}))?.id ?? 0) + 1)
}

/** Settled or expired. From the due time on it is expired, even before the scheduler has run. */
const isOver = (tx: Tx, row: RequestRow) => row.status !== 'PENDING' || tx.now >= row.expires_at

function accountOf(id: number | null, balance: number | null, limits: string | null): Account | undefined {
  return id === null || balance === null ? undefined : { id, balance, limits }
}

/** The merchant's other fields, so that the request can be made again. */
function terms({ payer, product, externalId, payerMessage, payeeNote }: PaymentRequest) {
  return { payer: payer.id, product, externalId, message: payerMessage, note: payeeNote }
}

function bill({ number, createdAt, expiresAt }: PaymentRequest) {
  return {
    number: number ?? '',
    validitySeconds: expiresAt === noEnd ? null : (expiresAt - createdAt) / 1_000,
  }
}

/** `more` is spread last: a property added after a spread costs V8 seven times as much as the spread. */
function summary<More>({ id, referenceId, merchantName, amount, currency }: PaymentRequest, more: More) {
  return {
    requestId: id,
    referenceId,
    merchant: merchantName,
    amount: wireAmount(amount, currency),
    currency,
    ...more,
  }
}
