import type { Migration } from '../kernel/index.ts'

/** The wallet's tables, with the laws of the ledger as triggers, and the views for other programs. */
export const walletMigrations: readonly Migration[] = [
  {
    step: 2,
    name: 'wallet: account holders, ledger, requests to pay, pre-approvals, disbursements',
    sql: `
      CREATE TABLE account_holders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'merchant', 'system')),
        name TEXT NOT NULL,
        language TEXT NOT NULL CHECK (language IN ('en', 'fr')),
        pin_hash TEXT,
        wrong_pins INTEGER NOT NULL DEFAULT 0,
        locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
        may_receive INTEGER NOT NULL DEFAULT 1 CHECK (may_receive IN (0, 1)),
        limits TEXT,
        birthdate TEXT,
        gender TEXT CHECK (gender IN ('MALE', 'FEMALE')),
        created_at INTEGER NOT NULL
      );
      CREATE TABLE aliases (
        type TEXT NOT NULL CHECK (type IN ('MSISDN', 'EMAIL', 'PARTY_CODE')),
        value TEXT NOT NULL,
        holder_id INTEGER NOT NULL REFERENCES account_holders (id),
        PRIMARY KEY (type, value)
      );
      CREATE INDEX aliases_by_holder ON aliases (holder_id, type);
      CREATE TABLE accounts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        holder_id INTEGER NOT NULL REFERENCES account_holders (id),
        environment TEXT NOT NULL,
        currency TEXT NOT NULL,
        product TEXT NOT NULL,
        may_overdraw INTEGER NOT NULL CHECK (may_overdraw IN (0, 1)),
        balance INTEGER NOT NULL DEFAULT 0,
        last_posting_id INTEGER NOT NULL DEFAULT 0,
        UNIQUE (holder_id, environment, currency, product),
        CONSTRAINT an_account_that_may_not_overdraw_never_does CHECK (may_overdraw = 1 OR balance >= 0)
      );
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
        WHERE status = 'PENDING' AND script IS NULL;
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
      CREATE INDEX pre_approvals_of_payers ON pre_approval_items (payer_id, status, settled_at);
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
      CREATE INDEX disbursements_by_payee ON disbursements (payee_id, id);
      CREATE TABLE transfers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('funding', 'request-to-pay', 'disbursement')),
        request_id INTEGER UNIQUE REFERENCES requests_to_pay (id),
        disbursement_id INTEGER REFERENCES disbursements (id),
        at INTEGER NOT NULL,
        CHECK ((kind = 'request-to-pay') = (request_id IS NOT NULL) AND (kind = 'disbursement') = (disbursement_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX transfers_by_disbursement ON transfers (disbursement_id) WHERE disbursement_id IS NOT NULL;
      -- A posting moves one amount out of one account and into another: what cannot be written is a set of
      -- entries that does not sum to zero. A transfer is one or more postings.
      CREATE TABLE postings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        transfer_id INTEGER NOT NULL REFERENCES transfers (id),
        debit_account_id INTEGER NOT NULL REFERENCES accounts (id),
        credit_account_id INTEGER NOT NULL REFERENCES accounts (id),
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount > 0),
        CHECK (debit_account_id <> credit_account_id)
      );
      CREATE INDEX postings_by_debit ON postings (debit_account_id, id);
      CREATE INDEX postings_by_transfer ON postings (transfer_id);

      CREATE TRIGGER postings_stay_in_one_currency BEFORE INSERT ON postings
      WHEN (SELECT currency || ' ' || environment FROM accounts WHERE id = NEW.debit_account_id)
        IS NOT (SELECT currency || ' ' || environment FROM accounts WHERE id = NEW.credit_account_id)
      BEGIN SELECT RAISE(ABORT, 'a posting stays within one currency and environment'); END;
      -- Nothing is added to a transfer that is complete.
      CREATE TRIGGER postings_belong_to_open_transfers BEFORE INSERT ON postings
      WHEN EXISTS (
        SELECT 1 FROM transfers t WHERE t.id = NEW.transfer_id AND CASE t.kind
          WHEN 'funding' THEN EXISTS (SELECT 1 FROM postings p WHERE p.transfer_id = t.id)
          WHEN 'disbursement' THEN (SELECT status FROM disbursements WHERE id = t.disbursement_id) <> 'PENDING'
          ELSE (SELECT status FROM requests_to_pay WHERE id = t.request_id) <> 'PENDING' END)
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
      -- REPLACE deletes without telling the delete triggers, unless a connection asks for it: so it is refused here.
      CREATE TRIGGER postings_are_not_replaced BEFORE INSERT ON postings
      WHEN EXISTS (SELECT 1 FROM postings WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, 'a posting is final'); END;
      CREATE TRIGGER transfers_are_not_replaced BEFORE INSERT ON transfers
      WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id)
        OR (NEW.request_id IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE request_id = NEW.request_id))
        OR (NEW.disbursement_id IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE disbursement_id = NEW.disbursement_id))
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
      CREATE TRIGGER accounts_are_not_replaced BEFORE INSERT ON accounts
      WHEN EXISTS (SELECT 1 FROM accounts WHERE id = NEW.id OR (holder_id = NEW.holder_id
        AND environment = NEW.environment AND currency = NEW.currency AND product = NEW.product))
      BEGIN SELECT RAISE(ABORT, 'there is such an account already'); END;
      CREATE TRIGGER requests_to_pay_are_not_replaced BEFORE INSERT ON requests_to_pay
      WHEN EXISTS (SELECT 1 FROM requests_to_pay WHERE id = NEW.id
        OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))
      BEGIN SELECT RAISE(ABORT, 'there is such a request to pay already'); END;
      CREATE TRIGGER postings_move_money AFTER INSERT ON postings BEGIN
        UPDATE accounts SET balance = balance - NEW.amount, last_posting_id = NEW.id WHERE id = NEW.debit_account_id;
        UPDATE accounts SET balance = balance + NEW.amount, last_posting_id = NEW.id WHERE id = NEW.credit_account_id;
      END;
      CREATE TRIGGER postings_are_final_update BEFORE UPDATE ON postings
      BEGIN SELECT RAISE(ABORT, 'a posting is final'); END;
      CREATE TRIGGER postings_are_final_delete BEFORE DELETE ON postings
      BEGIN SELECT RAISE(ABORT, 'a posting is final'); END;
      CREATE TRIGGER transfers_are_final_update BEFORE UPDATE ON transfers
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
      CREATE TRIGGER transfers_are_final_delete BEFORE DELETE ON transfers
      BEGIN SELECT RAISE(ABORT, 'a transfer is final'); END;
      CREATE TRIGGER accounts_start_empty BEFORE INSERT ON accounts WHEN NEW.balance <> 0 OR NEW.last_posting_id <> 0
      BEGIN SELECT RAISE(ABORT, 'an account starts empty'); END;
      CREATE TRIGGER accounts_change_by_posting BEFORE UPDATE ON accounts
      WHEN NEW.id <> OLD.id OR NEW.currency <> OLD.currency OR NEW.environment <> OLD.environment
        OR NEW.last_posting_id <= OLD.last_posting_id
        OR NOT EXISTS (
          SELECT 1 FROM postings p WHERE p.id = NEW.last_posting_id AND (
            (p.debit_account_id = NEW.id AND NEW.balance = OLD.balance - p.amount) OR
            (p.credit_account_id = NEW.id AND NEW.balance = OLD.balance + p.amount)))
      BEGIN SELECT RAISE(ABORT, 'a balance changes only by a posting'); END;
      CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
      BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;

      CREATE TRIGGER requests_to_pay_start_pending BEFORE INSERT ON requests_to_pay
      WHEN NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a request to pay starts pending'); END;
      CREATE TRIGGER requests_to_pay_end_once BEFORE UPDATE ON requests_to_pay WHEN OLD.status <> 'PENDING'
      BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END;
      CREATE TRIGGER requests_to_pay_keep_their_terms BEFORE UPDATE ON requests_to_pay
      WHEN NEW.amount <> OLD.amount OR NEW.fee <> OLD.fee OR NEW.currency <> OLD.currency
        OR NEW.merchant_id <> OLD.merchant_id OR NEW.reference_id <> OLD.reference_id OR NEW.payer_id IS NOT OLD.payer_id
        OR NEW.id <> OLD.id OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment
        OR NEW.payer_type <> OLD.payer_type OR NEW.payer_value <> OLD.payer_value OR NEW.expires_at <> OLD.expires_at
        OR NEW.pre_approval_id IS NOT OLD.pre_approval_id
      BEGIN SELECT RAISE(ABORT, 'the terms of a request to pay never change'); END;
      CREATE TRIGGER requests_to_pay_succeed_with_money BEFORE UPDATE ON requests_to_pay
      WHEN CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount + NEW.fee ELSE 0 END <> COALESCE((
        SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.request_id = NEW.id), 0)
      BEGIN SELECT RAISE(ABORT, 'a request to pay is successful when its money has moved, and only then'); END;
      CREATE TRIGGER requests_to_pay_stay BEFORE DELETE ON requests_to_pay
      BEGIN SELECT RAISE(ABORT, 'a request to pay is never deleted'); END;

      CREATE TRIGGER disbursements_are_not_replaced BEFORE INSERT ON disbursements
      WHEN EXISTS (SELECT 1 FROM disbursements WHERE id = NEW.id
        OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))
      BEGIN SELECT RAISE(ABORT, 'there is such a disbursement already'); END;
      CREATE TRIGGER disbursements_start_pending BEFORE INSERT ON disbursements
      WHEN NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a disbursement starts pending'); END;
      CREATE TRIGGER disbursements_end_once BEFORE UPDATE ON disbursements WHEN OLD.status <> 'PENDING'
      BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END;
      CREATE TRIGGER disbursements_keep_their_terms BEFORE UPDATE ON disbursements
      WHEN NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency OR NEW.merchant_id <> OLD.merchant_id
        OR NEW.reference_id <> OLD.reference_id OR NEW.payee_id IS NOT OLD.payee_id OR NEW.id <> OLD.id
        OR NEW.product <> OLD.product OR NEW.environment <> OLD.environment OR NEW.payee_type <> OLD.payee_type
        OR NEW.payee_value <> OLD.payee_value
      BEGIN SELECT RAISE(ABORT, 'the terms of a disbursement never change'); END;
      CREATE TRIGGER disbursements_succeed_with_money BEFORE UPDATE ON disbursements
      WHEN CASE NEW.status WHEN 'SUCCESSFUL' THEN NEW.amount ELSE 0 END <> COALESCE((
        SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.disbursement_id = NEW.id), 0)
      BEGIN SELECT RAISE(ABORT, 'a disbursement is successful when its money has moved, and only then'); END;
      CREATE TRIGGER disbursements_stay BEFORE DELETE ON disbursements
      BEGIN SELECT RAISE(ABORT, 'a disbursement is never deleted'); END;

      CREATE TRIGGER pre_approvals_are_not_replaced BEFORE INSERT ON pre_approval_items
      WHEN EXISTS (SELECT 1 FROM pre_approval_items WHERE id = NEW.id OR public_id = NEW.public_id
        OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))
      BEGIN SELECT RAISE(ABORT, 'there is such a pre-approval already'); END;
      CREATE TRIGGER pre_approvals_start_pending BEFORE INSERT ON pre_approval_items
      WHEN NEW.status <> 'PENDING' OR NEW.reason IS NOT NULL OR NEW.settled_at IS NOT NULL OR NEW.valid_until IS NOT NULL
        OR NEW.last_used_at IS NOT NULL OR NEW.ended_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a pre-approval starts pending'); END;
      CREATE TRIGGER pre_approvals_end_once BEFORE UPDATE ON pre_approval_items
      WHEN CASE OLD.status
        WHEN 'PENDING' THEN NEW.status NOT IN ('APPROVED', 'REJECTED', 'EXPIRED', 'FAILED')
        WHEN 'APPROVED' THEN NEW.status NOT IN ('APPROVED', 'CANCELLED', 'EXPIRED')
          OR NEW.valid_until IS NOT OLD.valid_until OR NEW.settled_at IS NOT OLD.settled_at
        ELSE 1 END
      BEGIN SELECT RAISE(ABORT, 'a terminal status never changes'); END;
      CREATE TRIGGER pre_approvals_keep_their_terms BEFORE UPDATE ON pre_approval_items
      WHEN NEW.id <> OLD.id OR NEW.public_id <> OLD.public_id OR NEW.merchant_id <> OLD.merchant_id
        OR NEW.reference_id <> OLD.reference_id OR NEW.environment <> OLD.environment OR NEW.payer_id IS NOT OLD.payer_id
        OR NEW.payer_type <> OLD.payer_type OR NEW.payer_value <> OLD.payer_value OR NEW.currency <> OLD.currency
        OR NEW.message IS NOT OLD.message OR NEW.validity_seconds <> OLD.validity_seconds OR NEW.expires_at <> OLD.expires_at
      BEGIN SELECT RAISE(ABORT, 'the terms of a pre-approval never change'); END;
      CREATE TRIGGER pre_approvals_stay BEFORE DELETE ON pre_approval_items
      BEGIN SELECT RAISE(ABORT, 'a pre-approval is never deleted'); END;
      CREATE TRIGGER requests_to_pay_debited_under_a_pre_approval BEFORE INSERT ON requests_to_pay
      WHEN NEW.pre_approval_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM pre_approval_items a WHERE a.id = NEW.pre_approval_id AND a.status = 'APPROVED'
          AND a.merchant_id = NEW.merchant_id AND a.payer_id = NEW.payer_id AND a.currency = NEW.currency
          AND a.environment = NEW.environment AND (a.valid_until IS NULL OR a.valid_until > NEW.created_at))
      BEGIN SELECT RAISE(ABORT, 'no such pre-approval is in force'); END;

      CREATE VIEW balances AS
        SELECT a.id AS account_id, h.id AS account_holder_id, h.kind AS kind, h.name AS name,
          (SELECT value FROM aliases WHERE holder_id = h.id AND type = 'MSISDN' LIMIT 1) AS phone,
          a.environment, a.currency, a.product, a.balance
        FROM accounts a JOIN account_holders h ON h.id = a.holder_id;
      CREATE VIEW entries AS
        SELECT p.id AS posting_id, p.transfer_id, p.debit_account_id AS account_id, -p.amount AS amount, t.at, t.request_id,
          t.disbursement_id
        FROM postings p JOIN transfers t ON t.id = p.transfer_id
        UNION ALL
        SELECT p.id, p.transfer_id, p.credit_account_id, p.amount, t.at, t.request_id, t.disbursement_id
        FROM postings p JOIN transfers t ON t.id = p.transfer_id;
      CREATE VIEW requests AS
        SELECT r.id, r.reference_id, m.name AS merchant, r.environment, r.payer_type, r.payer_value AS payer, r.amount, r.fee,
          r.currency, r.external_id, r.payer_message, r.payee_note, r.status, r.reason, r.created_at, r.expires_at, r.settled_at
        FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id;
      CREATE VIEW pre_approvals AS
        SELECT a.id, a.reference_id, a.public_id AS pre_approval_id, m.name AS merchant, a.environment, a.payer_type,
          a.payer_value AS payer, a.currency, a.message, a.validity_seconds, a.status, a.reason, a.created_at, a.expires_at,
          a.settled_at, a.valid_until, a.last_used_at, a.ended_at
        FROM pre_approval_items a JOIN account_holders m ON m.id = a.merchant_id;

      -- Other programs ask for money by inserting into the view. What they insert is taken up by the process that
      -- fires deadlines, as if the merchant had asked through its API.
      CREATE TABLE incoming_requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merchant_id INTEGER NOT NULL REFERENCES account_holders (id),
        environment TEXT NOT NULL,
        payer_type TEXT NOT NULL CHECK (payer_type IN ('MSISDN', 'EMAIL', 'PARTY_CODE')),
        payer_value TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount BETWEEN 1 AND 1000000000000),
        currency TEXT NOT NULL,
        reference_id TEXT,
        external_id TEXT,
        payer_message TEXT,
        payee_note TEXT
      );
      CREATE TRIGGER requests_insert INSTEAD OF INSERT ON requests BEGIN
        SELECT RAISE(ABORT, 'no merchant of this name: see SELECT name FROM balances WHERE kind = ''merchant''')
          WHERE NOT EXISTS (SELECT 1 FROM account_holders WHERE kind = 'merchant' AND name = NEW.merchant);
        SELECT RAISE(ABORT, 'this merchant has used this reference_id')
          WHERE EXISTS (
            SELECT 1 FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id
            WHERE m.name = NEW.merchant AND r.reference_id = lower(NEW.reference_id));
        INSERT INTO incoming_requests (merchant_id, environment, payer_type, payer_value, amount, currency,
          reference_id, external_id, payer_message, payee_note)
        VALUES ((SELECT MIN(id) FROM account_holders WHERE kind = 'merchant' AND name = NEW.merchant),
          COALESCE(NEW.environment, 'sandbox'), COALESCE(NEW.payer_type, 'MSISDN'), NEW.payer, NEW.amount, NEW.currency,
          lower(NEW.reference_id), NEW.external_id, NEW.payer_message, NEW.payee_note);
        INSERT INTO deadlines (kind, ref, due_at)
        VALUES ('request-to-pay.incoming', (SELECT MAX(id) FROM incoming_requests), 0);
      END;
    `,
  },
]
