import type { Law } from '../../kernel/index.ts'

export const paymentRequestTable = `
      CREATE TABLE requests_to_pay (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        product TEXT NOT NULL,
        reference_id TEXT NOT NULL,
        environment TEXT NOT NULL,
        payer_type TEXT NOT NULL,
        payer_value TEXT NOT NULL,
        payer_id INTEGER REFERENCES account_holders (id),
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
        fee INTEGER NOT NULL CHECK (typeof(fee) = 'integer' AND fee >= 0),
        currency TEXT NOT NULL,
        external_id TEXT,
        payer_message TEXT,
        payee_note TEXT,
        pre_approval_id INTEGER REFERENCES pre_approval_items (id),
        script TEXT,
        place INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCESSFUL', 'FAILED')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        settled_at INTEGER,
        UNIQUE (merchant_id, reference_id)
      );
      CREATE INDEX requests_to_pay_pending ON requests_to_pay (payer_id, place, expires_at)
        WHERE status = 'PENDING' AND script IS NULL;`

/** Before, each was a request to pay. */
export const paymentRequestsOfKinds = `
      ALTER TABLE requests_to_pay ADD COLUMN kind TEXT NOT NULL DEFAULT 'request-to-pay';
      ALTER TABLE requests_to_pay ADD COLUMN number TEXT;
      CREATE UNIQUE INDEX requests_to_pay_by_number ON requests_to_pay (number) WHERE number IS NOT NULL;`

/** It starts pending, ends once, keeps its terms, and is successful if and only if its money has moved. */
export const paymentRequestLaws: readonly Law[] = [
  {
    name: 'requests_to_pay_start_pending',
    table: 'requests_to_pay',
    on: 'insert',
    where: `NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL`,
    refuse: 'a request to pay starts pending',
  },
  {
    name: 'requests_to_pay_end_once',
    table: 'requests_to_pay',
    on: 'update',
    where: `OLD.status <> 'PENDING'`,
    refuse: 'a terminal status never changes',
  },
  {
    name: 'requests_to_pay_keep_their_terms',
    table: 'requests_to_pay',
    on: 'update',
    where: `NEW.amount <> OLD.amount OR NEW.fee <> OLD.fee OR NEW.currency <> OLD.currency
      OR NEW.merchant_id <> OLD.merchant_id OR NEW.reference_id <> OLD.reference_id OR NEW.payer_id IS DISTINCT FROM OLD.payer_id
      OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.number IS DISTINCT FROM OLD.number OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment
      OR NEW.payer_type <> OLD.payer_type OR NEW.payer_value <> OLD.payer_value OR NEW.expires_at <> OLD.expires_at
      OR NEW.pre_approval_id IS DISTINCT FROM OLD.pre_approval_id`,
    refuse: 'the terms of a request to pay never change',
  },
  {
    name: 'requests_to_pay_succeed_with_money',
    table: 'requests_to_pay',
    on: 'update',
    where: `CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount + NEW.fee ELSE 0 END <> COALESCE((
      SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.request_id = NEW.id), 0)`,
    refuse: 'a request to pay is successful when its money has moved, and only then',
  },
  {
    name: 'requests_to_pay_stay',
    table: 'requests_to_pay',
    on: 'delete',
    refuse: 'a request to pay is never deleted',
  },
]
