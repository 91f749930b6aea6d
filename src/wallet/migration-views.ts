import { deadlineInSql } from '../kernel/index.ts'

/** The views that other programs read. */
export const views = `
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
        FROM pre_approval_items a JOIN account_holders m ON m.id = a.merchant_id;`

export const incoming = `
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
        ${deadlineInSql('request-to-pay.incoming', '(SELECT MAX(id) FROM incoming_requests)')};
      END;`

/** Refuses an insert whose reference id no MoMo route could find, or that would replace another row. */
export const incomingReferences = `
      CREATE TRIGGER incoming_requests_have_reference_ids BEFORE INSERT ON incoming_requests
      WHEN NEW.reference_id IS NOT NULL AND (NEW.reference_id GLOB '*[^0-9a-f-]*'
        OR NEW.reference_id NOT GLOB '????????-????-4???-[89ab]???-????????????')
      BEGIN SELECT RAISE(ABORT, 'reference_id is no UUID version 4; leave it out and one is made'); END;
      CREATE TRIGGER incoming_requests_are_referred_to_once BEFORE INSERT ON incoming_requests
      WHEN EXISTS (
        SELECT 1 FROM incoming_requests WHERE merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id)
      BEGIN SELECT RAISE(ABORT, 'this merchant has used this reference_id'); END;
`
