import type { Law } from '../../kernel/index.ts'

export const mandateTable = `
      CREATE TABLE pre_approval_items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        public_id TEXT NOT NULL UNIQUE,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        reference_id TEXT NOT NULL,
        environment TEXT NOT NULL,
        payer_type TEXT NOT NULL,
        payer_value TEXT NOT NULL,
        payer_id INTEGER REFERENCES account_holders (id),
        currency TEXT NOT NULL,
        message TEXT,
        validity_seconds INTEGER NOT NULL CHECK (typeof(validity_seconds) = 'integer' AND validity_seconds >= 0),
        script TEXT,
        place INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        settled_at INTEGER,
        valid_until INTEGER,
        last_used_at INTEGER,
        ended_at INTEGER,
        UNIQUE (merchant_id, reference_id)
      );
      CREATE INDEX pre_approvals_pending ON pre_approval_items (payer_id, place, expires_at)
        WHERE status = 'PENDING' AND script IS NULL;
      CREATE INDEX pre_approvals_of_payers ON pre_approval_items (payer_id, status, settled_at);`

/** Before, each was a pre-approval. */
export const mandatesOfKinds = `
      ALTER TABLE pre_approval_items ADD COLUMN kind TEXT NOT NULL DEFAULT 'pre-approval' CHECK (kind IN ('pre-approval', 'consent'));
      ALTER TABLE pre_approval_items ADD COLUMN scopes TEXT CHECK ((kind = 'consent') = (scopes IS NOT NULL));`

/** It starts pending, ends once, keeps its terms; only one in force lets a payment request debit without asking. */
export const mandateLaws: readonly Law[] = [
  {
    name: 'pre_approvals_are_not_replaced',
    table: 'pre_approval_items',
    on: 'insert',
    where: `EXISTS (SELECT 1 FROM pre_approval_items WHERE id = NEW.id OR public_id = NEW.public_id
      OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))`,
    refuse: 'there is such a pre-approval already',
  },
  {
    name: 'pre_approvals_start_pending',
    table: 'pre_approval_items',
    on: 'insert',
    where: `NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL OR NEW.valid_until IS NOT NULL
      OR NEW.last_used_at IS NOT NULL OR NEW.ended_at IS NOT NULL`,
    refuse: 'a pre-approval starts pending',
  },
  {
    name: 'pre_approvals_end_once',
    table: 'pre_approval_items',
    on: 'update',
    where: `CASE OLD.status
      WHEN 'PENDING' THEN NEW.status NOT IN ('APPROVED', 'REJECTED', 'EXPIRED', 'FAILED')
      WHEN 'APPROVED' THEN NEW.status NOT IN ('APPROVED', 'CANCELLED', 'EXPIRED')
      OR NEW.valid_until IS DISTINCT FROM OLD.valid_until OR NEW.settled_at IS DISTINCT FROM OLD.settled_at
      ELSE TRUE END`,
    refuse: 'a terminal status never changes',
  },
  {
    name: 'pre_approvals_keep_their_terms',
    table: 'pre_approval_items',
    on: 'update',
    where: `NEW.id <> OLD.id OR NEW.public_id <> OLD.public_id OR NEW.merchant_id <> OLD.merchant_id
      OR NEW.reference_id <> OLD.reference_id OR NEW.environment <> OLD.environment OR NEW.payer_id IS DISTINCT FROM OLD.payer_id
      OR NEW.kind <> OLD.kind OR NEW.scopes IS DISTINCT FROM OLD.scopes OR NEW.payer_type <> OLD.payer_type OR NEW.payer_value <> OLD.payer_value OR NEW.currency <> OLD.currency
      OR NEW.message IS DISTINCT FROM OLD.message OR NEW.validity_seconds <> OLD.validity_seconds OR NEW.expires_at <> OLD.expires_at`,
    refuse: 'the terms of a pre-approval never change',
  },
  {
    name: 'pre_approvals_stay',
    table: 'pre_approval_items',
    on: 'delete',
    refuse: 'a pre-approval is never deleted',
  },
  {
    name: 'requests_to_pay_debited_under_a_pre_approval',
    table: 'requests_to_pay',
    on: 'insert',
    where: `NEW.pre_approval_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM pre_approval_items a WHERE a.id = NEW.pre_approval_id AND a.kind = 'pre-approval' AND a.status = 'APPROVED'
      AND a.merchant_id = NEW.merchant_id AND a.payer_id = NEW.payer_id AND a.currency = NEW.currency
      AND a.environment = NEW.environment AND (a.valid_until IS NULL OR a.valid_until > NEW.created_at))`,
    refuse: 'no such pre-approval is in force',
  },
]
