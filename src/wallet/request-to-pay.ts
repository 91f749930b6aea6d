import { type Rx, type Tx, wireAmount } from '../kernel/index.ts'
import type { AccountHolders, Party } from './account-holder.ts'
import { feeOf } from './charges.ts'
import { answerOf, type WalletConfig } from './config.ts'
import type { Account } from './ledger.ts'
import { type PaymentRefusal, pay } from './payment.ts'
import type { PinRefusal } from './pin.ts'
import { preApprovalInForce, usePreApproval } from './pre-approval-row.ts'
import {
  insertRequest,
  loadRequest,
  loadToSettle,
  type RequestRow,
  type RowToSettle,
  requestByReference,
  requestOf,
  settleRequest,
} from './request-to-pay-row.ts'
import { readScript, type Scripted, writeScript } from './scripted.ts'
import type { FailureReason, RequestStatus } from './tables.ts'

/** A merchant's request that a payer pay. Money in minor units, times in epoch milliseconds. */
export interface RequestToPay {
  id: number
  merchantId: number
  merchantName: string
  product: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payer: Party
  /** The payer's account holder; null where nobody was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  amount: number
  /** On top of the amount. */
  fee: number
  currency: string
  externalId: string | null
  payerMessage: string | null
  payeeNote: string | null
  /** The pre-approval under which it is debited without asking. */
  preApprovalId: number | null
  status: RequestStatus
  reason: FailureReason | null
  financialTransactionId: string | null
  createdAt: number
  expiresAt: number
  settledAt: number | null
}

export type NewRequestToPay = Pick<
  RequestToPay,
  | 'merchantId'
  | 'product'
  | 'referenceId'
  | 'environment'
  | 'payer'
  | 'amount'
  | 'currency'
  | 'externalId'
  | 'payerMessage'
  | 'payeeNote'
> & {
  scripted?: Scripted
  /** False: the payer is asked, whatever pre-approval there is. */
  automatic?: boolean
}

export type ApprovalOutcome =
  | { outcome: 'approved'; request: RequestToPay; balance: number }
  | PinRefusal
  | { outcome: PaymentRefusal; request: RequestToPay }
  | { outcome: 'not-pending'; request: RequestToPay }
  | { outcome: 'not-found' }

export type RejectionOutcome =
  | { outcome: 'rejected' | 'not-pending'; request: RequestToPay }
  | { outcome: 'not-found' }

/** Deadline kinds; the ref is the request's id. */
export const deadlineKinds = {
  /** The payer had long enough. */
  expiry: 'request-to-pay.expiry',
  /** What was accepted turns out to be impossible: MTN says so only afterwards. */
  refusal: 'request-to-pay.refusal',
  /** The world answers for the payer. */
  answer: 'request-to-pay.answer',
} as const

export class RequestsToPay {
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

  async byId(rx: Rx, id: number): Promise<RequestToPay | undefined> {
    const row = await loadRequest(rx, id)
    return row && requestOf(row)
  }

  async byReference(
    rx: Rx,
    of: { merchantId: number; referenceId: string },
  ): Promise<RequestToPay | undefined> {
    const row = await rx.first(requestByReference, { ...of, referenceId: of.referenceId.toLowerCase() })
    return row && requestOf(row)
  }

