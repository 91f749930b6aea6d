import { type Consequence, type Law, redefined } from '../kernel/index.ts'

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

/** The first version listed the kinds in the table, so that no other kind could be added. Now a law lists them. */
export const transfersOfAnyKind = `${redefined(
  'transfers',
  `
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        request_id INTEGER UNIQUE REFERENCES requests_to_pay (id),
        disbursement_id INTEGER REFERENCES disbursements (id),
        at INTEGER NOT NULL,
        CHECK ((kind = 'request-to-pay') = (request_id IS NOT NULL) AND (kind = 'disbursement') = (disbursement_id IS NOT NULL))
      `,
  ['id', 'kind', 'request_id', 'disbursement_id', 'at'],
)}
      CREATE UNIQUE INDEX transfers_by_disbursement ON transfers (disbursement_id) WHERE disbursement_id IS NOT NULL;`

/** Then two kinds of orders moved money. Now the law says that a transfer is of the kind of its order. */
export const transfersOfOrders = `${redefined(
  'transfers',
  `
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        request_id INTEGER UNIQUE REFERENCES requests_to_pay (id),
        disbursement_id INTEGER REFERENCES disbursements (id),
        at INTEGER NOT NULL,
        trace TEXT,
        CHECK (request_id IS NULL OR disbursement_id IS NULL)
      `,
  ['id', 'kind', 'request_id', 'disbursement_id', 'at', 'trace'],
)}
      CREATE UNIQUE INDEX transfers_by_disbursement ON transfers (disbursement_id) WHERE disbursement_id IS NOT NULL;`

/** Only postings move money, within one currency, and a posting is final. */
export const ledgerLaws: readonly Law[] = [
  {
    name: 'transfers_are_of_the_kind_of_their_order',
    table: 'transfers',
    on: 'insert',
    where: `NEW.kind IS DISTINCT FROM CASE
      WHEN NEW.request_id IS NOT NULL THEN (SELECT kind FROM requests_to_pay WHERE id = NEW.request_id)
      WHEN NEW.disbursement_id IS NOT NULL THEN (SELECT kind FROM disbursements WHERE id = NEW.disbursement_id)
      ELSE 'funding' END`,
    refuse: 'a transfer is of the kind of its order, or a funding',
  },
  {
    name: 'postings_stay_in_one_currency',
    table: 'postings',
    on: 'insert',
    where: `(SELECT currency || ' ' || environment FROM accounts WHERE id = NEW.debit_account_id)
      IS DISTINCT FROM (SELECT currency || ' ' || environment FROM accounts WHERE id = NEW.credit_account_id)`,
    refuse: 'a posting stays within one currency and environment',
  },
  // Nothing is added to a transfer that is complete.
  {
    name: 'postings_belong_to_open_transfers',
    table: 'postings',
    on: 'insert',
    where: `EXISTS (
      SELECT 1 FROM transfers t WHERE t.id = NEW.transfer_id AND CASE
      WHEN t.request_id IS NOT NULL THEN (SELECT status FROM requests_to_pay WHERE id = t.request_id) <> 'PENDING'
      WHEN t.disbursement_id IS NOT NULL THEN (SELECT status FROM disbursements WHERE id = t.disbursement_id) <> 'PENDING'
      ELSE EXISTS (SELECT 1 FROM postings p WHERE p.transfer_id = t.id) END)`,
    refuse: 'a transfer is final',
  },
  // REPLACE deletes without telling the delete triggers, unless a connection asks for it: so it is refused here.
  {
    name: 'postings_are_not_replaced',
    table: 'postings',
    on: 'insert',
    where: 'EXISTS (SELECT 1 FROM postings WHERE id = NEW.id)',
    refuse: 'a posting is final',
  },
  {
    name: 'transfers_are_not_replaced',
    table: 'transfers',
    on: 'insert',
    where: `EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id)
      OR (NEW.request_id IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE request_id = NEW.request_id))
      OR (NEW.disbursement_id IS NOT NULL AND EXISTS (SELECT 1 FROM transfers WHERE disbursement_id = NEW.disbursement_id))`,
    refuse: 'a transfer is final',
  },
  {
    name: 'accounts_are_not_replaced',
    table: 'accounts',
    on: 'insert',
    where: `EXISTS (SELECT 1 FROM accounts WHERE id = NEW.id OR (holder_id = NEW.holder_id
      AND environment = NEW.environment AND currency = NEW.currency AND product = NEW.product))`,
    refuse: 'there is such an account already',
  },
  {
    name: 'requests_to_pay_are_not_replaced',
    table: 'requests_to_pay',
    on: 'insert',
    where: `EXISTS (SELECT 1 FROM requests_to_pay WHERE id = NEW.id
      OR (merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id))`,
    refuse: 'there is such a request to pay already',
  },
  {
    name: 'postings_are_final_update',
    table: 'postings',
    on: 'update',
    refuse: 'a posting is final',
  },
  {
    name: 'postings_are_final_delete',
    table: 'postings',
    on: 'delete',
    refuse: 'a posting is final',
  },
  {
    name: 'transfers_are_final_update',
    table: 'transfers',
    on: 'update',
    refuse: 'a transfer is final',
  },
  {
    name: 'transfers_are_final_delete',
    table: 'transfers',
    on: 'delete',
    refuse: 'a transfer is final',
  },
  {
    name: 'accounts_start_empty',
    table: 'accounts',
    on: 'insert',
    where: 'NEW.balance <> 0 OR NEW.last_posting_id <> 0',
    refuse: 'an account starts empty',
  },
  {
    name: 'accounts_change_by_posting',
    table: 'accounts',
    on: 'update',
    where: `NEW.id <> OLD.id OR NEW.currency <> OLD.currency OR NEW.environment <> OLD.environment
      OR NEW.last_posting_id <= OLD.last_posting_id
      OR NOT EXISTS (
      SELECT 1 FROM postings p WHERE p.id = NEW.last_posting_id AND (
      (p.debit_account_id = NEW.id AND NEW.balance = OLD.balance - p.amount) OR
      (p.credit_account_id = NEW.id AND NEW.balance = OLD.balance + p.amount)))`,
    refuse: 'a balance changes only by a posting',
  },
  {
    name: 'accounts_stay',
    table: 'accounts',
    on: 'delete',
    refuse: 'an account is never deleted',
  },
]

export const ledgerConsequences: readonly Consequence[] = [
  {
    name: 'postings_move_money',
    table: 'postings',
    run: [
      'UPDATE accounts SET balance = balance - NEW.amount, last_posting_id = NEW.id WHERE id = NEW.debit_account_id',
      'UPDATE accounts SET balance = balance + NEW.amount, last_posting_id = NEW.id WHERE id = NEW.credit_account_id',
    ],
  },
]
