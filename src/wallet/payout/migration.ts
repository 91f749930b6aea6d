import type { Law } from '../../kernel/index.ts'

export const payoutTable = `
      CREATE TABLE disbursements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        product TEXT NOT NULL,
        reference_id TEXT NOT NULL,
        environment TEXT NOT NULL,
        payee_type TEXT NOT NULL,
        payee_value TEXT NOT NULL,
        payee_id INTEGER REFERENCES account_holders (id),
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
        currency TEXT NOT NULL,
        external_id TEXT,
        payer_message TEXT,
        payee_note TEXT,
        script TEXT,
        status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCESSFUL', 'FAILED')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        settled_at INTEGER,
        UNIQUE (merchant_id, reference_id)
      );
      CREATE INDEX disbursements_by_payee ON disbursements (payee_id, id);`

/** Before, each was a transfer to a payee. */
export const payoutsOfKinds = `
      ALTER TABLE disbursements ADD COLUMN kind TEXT NOT NULL DEFAULT 'disbursement';
      ALTER TABLE disbursements ADD COLUMN fee INTEGER NOT NULL DEFAULT 0 CHECK (typeof(fee) = 'integer' AND fee >= 0);
      ALTER TABLE disbursements ADD COLUMN refunded_request_id INTEGER REFERENCES requests_to_pay (id);
      ALTER TABLE disbursements ADD COLUMN details TEXT;
      CREATE INDEX disbursements_by_refunded_request ON disbursements (refunded_request_id)
        WHERE refunded_request_id IS NOT NULL;`

/** The same laws as for a payment request. */
export const payoutLaws: readonly Law[] = [
  {
    name: 'disbursements_are_not_replaced',
    table: 'disbursements',
    on: 'insert',
    where: `EXISTS (SELECT 1 FROM disbursements WHERE id = NEW.id
      OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))`,
    refuse: 'there is such a disbursement already',
  },
  {
    name: 'disbursements_start_pending',
    table: 'disbursements',
    on: 'insert',
    where: `NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL`,
    refuse: 'a disbursement starts pending',
  },
  {
    name: 'disbursements_end_once',
    table: 'disbursements',
    on: 'update',
    where: `OLD.status <> 'PENDING'`,
    refuse: 'a terminal status never changes',
  },
  {
    name: 'disbursements_keep_their_terms',
    table: 'disbursements',
    on: 'update',
    where: `NEW.amount <> OLD.amount OR NEW.fee <> OLD.fee OR NEW.kind <> OLD.kind OR NEW.currency <> OLD.currency OR NEW.merchant_id <> OLD.merchant_id
      OR NEW.reference_id <> OLD.reference_id OR NEW.payee_id IS DISTINCT FROM OLD.payee_id OR NEW.id <> OLD.id
      OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment OR NEW.payee_type <> OLD.payee_type
      OR NEW.payee_value <> OLD.payee_value OR NEW.refunded_request_id IS DISTINCT FROM OLD.refunded_request_id`,
    refuse: 'the terms of a disbursement never change',
  },
  {
    name: 'disbursements_succeed_with_money',
    table: 'disbursements',
    on: 'update',
    where: `CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount + NEW.fee ELSE 0 END <> COALESCE((
      SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.disbursement_id = NEW.id), 0)`,
    refuse: 'a disbursement is successful when its money has moved, and only then',
  },
  {
    name: 'disbursements_refund_what_was_paid',
    table: 'disbursements',
    on: 'insert',
    where: `NEW.kind <> 'refund' AND NEW.refunded_request_id IS NOT NULL
      OR NEW.kind = 'refund' AND NEW.refunded_request_id IS NULL AND NEW.script IS NULL`,
    refuse:
      'a refund names the payment request whose money it gives back, or is scripted, and nothing else names one',
  },
  {
    name: 'disbursements_refund_no_more_than_was_paid',
    table: 'disbursements',
    on: 'update',
    where: `NEW.status = 'SUCCESSFUL' AND NEW.kind = 'refund' AND NEW.amount + (
      SELECT COALESCE(SUM(amount), 0) FROM disbursements
      WHERE refunded_request_id = NEW.refunded_request_id AND status = 'SUCCESSFUL' AND id <> NEW.id) > COALESCE((
      SELECT amount FROM requests_to_pay WHERE id = NEW.refunded_request_id AND status = 'SUCCESSFUL'
      AND merchant_id = NEW.merchant_id AND payer_id = NEW.payee_id AND environment = NEW.environment
      AND currency = NEW.currency), 0)`,
    refuse: 'no more is refunded than was paid, to who paid it, in its currency',
  },
  {
    name: 'disbursements_stay',
    table: 'disbursements',
    on: 'delete',
    refuse: 'a disbursement is never deleted',
  },
]
