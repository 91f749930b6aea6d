import { hot, type Rx, type Tx, wireAmount } from '../kernel/index.ts'
import type { AccountHolders, Party } from './account-holder.ts'
import { breachesLimit, feeOf } from './charges.ts'
import type { PayerAnswer, WalletConfig } from './config.ts'
import { financialTransactionId, openAccount, type Posting, postTransfer, systemAccount } from './ledger.ts'
import type { PinRefusal } from './pin.ts'
import type { FailureReason, PartyType, RequestStatus, WalletTables } from './tables.ts'

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
>

type FinalRefusal = 'not-enough-funds' | 'payer-limit-reached' | 'payee-not-allowed-to-receive'

export type ApprovalOutcome =
  | { outcome: 'approved'; request: RequestToPay; balance: number }
  | PinRefusal
  | { outcome: FinalRefusal; request: RequestToPay }
  | { outcome: 'not-pending'; request: RequestToPay }
  | { outcome: 'not-found' }

export type RejectionOutcome =
  | { outcome: 'rejected' | 'not-pending'; request: RequestToPay }
  | { outcome: 'not-found' }

const select = (db: Parameters<Parameters<ReturnType<typeof hot<WalletTables, { id: number }>>>[0]>[0]) =>
  db
    .selectFrom('requests_to_pay as r')
    .innerJoin('account_holders as m', 'm.id', 'r.merchant_id')
    .leftJoin('transfers as t', 't.request_id', 'r.id')
    .leftJoin('aliases as a', (join) =>
      join.onRef('a.holder_id', '=', 'r.payer_id').on('a.type', '=', 'MSISDN'),
    )
    .selectAll('r')
    .select(['m.name as merchant_name', 'm.may_receive', 't.id as transfer_id', 'a.value as phone'])

const byId = hot<WalletTables, { id: number }>()((db, slot) => select(db).where('r.id', '=', slot('id')))
const byReference = hot<WalletTables, { merchantId: number; referenceId: string }>()((db, slot) =>
  select(db)
    .where('r.merchant_id', '=', slot('merchantId'))
    .where('r.reference_id', '=', slot('referenceId')),
)
const pendingOf = hot<WalletTables, { holderId: number; now: number; limit: number; offset: number }>()(
  (db, slot) =>
    select(db)
      .where('r.payer_id', '=', slot('holderId'))
      .where('r.status', '=', 'PENDING')
      .where('r.expires_at', '>', slot('now'))
      .orderBy('r.id')
      .limit(slot('limit'))
      .offset(slot('offset')),
)
/** Only ids, which the index itself has: rows are cheaper here than a count that stops at a limit. */
const pendingIds = hot<WalletTables, { holderId: number; now: number; most: number }>()((db, slot) =>
  db
    .selectFrom('requests_to_pay')
    .select('id')
    .where('payer_id', '=', slot('holderId'))
    .where('status', '=', 'PENDING')
    .where('expires_at', '>', slot('now'))
    .limit(slot('most')),
)
const settleRow = hot<
  WalletTables,
  { id: number; status: RequestStatus; reason: FailureReason | null; at: number }
>()((db, slot) =>
  db
    .updateTable('requests_to_pay')
    .set({ status: slot('status'), reason: slot('reason'), settled_at: slot('at') })
    .where('id', '=', slot('id'))
    .where('status', '=', 'PENDING'),
)

type Row = NonNullable<Awaited<ReturnType<typeof loadRow>>>
const loadRow = (rx: Rx, id: number) => rx.first(byId, { id })

