import { deadlineInSql, type Law, type View } from '../kernel/index.ts'

/** The views that other programs read; they ask for money by inserting into `requests`. */
export const walletViews: readonly View[] = [
  {
    name: 'balances',
    as: `SELECT a.id AS account_id, h.id AS account_holder_id, h.kind AS kind, h.name AS name,
      (SELECT value FROM aliases WHERE holder_id = h.id AND type = 'MSISDN' LIMIT 1) AS phone,
      a.environment, a.currency, a.product, a.balance
      FROM accounts a JOIN account_holders h ON h.id = a.holder_id`,
  },
  {
    name: 'entries',
    as: `SELECT p.id AS posting_id, p.transfer_id, p.debit_account_id AS account_id, -p.amount AS amount, t.at, t.request_id,
      t.disbursement_id
      FROM postings p JOIN transfers t ON t.id = p.transfer_id
      UNION ALL
      SELECT p.id, p.transfer_id, p.credit_account_id, p.amount, t.at, t.request_id, t.disbursement_id
      FROM postings p JOIN transfers t ON t.id = p.transfer_id`,
  },
  {
    name: 'requests',
    as: `SELECT r.id, r.reference_id, m.name AS merchant, r.environment, r.payer_type, r.payer_value AS payer, r.amount, r.fee,
      r.currency, r.external_id, r.payer_message, r.payee_note, r.status, r.reason, r.created_at, r.expires_at, r.settled_at, r.kind,
      r.number
      FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id`,
    insert: {
      name: 'requests_insert',
      laws: [
        {
          where: `NOT EXISTS (SELECT 1 FROM account_holders WHERE kind = 'merchant' AND name = NEW.merchant)`,
          refuse: `no merchant of this name: see SELECT name FROM balances WHERE kind = 'merchant'`,
        },
        {
          where: `EXISTS (
            SELECT 1 FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id
            WHERE m.name = NEW.merchant AND r.reference_id = lower(NEW.reference_id))`,
          refuse: 'this merchant has used this reference_id',
        },
      ],
      run: [
        `INSERT INTO incoming_requests (merchant_id, environment, payer_type, payer_value, amount, currency,
          reference_id, external_id, payer_message, payee_note)
        VALUES ((SELECT MIN(id) FROM account_holders WHERE kind = 'merchant' AND name = NEW.merchant),
          COALESCE(NEW.environment, 'sandbox'), COALESCE(NEW.payer_type, 'MSISDN'), NEW.payer, NEW.amount, NEW.currency,
          lower(NEW.reference_id), NEW.external_id, NEW.payer_message, NEW.payee_note)`,
        deadlineInSql('request-to-pay.incoming', '(SELECT MAX(id) FROM incoming_requests)'),
      ],
    },
  },
  {
    name: 'pre_approvals',
    as: `SELECT a.id, a.reference_id, a.public_id AS pre_approval_id, m.name AS merchant, a.environment, a.payer_type,
      a.payer_value AS payer, a.currency, a.message, a.validity_seconds, a.status, a.reason, a.created_at, a.expires_at,
      a.settled_at, a.valid_until, a.last_used_at, a.ended_at
      FROM pre_approval_items a JOIN account_holders m ON m.id = a.merchant_id WHERE a.kind = 'pre-approval'`,
  },
  {
    name: 'consents',
    as: `SELECT a.id, a.reference_id, m.name AS merchant, a.environment, a.payer_type, a.payer_value AS payer, a.scopes,
      a.validity_seconds, a.status, a.reason, a.created_at, a.expires_at, a.settled_at, a.valid_until, a.ended_at
      FROM pre_approval_items a JOIN account_holders m ON m.id = a.merchant_id WHERE a.kind = 'consent'`,
  },
]

/**
 * What other programs insert into `requests`. The process that fires deadlines takes it up, as if the merchant had asked
 * through its API.
 */
export const incomingTable = `
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
      );`

/** Refuses an insert whose reference id is no UUID version 4, or that would replace another row. */
export const incomingLaws: readonly Law[] = [
  {
    name: 'incoming_requests_have_reference_ids',
    table: 'incoming_requests',
    on: 'insert',
    where: `NEW.reference_id IS NOT NULL AND (trim(NEW.reference_id, '0123456789abcdef-') <> ''
      OR length(replace(NEW.reference_id, '-', '')) <> 32
      OR NEW.reference_id NOT LIKE '________-____-4___-____-____________'
      OR substr(NEW.reference_id, 20, 1) NOT IN ('8', '9', 'a', 'b'))`,
    refuse: 'reference_id is no UUID version 4; leave it out and one is made',
  },
  {
    name: 'incoming_requests_are_referred_to_once',
    table: 'incoming_requests',
    on: 'insert',
    where: `EXISTS (
      SELECT 1 FROM incoming_requests WHERE merchant_id = NEW.merchant_id AND reference_id = NEW.reference_id)`,
    refuse: 'this merchant has used this reference_id',
  },
]
