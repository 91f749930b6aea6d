import type { Generated, Kysely } from 'kysely'
import type {
  MandateKind,
  PaymentRequestKind,
  PayoutKind,
  PreApprovalStatus,
  RequestStatus,
} from '../terms/sim/statuses.ts'
import type { FailureReason } from './failure-reason.ts'

export type { FailureReason } from './failure-reason.ts'

export type PartyType = 'MSISDN' | 'EMAIL' | 'PARTY_CODE'
export type Language = 'en' | 'fr'
export type Gender = 'MALE' | 'FEMALE'
type HolderKind = 'person' | 'merchant' | 'system'
/** Stored. */
export type TransferKind = 'funding' | PaymentRequestKind | PayoutKind

/** Amounts are in minor units, times in epoch milliseconds of the business clock. */
export interface WalletTables {
  account_holders: {
    id: Generated<number>
    kind: HolderKind
    name: string
    language: Language
    pin_hash: string | null
    wrong_pins: Generated<number>
    locked: Generated<number>
    may_receive: Generated<number>
    /** JSON of the holder's own limits; null: the world's limits apply. */
    limits: string | null
    birthdate: string | null
    gender: Gender | null
    /** JSON of {@link PersonDetails}: what a merchant reads with a consent alone. Null: none. */
    details: string | null
    /** 1: the wallet opened on first use; no world file names its holder. */
    by_itself: Generated<number>
    created_at: number
  }
  aliases: { type: PartyType; value: string; holder_id: number }
  accounts: {
    id: Generated<number>
    holder_id: number
    environment: string
    currency: string
    /** What a merchant keeps the account for: a provider names one for each of its products. Empty for a person's. */
    product: string
    may_overdraw: number
    balance: Generated<number>
    last_posting_id: Generated<number>
  }
  requests_to_pay: {
    id: Generated<number>
    kind: PaymentRequestKind
    merchant_id: number
    product: string
    reference_id: string
    environment: string
    payer_type: PartyType
    payer_value: string
    payer_id: number | null
    amount: number
    fee: number
    currency: string
    external_id: string | null
    payer_message: string | null
    payee_note: string | null
    /** The mandate under which it is debited without asking. */
    pre_approval_id: number | null
    /** JSON of {@link Scripted}: no person answers it. */
    script: string | null
    /** The number under which its payer finds it: of an invoice. */
    number: string | null
    /** Its place in the queue of what waits for the payer's answer; 0: an invoice, which its payer takes up when he likes. */
    place: number
    status: RequestStatus
    reason: FailureReason | null
    created_at: number
    expires_at: number
    settled_at: number | null
    /** Of the cause of the order: what the order causes belongs to it too. Null in rows of older versions. */
    trace: string | null
  }
  pre_approval_items: {
    id: Generated<number>
    kind: MandateKind
    public_id: string
    merchant_id: number
    reference_id: string
    environment: string
    payer_type: PartyType
    payer_value: string
    payer_id: number | null
    /** Empty for a consent. */
    currency: string
    /** What a consent lets its merchant read, separated by blanks; null for a pre-approval. */
    scopes: string | null
    message: string | null
    validity_seconds: number
    script: string | null
    place: number
    status: PreApprovalStatus
    reason: FailureReason | null
    created_at: number
    expires_at: number
    settled_at: number | null
    valid_until: number | null
    last_used_at: number | null
    ended_at: number | null
    trace: string | null
  }
  disbursements: {
    id: Generated<number>
    kind: PayoutKind
    merchant_id: number
    product: string
    reference_id: string
    environment: string
    payee_type: PartyType
    payee_value: string
    payee_id: number | null
    amount: number
    /** Paid by the merchant on top of the amount. */
    fee: number
    currency: string
    external_id: string | null
    payer_message: string | null
    payee_note: string | null
    /** The payment request whose money it gives back: of a refund. */
    refunded_request_id: number | null
    /** JSON of what the provider keeps of it beside. */
    details: string | null
    script: string | null
    status: RequestStatus
    reason: FailureReason | null
    created_at: number
    settled_at: number | null
    trace: string | null
  }
  /** Rows that other programs inserted into the view `requests`, until they become payment requests. */
  incoming_requests: {
    id: Generated<number>
    merchant_id: number
    environment: string
    payer_type: PartyType
    payer_value: string
    amount: number
    currency: string
    reference_id: string | null
    external_id: string | null
    payer_message: string | null
    payee_note: string | null
  }
  transfers: {
    id: Generated<number>
    kind: TransferKind
    request_id: number | null
    disbursement_id: number | null
    at: number
    trace: string | null
  }
  postings: {
    id: Generated<number>
    transfer_id: number
    debit_account_id: number
    credit_account_id: number
    amount: number
  }
}

export type WalletDb = Kysely<WalletTables>