  async create(
    tx: Tx,
    wanted: NewRequestToPay,
  ): Promise<{ outcome: 'accepted'; request: RequestToPay } | { outcome: 'duplicate' }> {
    const referenceId = wanted.referenceId.toLowerCase()
    if (await tx.first(requestByReference, { merchantId: wanted.merchantId, referenceId }))
      return { outcome: 'duplicate' }
    const { environment, currency, amount, merchantId, scripted } = wanted
    const payerId = (await this.holders.party(tx, environment, currency, wanted.payer)) ?? null
    const mayCover = payerId !== null && !scripted && wanted.automatic !== false
    const cover = mayCover && { merchantId, payerId, environment, currency, now: tx.now }
    const preApproval = cover ? await tx.first(preApprovalInForce, cover) : undefined
    const id = await tx.insert(insertRequest, {
      merchantId,
      product: wanted.product,
      referenceId,
      environment,
      payerType: wanted.payer.type,
      payerValue: wanted.payer.id,
      payerId,
      amount,
      fee: feeOf(amount, currency, this.#config.fees),
      currency,
      externalId: wanted.externalId,
      payerMessage: wanted.payerMessage,
      payeeNote: wanted.payeeNote,
      preApprovalId: preApproval?.id ?? null,
      script: writeScript(scripted),
      createdAt: tx.now,
      expiresAt: tx.now + this.#config.expirySeconds * 1000,
    })
    const row = await this.#load(tx, id)
    await this.#begin(tx, row)
    // Debited without asking; the row as it was found is what the answer tells.
    if (preApproval) await this.#pay(tx, row)
    return { outcome: 'accepted', request: requestOf(preApproval ? await this.#load(tx, row.id) : row) }
  }

  /** Says that it is there, and sets what is to happen by itself. */
  async #begin(tx: Tx, row: RequestRow): Promise<void> {
    const request = requestOf(row)
    const { answer, delaySeconds } = answerOf(this.#config, request.phone)
    const scripted = readScript(row.script)
    const automatic = request.preApprovalId !== null
    const byHand = answer === 'by-hand' && request.payerId !== null && !scripted && !automatic
    await tx.emit({
      kind: 'request-to-pay.created',
      phone: request.phone ?? undefined,
      data: { ...summary(request), ...terms(request), environment: request.environment, byHand, automatic },
    })
    if (automatic) return
    const ref = String(request.id)
    if (request.payerId === null && !scripted) return tx.setDeadline(deadlineKinds.refusal, ref, tx.now)
    await tx.setDeadline(deadlineKinds.expiry, ref, request.expiresAt)
    const after = scripted ? scripted.afterSeconds : byHand ? null : delaySeconds
    if (after !== null) await tx.setDeadline(deadlineKinds.answer, ref, tx.now + after * 1000)
  }

  async approve(
    tx: Tx,
    { requestId, holderId, pin }: { requestId: number; holderId: number; pin: string },
  ): Promise<ApprovalOutcome> {
    const row = await loadToSettle(tx, requestId)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    const over = isOver(tx, row) && (await this.#over(tx, row))
    if (over) return over
    const checked = await this.holders.pins.compare(tx, { holderId, pin, phone: row.phone }, row)
    if (checked.outcome !== 'ok') return checked
    return this.#pay(tx, row)
  }

  async reject(
    tx: Tx,
    { requestId, holderId }: { requestId: number; holderId: number },
  ): Promise<RejectionOutcome> {
    const row = await loadRequest(tx, requestId)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    const over = isOver(tx, row) && (await this.#over(tx, row))
    if (over) return over
    return { outcome: 'rejected', request: await this.#settle(tx, row, 'approval-rejected') }
  }

  async #over(tx: Tx, row: RequestRow): Promise<{ outcome: 'not-pending'; request: RequestToPay }> {
    const request = row.status === 'PENDING' ? await this.#settle(tx, row, 'expired') : requestOf(row)
    return { outcome: 'not-pending', request }
  }

  /** Funds are looked at after the PIN, and a shortage is final. */
  async #pay(tx: Tx, row: RowToSettle): Promise<ApprovalOutcome> {
    const paid = await pay(
      tx,
      {
        kind: 'request-to-pay',
        itemId: row.id,
        direction: 'to-merchant',
        personId: row.payer_id ?? 0,
        merchantId: row.merchant_id,
        environment: row.environment,
        product: row.product,
        currency: row.currency,
        amount: row.amount,
        fee: row.fee,
        mayReceive: row.may_receive === 1,
        person: accountOf(row.from_id, row.from_balance, row.limits),
        merchant: accountOf(row.to_id, row.to_balance, null),
      },
      { holders: this.holders, config: this.#config },
    )
    if (paid.outcome !== 'paid') {
      return { outcome: paid.outcome, request: await this.#settle(tx, row, paid.outcome) }
    }
    if (row.pre_approval_id !== null) await tx.change(usePreApproval, { id: row.pre_approval_id, at: tx.now })
    row.transfer_id = paid.transferId
    const request = await this.#settle(tx, row, null)
    return { outcome: 'approved', request, balance: paid.balance }
  }

  async #settle(tx: Tx, row: RequestRow, reason: FailureReason | null): Promise<RequestToPay> {
    const status: RequestStatus = reason === null ? 'SUCCESSFUL' : 'FAILED'
    await tx.change(settleRequest, { id: row.id, status, reason, at: tx.now })
    // The other deadlines fire where they stand, and find it settled.
    await tx.clearDeadline(deadlineKinds.expiry, String(row.id))
    const request = requestOf(Object.assign(row, { status, reason, settled_at: tx.now }))
    await tx.emit({
      kind: 'request-to-pay.settled',
      phone: request.phone ?? undefined,
      data: {
        ...summary(request),
        environment: request.environment,
        status,
        reason,
        automatic: request.preApprovalId !== null,
      },
    })
    return request
  }

  async expire(tx: Tx, id: number): Promise<void> {
    const row = await loadRequest(tx, id)
    if (row?.status === 'PENDING' && tx.now >= row.expires_at) await this.#settle(tx, row, 'expired')
  }

  async refuseUnknownPayer(tx: Tx, id: number): Promise<void> {
    const row = await loadRequest(tx, id)
    if (row?.status === 'PENDING' && row.payer_id === null) await this.#settle(tx, row, 'payer-not-found')
  }

  /** Nobody is at the phone: a vendor's test number or the world answers, without a PIN. */
  async answer(tx: Tx, id: number): Promise<void> {
    const row = await loadToSettle(tx, id)
    if (row?.status !== 'PENDING') return
    if (isOver(tx, row)) return void (await this.#settle(tx, row, 'expired'))
    const scripted = readScript(row.script)
    if (scripted?.reason) return void (await this.#settle(tx, row, scripted.reason))
    const answer = scripted ? 'approve' : answerOf(this.#config, row.phone).answer
    if (answer === 'reject') await this.#settle(tx, row, 'approval-rejected')
    if (answer !== 'approve') return
    if (row.payer_id === null) await this.#settle(tx, row, 'payer-not-found')
    else await this.#pay(tx, row)
  }

  async #load(tx: Tx, id: number): Promise<RowToSettle> {
    const row = await loadToSettle(tx, id)
    if (!row) throw new Error(`request to pay ${id} is not there after it was written`)
    return row
  }
}

/** Settled, or past its time: at or after the due time it is expired, whatever the scheduler has done. */
const isOver = (tx: Tx, row: RequestRow) => row.status !== 'PENDING' || tx.now >= row.expires_at

function accountOf(id: number | null, balance: number | null, limits: string | null): Account | undefined {
  return id === null || balance === null ? undefined : { id, balance, limits }
}

/** What the merchant asked beside the amount, by which the request can be made again. */
function terms({ payer, externalId, payerMessage, payeeNote }: RequestToPay) {
  return { payer: payer.id, externalId, message: payerMessage, note: payeeNote }
}

function summary({ id, referenceId, merchantName, amount, currency }: RequestToPay) {
  return {
    requestId: id,
    referenceId,
    merchant: merchantName,
    amount: wireAmount(amount, currency),
    currency,
  }
}
