export const ledgerTables = `
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
      CREATE INDEX postings_by_transfer ON postings (transfer_id);`

/** Only postings move money, within one currency, and a posting is final. */
export const ledgerLaws = `
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
      BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;`
