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
    where: `NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency OR NEW.merchant_id <> OLD.merchant_id
      OR NEW.reference_id <> OLD.reference_id OR NEW.payee_id IS DISTINCT FROM OLD.payee_id OR NEW.id <> OLD.id
      OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment OR NEW.payee_type <> OLD.payee_type
      OR NEW.payee_value <> OLD.payee_value`,
    refuse: 'the terms of a disbursement never change',
  },
  {
    name: 'disbursements_succeed_with_money',
    table: 'disbursements',
    on: 'update',
    where: `CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount ELSE 0 END <> COALESCE((
      SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.disbursement_id = NEW.id), 0)`,
    refuse: 'a disbursement is successful when its money has moved, and only then',
  },
  {
    name: 'disbursements_stay',
    table: 'disbursements',
    on: 'delete',
    refuse: 'a disbursement is never deleted',
  },
]
