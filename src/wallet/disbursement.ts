import { hot, type Rx, type Tx, wireAmount } from '../kernel/index.ts'
import type { AccountHolders, Party } from './account-holder.ts'
import type { WalletConfig } from './config.ts'
import { financialTransactionId } from './ledger.ts'
import { pay } from './payment.ts'
import { readScript, type Scripted, writeScript } from './scripted.ts'
import type { FailureReason, PartyType, RequestStatus, WalletTables } from './tables.ts'

/** Money that a merchant sends to a person. Money in minor units, times in epoch milliseconds. */
export interface Disbursement {
  id: number
  merchantId: number
  merchantName: string
  /** The MoMo product, whose account it comes from. */
  product: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payee: Party
  /** The payee's account holder; null where nobody was found. */
  payeeId: number | null
  /** The payee's handset, `+` and digits. */
  phone: string | null
  amount: number
  currency: string
  externalId: string | null
  payerMessage: string | null
  payeeNote: string | null
  status: RequestStatus
  reason: FailureReason | null
  financialTransactionId: string | null
  createdAt: number
  settledAt: number | null
}

export type NewDisbursement = Pick<
  Disbursement,
  | 'merchantId'
  | 'product'
  | 'referenceId'
  | 'environment'
  | 'payee'
  | 'amount'
  | 'currency'
  | 'externalId'
  | 'payerMessage'
  | 'payeeNote'
> & { scripted?: Scripted }

/** The deadline at which money moves: after the merchant has been told that its order is accepted. */
export const disbursementDue = 'disbursement.due'

const select = (db: Parameters<Parameters<ReturnType<typeof hot<WalletTables, { id: number }>>>[0]>[0]) =>
  db
    .selectFrom('disbursements as d')
    .innerJoin('account_holders as m', 'm.id', 'd.merchant_id')
    .leftJoin('transfers as t', 't.disbursement_id', 'd.id')
    .leftJoin('aliases as a', (join) =>
      join.onRef('a.holder_id', '=', 'd.payee_id').on('a.type', '=', 'MSISDN'),
    )
    .selectAll('d')
    .select(['m.name as merchant_name', 't.id as transfer_id', 'a.value as phone'])

const byId = hot<WalletTables, { id: number }>()((db, slot) => select(db).where('d.id', '=', slot('id')))
const byReference = hot<WalletTables, { merchantId: number; referenceId: string }>()((db, slot) =>
  select(db)
    .where('d.merchant_id', '=', slot('merchantId'))
    .where('d.reference_id', '=', slot('referenceId')),
)
const settle = hot<
  WalletTables,
  { id: number; status: RequestStatus; reason: FailureReason | null; at: number }
>()((db, slot) =>
  db
    .updateTable('disbursements')
    .set({ status: slot('status'), reason: slot('reason'), settled_at: slot('at') })
    .where('id', '=', slot('id'))
    .where('status', '=', 'PENDING'),
)

const load = (rx: Rx, id: number) => rx.first(byId, { id })
type Row = NonNullable<Awaited<ReturnType<typeof load>>>

export class Disbursements {
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

  async byId(rx: Rx, id: number): Promise<Disbursement | undefined> {
    const row = await load(rx, id)
    return row && disbursementOf(row)
  }

  async byReference(
    rx: Rx,
    of: { merchantId: number; referenceId: string },
  ): Promise<Disbursement | undefined> {
    const row = await rx.first(byReference, { ...of, referenceId: of.referenceId.toLowerCase() })
    return row && disbursementOf(row)
  }

  async create(
    tx: Tx,
    wanted: NewDisbursement,
  ): Promise<{ outcome: 'accepted'; disbursement: Disbursement } | { outcome: 'duplicate' }> {
    const referenceId = wanted.referenceId.toLowerCase()
    const { merchantId, environment, currency, scripted } = wanted
    if (await tx.first(byReference, { merchantId, referenceId })) return { outcome: 'duplicate' }
    const payeeId = (await this.holders.party(tx, environment, currency, wanted.payee)) ?? null
    const { id } = await tx
      .db<WalletTables>()
      .insertInto('disbursements')
      .values({
        merchant_id: merchantId,
        product: wanted.product,
        reference_id: referenceId,
        environment,
        payee_type: wanted.payee.type,
        payee_value: wanted.payee.id,
        payee_id: payeeId,
        amount: wanted.amount,
        currency,
        external_id: wanted.externalId,
        payer_message: wanted.payerMessage,
        payee_note: wanted.payeeNote,
        script: writeScript(scripted),
        status: 'PENDING',
        created_at: tx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const disbursement = await this.byId(tx, id)
    if (!disbursement) throw new Error(`disbursement ${id} is not there after it was written`)
    const { payee, product, externalId, payerMessage, payeeNote } = disbursement
    const terms = { payee: payee.id, product, externalId, message: payerMessage, note: payeeNote }
    await this.#tell(tx, 'disbursement.created', disbursement, terms)
    const after = scripted ? scripted.afterSeconds : 0
    if (after !== null) await tx.setDeadline(disbursementDue, String(id), tx.now + after * 1000)
    return { outcome: 'accepted', disbursement }
  }

  /** Moves the money, or finds why it cannot. */
  async perform(tx: Tx, id: number): Promise<void> {
    const row = await load(tx, id)
    if (row?.status !== 'PENDING') return
    const scripted = readScript(row.script)
    if (scripted?.reason) return this.#settle(tx, row, scripted.reason)
    if (row.payee_id === null) return this.#settle(tx, row, 'payee-not-found')
    const paid = await pay(
      tx,
      {
        kind: 'disbursement',
        itemId: row.id,
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
      { holders: this.holders, config: this.#config },
    )
    if (paid.outcome === 'paid') await this.#settle(tx, { ...row, transfer_id: paid.transferId }, null)
    else await this.#settle(tx, row, paid.outcome)
  }

  async #settle(tx: Tx, row: Row, reason: FailureReason | null): Promise<void> {
    const status: RequestStatus = reason === null ? 'SUCCESSFUL' : 'FAILED'
    await tx.change(settle, { id: row.id, status, reason, at: tx.now })
    await this.#tell(
      tx,
      'disbursement.settled',
      disbursementOf({ ...row, status, reason, settled_at: tx.now }),
    )
  }

  async #tell(
    tx: Tx,
    kind: string,
    disbursement: Disbursement,
    more: Record<string, string | null> = {},
  ): Promise<void> {
    const { id, referenceId, merchantName, amount, currency, environment, status, reason } = disbursement
    await tx.emit({
      kind,
      phone: disbursement.phone ?? undefined,
      data: {
        disbursementId: id,
        referenceId,
        merchant: merchantName,
        amount: wireAmount(amount, currency),
        currency,
        environment,
        status,
        reason,
        ...more,
      },
    })
  }
}

function disbursementOf(row: Row): Disbursement {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    product: row.product,
    referenceId: row.reference_id,
    environment: row.environment,
    payee: { type: row.payee_type as PartyType, id: row.payee_value },
    payeeId: row.payee_id,
    phone: row.phone,
    amount: row.amount,
    currency: row.currency,
    externalId: row.external_id,
    payerMessage: row.payer_message,
    payeeNote: row.payee_note,
    status: row.status,
    reason: row.reason,
    financialTransactionId: row.transfer_id === null ? null : financialTransactionId(row.transfer_id),
    createdAt: row.created_at,
    settledAt: row.settled_at,
  }
}