function requestOf(row: Row): RequestToPay {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    product: row.product,
    referenceId: row.reference_id,
    environment: row.environment,
    payer: { type: row.payer_type as PartyType, id: row.payer_value },
    payerId: row.payer_id,
    phone: row.phone,
    amount: row.amount,
    fee: row.fee,
    currency: row.currency,
    externalId: row.external_id,
    payerMessage: row.payer_message,
    payeeNote: row.payee_note,
    status: row.status,
    reason: row.reason,
    financialTransactionId: row.transfer_id === null ? null : financialTransactionId(row.transfer_id),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    settledAt: row.settled_at,
  }
}

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
    const row = await loadRow(rx, id)
    return row && requestOf(row)
  }

  async byReference(
    rx: Rx,
    of: { merchantId: number; referenceId: string },
  ): Promise<RequestToPay | undefined> {
    const row = await rx.first(byReference, { ...of, referenceId: of.referenceId.toLowerCase() })
    return row && requestOf(row)
  }

  async pending(
    rx: Rx,
    holderId: number,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<RequestToPay[]> {
    return (await rx.run(pendingOf, { holderId, now: rx.now, offset, limit })).map(requestOf)
  }

  async countPending(rx: Rx, holderId: number, most: number): Promise<number> {
    return (await rx.run(pendingIds, { holderId, now: rx.now, most })).length
  }

  async create(
    tx: Tx,
    wanted: NewRequestToPay,
  ): Promise<{ outcome: 'accepted'; request: RequestToPay } | { outcome: 'duplicate' }> {
    const referenceId = wanted.referenceId.toLowerCase()
    if (await tx.first(byReference, { merchantId: wanted.merchantId, referenceId }))
      return { outcome: 'duplicate' }
    const { environment, currency, amount } = wanted
    const payerId = await this.holders.payer(tx, environment, currency, wanted.payer)
    const inserted = await tx
      .db<WalletTables>()
      .insertInto('requests_to_pay')
      .values({
        merchant_id: wanted.merchantId,
        product: wanted.product,
        reference_id: referenceId,
        environment,
        payer_type: wanted.payer.type,
        payer_value: wanted.payer.id,
        payer_id: payerId ?? null,
        amount,
        fee: feeOf(amount, currency, this.#config.fees),
        currency,
        external_id: wanted.externalId,
        payer_message: wanted.payerMessage,
        payee_note: wanted.payeeNote,
        status: 'PENDING',
        created_at: tx.now,
        expires_at: tx.now + this.#config.expirySeconds * 1000,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const request = requestOf(await this.#load(tx, inserted.id))
    await this.#plan(tx, request)
    return { outcome: 'accepted', request }
  }

  async #plan(tx: Tx, request: RequestToPay): Promise<void> {
    const { answer, delaySeconds } = this.#payerOf(request)
    const byHand = answer === 'by-hand' && request.payerId !== null
    await tx.emit({
      kind: 'request-to-pay.created',
      phone: request.phone ?? undefined,
      data: { ...summary(request), environment: request.environment, byHand },
    })
    const ref = String(request.id)
    if (request.payerId === null) return tx.setDeadline(deadlineKinds.refusal, ref, tx.now)
    await tx.setDeadline(deadlineKinds.expiry, ref, request.expiresAt)
    if (!byHand) await tx.setDeadline(deadlineKinds.answer, ref, tx.now + delaySeconds * 1000)
  }

  async approve(
    tx: Tx,
    { requestId, holderId, pin }: { requestId: number; holderId: number; pin: string },
  ): Promise<ApprovalOutcome> {
    const row = await loadRow(tx, requestId)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    const over = await this.#over(tx, row)
    if (over) return over
    const checked = await this.holders.pins.check(tx, holderId, pin, row.phone)
    if (checked.outcome !== 'ok') return checked
    return this.#pay(tx, row)
  }

  async reject(
    tx: Tx,
    { requestId, holderId }: { requestId: number; holderId: number },
  ): Promise<RejectionOutcome> {
    const row = await loadRow(tx, requestId)
    if (!row || row.payer_id !== holderId) return { outcome: 'not-found' }
    const over = await this.#over(tx, row)
    if (over) return over
    return { outcome: 'rejected', request: await this.#settle(tx, row, 'approval-rejected') }
  }

  /** Settled already, or past its time: at or after the due time it is expired, whatever the scheduler has done. */
  async #over(tx: Tx, row: Row): Promise<{ outcome: 'not-pending'; request: RequestToPay } | undefined> {
    if (row.status !== 'PENDING') return { outcome: 'not-pending', request: requestOf(row) }
    if (tx.now < row.expires_at) return undefined
    return { outcome: 'not-pending', request: await this.#settle(tx, row, 'expired') }
  }

  /** Funds are looked at after the PIN, and a shortage is final. */
  async #pay(tx: Tx, row: Row): Promise<ApprovalOutcome> {
    const { environment, currency, amount, fee } = row
    if (row.may_receive === 0) return this.#refuse(tx, row, 'payee-not-allowed-to-receive')
    const account = await openAccount(tx, { holderId: row.payer_id ?? 0, environment, currency, product: '' })
    if (
      await breachesLimit(tx, { accountId: account.id, amount: amount + fee, currency }, this.#config.limits)
    ) {
      return this.#refuse(tx, row, 'payer-limit-reached')
    }
    if (account.balance < amount + fee) return this.#refuse(tx, row, 'not-enough-funds')
    const merchant = await this.holders.merchantAccount(tx, {
      merchantId: row.merchant_id,
      environment,
      product: row.product,
      currency,
    })
    const postings: Posting[] = [{ from: account.id, to: merchant.id, amount }]
    if (fee > 0) {
      const fees = await systemAccount(tx, 'fees', environment, currency)
      postings.push({ from: account.id, to: fees.id, amount: fee })
    }
    const transferId = await postTransfer(tx, { kind: 'request-to-pay', requestId: row.id, postings })
    const request = await this.#settle(tx, { ...row, transfer_id: transferId }, null)
    return { outcome: 'approved', request, balance: account.balance - amount - fee }
  }

  async #refuse(tx: Tx, row: Row, reason: FinalRefusal): Promise<ApprovalOutcome> {
    return { outcome: reason, request: await this.#settle(tx, row, reason) }
  }

  async #settle(tx: Tx, row: Row, reason: FailureReason | null): Promise<RequestToPay> {
    const status: RequestStatus = reason === null ? 'SUCCESSFUL' : 'FAILED'
    await tx.change(settleRow, { id: row.id, status, reason, at: tx.now })
    // The other deadlines fire where they stand, and find it settled.
    await tx.clearDeadline(deadlineKinds.expiry, String(row.id))
    const request = requestOf({ ...row, status, reason, settled_at: tx.now })
    await tx.emit({
      kind: 'request-to-pay.settled',
      phone: request.phone ?? undefined,
      data: { ...summary(request), environment: request.environment, status, reason },
    })
    return request
  }

  async expire(tx: Tx, id: number): Promise<void> {
    const row = await loadRow(tx, id)
    if (row?.status === 'PENDING' && tx.now >= row.expires_at) await this.#settle(tx, row, 'expired')
  }

  async refuseUnknownPayer(tx: Tx, id: number): Promise<void> {
    const row = await loadRow(tx, id)
    if (row?.status === 'PENDING' && row.payer_id === null) await this.#settle(tx, row, 'payer-not-found')
  }

  /** The world answers for its payers: without a PIN, since nobody is there to know one. */
  async answer(tx: Tx, id: number): Promise<void> {
    const row = await loadRow(tx, id)
    if (row?.status !== 'PENDING' || (await this.#over(tx, row))) return
    const { answer } = this.#payerOf(row)
    if (answer === 'approve') await this.#pay(tx, row)
    if (answer === 'reject') await this.#settle(tx, row, 'approval-rejected')
  }

  #payerOf({ phone }: { phone: string | null }): PayerAnswer {
    const own = phone !== null && Object.hasOwn(this.#config.payersByPhone, phone)
    return (own ? this.#config.payersByPhone[phone] : undefined) ?? this.#config.payers
  }

  async #load(tx: Tx, id: number): Promise<Row> {
    const row = await loadRow(tx, id)
    if (!row) throw new Error(`request to pay ${id} is not there after it was written`)
    return row
  }
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
