export const disbursementTable = `
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

/** The same laws as for a request to pay. */
export const disbursementLaws = `
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
      BEGIN SELECT RAISE(ABORT, 'a disbursement is never deleted'); END;`
