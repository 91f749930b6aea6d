import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { world } from './wallet.fixture.ts'

/** Refunds of the 12.50 EUR that were paid, each with fields of its own; the law refuses the last. Amounts in cents. */
function refunds(what: string, ...each: Array<Record<string, string>>): [string, string, RegExp] {
  const refund = (n: number, own: Record<string, string>) => {
    const of = { merchant_id: 'merchant_id', payee_id: 'payer_id', amount: '1', id: 'id', ...own }
    const row = `(SELECT id FROM disbursements WHERE reference_id = 'refund ${n}')`
    return `INSERT INTO disbursements (kind, merchant_id, product, reference_id, environment, payee_type, payee_value, payee_id,
        amount, currency, status, created_at, refunded_request_id)
      SELECT 'refund', ${of.merchant_id}, 'disbursement', 'refund ${n}', environment, payer_type, payer_value, ${of.payee_id},
        ${of.amount}, currency, 'PENDING', 0, ${of.id} FROM requests_to_pay WHERE status = 'SUCCESSFUL' AND currency = 'EUR';
      INSERT INTO transfers (kind, disbursement_id, at) VALUES ('refund', ${row}, 0);
      INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount)
        SELECT (SELECT MAX(id) FROM transfers), a.id, b.id, ${of.amount} FROM accounts a, accounts b
        WHERE a.product = 'collection' AND a.currency = 'EUR' AND b.product = '' AND b.currency = 'EUR' LIMIT 1;
      UPDATE disbursements SET status = 'SUCCESSFUL', settled_at = 0 WHERE id = ${row};`
  }
  const statement = each.map((own, n) => refund(n, own)).join(' ')
  return [what, statement, /no more is refunded than was paid/]
}

describe('the database itself', () => {
  const attempts: Array<[string, string, RegExp]> = [
    [
      'overdraw an account',
      `INSERT INTO transfers (kind, at) VALUES ('funding', 0); INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount)
      SELECT (SELECT MAX(id) FROM transfers), a.id, b.id, 999999 FROM accounts a, accounts b WHERE a.may_overdraw = 0 AND b.id <> a.id AND a.currency = b.currency LIMIT 1`,
      /never/,
    ],
    ['set a balance', 'UPDATE accounts SET balance = balance + 1', /only by a posting/],
    [
      'give an account money at birth',
      `INSERT INTO accounts (holder_id, environment, currency, product, may_overdraw, balance) VALUES (1, 'x', 'EUR', '', 0, 5)`,
      /starts empty/,
    ],
    ['write half an entry', 'INSERT INTO entries (account_id, amount) VALUES (1, 5)', /view/],
    ['change a posting', 'UPDATE postings SET amount = 1', /final/],
    ['delete a posting', 'DELETE FROM postings', /final/],
    [
      'replace a posting',
      'PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO postings SELECT id, transfer_id, credit_account_id, debit_account_id, amount FROM postings',
      /final/,
    ],
    [
      'replace a posting of a transfer that is still open',
      `INSERT INTO transfers (kind, request_id, at)
        SELECT 'request-to-pay', id, 0 FROM requests_to_pay WHERE status = 'PENDING' AND currency = 'EUR' LIMIT 1;
      INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount)
        SELECT (SELECT MAX(id) FROM transfers), a.id, b.id, 1 FROM accounts a, accounts b
        WHERE a.balance > 0 AND a.currency = 'EUR' AND b.currency = 'EUR' AND a.environment = b.environment AND a.id <> b.id LIMIT 1;
      PRAGMA recursive_triggers = OFF;
      REPLACE INTO postings SELECT id, transfer_id, debit_account_id, credit_account_id, 2 FROM postings ORDER BY id DESC LIMIT 1`,
      /a posting is final/,
    ],
    ['delete a transfer', 'DELETE FROM transfers', /final/],
    ['put off a transfer', 'UPDATE transfers SET at = at + 1', /a transfer is final/],
    ['delete an account', 'DELETE FROM accounts', /never deleted/],
    ['delete a request', 'DELETE FROM requests_to_pay', /never deleted/],
    [
      'reopen a settled request',
      `UPDATE requests_to_pay SET status = 'PENDING', reason = NULL, settled_at = NULL WHERE status = 'FAILED'`,
      /terminal/,
    ],
    [
      'change a settled reason',
      `UPDATE requests_to_pay SET reason = 'expired' WHERE status = 'FAILED'`,
      /terminal/,
    ],
    [
      'succeed without money',
      `UPDATE requests_to_pay SET status = 'SUCCESSFUL' WHERE status = 'PENDING'`,
      /money has moved/,
    ],
    ['change an amount', `UPDATE requests_to_pay SET amount = 1 WHERE status = 'PENDING'`, /terms/],
    [
      'be born settled',
      `INSERT INTO requests_to_pay (merchant_id, product, reference_id, environment, payer_type, payer_value, amount, fee, currency, place, status, created_at, expires_at)
      VALUES (1, 'collection', 'x', 'sandbox', 'MSISDN', '1', 1, 0, 'EUR', 1, 'SUCCESSFUL', 0, 0)`,
      /starts pending/,
    ],
    [
      'ask for nothing',
      `INSERT INTO requests_to_pay (merchant_id, product, reference_id, environment, payer_type, payer_value, amount, fee, currency, place, status, created_at, expires_at)
      VALUES (1, 'collection', 'x', 'sandbox', 'MSISDN', '1', 0, 0, 'EUR', 1, 'PENDING', 0, 0)`,
      /CHECK/,
    ],
    [
      'add to a transfer that is complete',
      'INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount) SELECT transfer_id, credit_account_id, debit_account_id, 1 FROM postings ORDER BY id DESC LIMIT 1',
      /final/,
    ],
    [
      'move half a cent',
      'INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount) SELECT transfer_id, debit_account_id, credit_account_id, 0.5 FROM postings LIMIT 1',
      /CHECK|final/,
    ],
    [
      'replace a settled request, on a connection of its own making',
      `PRAGMA recursive_triggers = OFF; REPLACE INTO requests_to_pay (id, merchant_id, product, reference_id, environment, payer_type, payer_value, amount, fee, currency, place, status, created_at, expires_at)
       SELECT id, merchant_id, product, reference_id, environment, payer_type, payer_value, 1, 0, currency, 1, 'PENDING', 0, 0 FROM requests_to_pay WHERE status = 'SUCCESSFUL'`,
      /already/,
    ],
    [
      'replace an account',
      `PRAGMA recursive_triggers = OFF; REPLACE INTO accounts (id, holder_id, environment, currency, product, may_overdraw) SELECT id, holder_id, environment, currency, product, 1 FROM accounts`,
      /already/,
    ],
    [
      'succeed with a transfer that moves nothing',
      `INSERT INTO transfers (kind, request_id, at) SELECT 'request-to-pay', id, 0 FROM requests_to_pay WHERE status = 'PENDING' LIMIT 1;
       UPDATE requests_to_pay SET status = 'SUCCESSFUL' WHERE status = 'PENDING'`,
      /money has moved/,
    ],
    ['put off an expiry', "UPDATE requests_to_pay SET expires_at = 9e12 WHERE status = 'PENDING'", /terms/],
    ['change what was sent', "UPDATE disbursements SET amount = 1 WHERE status = 'PENDING'", /terms/],
    [
      'send without money',
      "UPDATE disbursements SET status = 'SUCCESSFUL' WHERE status = 'PENDING'",
      /money has moved/,
    ],
    [
      'take back what was sent',
      "UPDATE disbursements SET status = 'FAILED' WHERE status = 'SUCCESSFUL'",
      /terminal|money has moved/,
    ],
    [
      'pay twice for one payout',
      "INSERT INTO transfers (kind, disbursement_id, at) SELECT 'disbursement', id, 0 FROM disbursements WHERE status = 'SUCCESSFUL'",
      /final/,
    ],
    [
      'give a reason to what was sent',
      "UPDATE disbursements SET reason = 'expired' WHERE status = 'SUCCESSFUL'",
      /terminal/,
    ],
    [
      'be sent at birth',
      `INSERT INTO disbursements (merchant_id, product, reference_id, environment, payee_type, payee_value, amount, currency, status, created_at)
      VALUES (1, 'disbursement', 'x', 'sandbox', 'MSISDN', '1', 1, 'EUR', 'SUCCESSFUL', 0)`,
      /starts pending/,
    ],
    [
      'replace what was sent',
      `PRAGMA recursive_triggers = OFF; REPLACE INTO disbursements (id, merchant_id, product, reference_id, environment, payee_type, payee_value, amount, currency, status, created_at)
      SELECT id, merchant_id, product, reference_id, environment, payee_type, payee_value, 1, currency, 'PENDING', 0 FROM disbursements WHERE status = 'SUCCESSFUL'`,
      /already/,
    ],
    ['delete a payout', 'DELETE FROM disbursements', /never deleted/],
    [
      'refund nothing',
      `INSERT INTO disbursements (kind, merchant_id, product, reference_id, environment, payee_type, payee_value, amount, currency, status, created_at)
      VALUES ('refund', 1, 'disbursement', 'x', 'sandbox', 'MSISDN', '1', 1, 'EUR', 'PENDING', 0)`,
      /names the payment request/,
    ],
    [
      'refund nothing by a script',
      `INSERT INTO disbursements (kind, merchant_id, product, reference_id, environment, payee_type, payee_value, amount, currency, status, created_at, script)
      SELECT 'refund', merchant_id, 'disbursement', 'x', environment, payer_type, payer_value, 1, currency, 'PENDING', 0, '{}'
      FROM requests_to_pay WHERE status = 'SUCCESSFUL' AND currency = 'EUR';
      INSERT INTO transfers (kind, disbursement_id, at) SELECT 'refund', MAX(id), 0 FROM disbursements;
      INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount)
        SELECT (SELECT MAX(id) FROM transfers), a.id, b.id, 1 FROM accounts a, accounts b
        WHERE a.product = 'collection' AND a.currency = 'EUR' AND b.product = '' AND b.currency = 'EUR' LIMIT 1;
      UPDATE disbursements SET status = 'SUCCESSFUL', settled_at = 0 WHERE reference_id = 'x'`,
      /no more is refunded than was paid/,
    ],
    [
      'give money back by what is no refund',
      `INSERT INTO disbursements (kind, merchant_id, product, reference_id, environment, payee_type, payee_value, amount, currency, status, created_at, refunded_request_id)
      SELECT 'deposit', merchant_id, 'disbursement', 'x', environment, payer_type, payer_value, 1, currency, 'PENDING', 0, id
      FROM requests_to_pay WHERE status = 'SUCCESSFUL'`,
      /names the payment request/,
    ],
    refunds('refund more than was paid', { amount: '1251' }),
    refunds('refund more than was paid in parts', { amount: '1000' }, { amount: '251' }),
    refunds('refund who did not pay', { payee_id: 'merchant_id' }),
    refunds('refund what another merchant was paid', { merchant_id: 'payer_id' }),
    refunds('refund what was not paid', { id: `(SELECT id FROM requests_to_pay WHERE status = 'FAILED')` }),
    [
      'move money for a request under another name',
      "INSERT INTO transfers (kind, request_id, at) SELECT 'disbursement', id, 0 FROM requests_to_pay WHERE status = 'PENDING'",
      /kind of its order/,
    ],
    [
      'revive a mandate',
      "UPDATE pre_approval_items SET status = 'APPROVED', ended_at = NULL WHERE status = 'CANCELLED'",
      /terminal/,
    ],
    [
      'make a mandate last longer',
      "UPDATE pre_approval_items SET valid_until = 9e12 WHERE status = 'APPROVED'",
      /terminal/,
    ],
    [
      'accept a mandate at birth',
      `INSERT INTO pre_approval_items (public_id, merchant_id, reference_id, environment, payer_type, payer_value, currency, validity_seconds, place, status, created_at, expires_at)
      SELECT 'x', merchant_id, 'x', environment, payer_type, payer_value, currency, 0, 1, 'APPROVED', 0, 0 FROM pre_approval_items LIMIT 1`,
      /starts pending/,
    ],
    [
      'replace a mandate',
      `PRAGMA recursive_triggers = OFF; REPLACE INTO pre_approval_items (id, public_id, merchant_id, reference_id, environment, payer_type, payer_value, currency, validity_seconds, place, status, created_at, expires_at)
      SELECT id, public_id, merchant_id, reference_id, environment, payer_type, payer_value, currency, 0, 1, 'PENDING', 0, 0 FROM pre_approval_items WHERE status = 'CANCELLED'`,
      /already/,
    ],
    ['change whom a mandate serves', 'UPDATE pre_approval_items SET merchant_id = 1', /terms/],
    ['delete a mandate', 'DELETE FROM pre_approval_items', /never deleted/],
    [
      'debit under a mandate that is over',
      `INSERT INTO requests_to_pay (merchant_id, product, reference_id, environment, payer_type, payer_value, payer_id, amount, fee, currency, pre_approval_id, place, status, created_at, expires_at)
      SELECT merchant_id, 'collection', 'x', environment, payer_type, payer_value, payer_id, 1, 0, currency, id, 1, 'PENDING', 0, 0 FROM pre_approval_items WHERE status = 'CANCELLED'`,
      /in force/,
    ],
    [
      'mix currencies',
      `INSERT INTO transfers (kind, at) VALUES ('funding', 0); INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount)
      SELECT (SELECT MAX(id) FROM transfers), a.id, b.id, 1 FROM accounts a, accounts b WHERE a.currency = 'EUR' AND b.currency = 'GHS' AND a.balance > 0 LIMIT 1`,
      /one currency/,
    ],
  ]

  const terms: Array<[string, string, string[]]> = [
    [
      'requests_to_pay',
      "status = 'PENDING'",
      [
        ...['id', 'merchant_id', 'product', 'reference_id', 'environment', 'payer_type', 'payer_value'],
        ...['payer_id', 'amount', 'fee', 'currency', 'pre_approval_id', 'expires_at', 'kind', 'number'],
      ],
    ],
    [
      'disbursements',
      "status = 'PENDING'",
      [
        ...['id', 'merchant_id', 'product', 'reference_id', 'environment', 'payee_type', 'payee_value'],
        ...['payee_id', 'amount', 'fee', 'currency', 'kind', 'refunded_request_id'],
      ],
    ],
    [
      'pre_approval_items',
      "status = 'APPROVED'",
      [
        ...['id', 'public_id', 'merchant_id', 'reference_id', 'environment', 'payer_type', 'payer_value'],
        ...['payer_id', 'currency', 'message', 'validity_seconds', 'expires_at'],
      ],
    ],
  ]
  for (const [table, which, columns] of terms) {
    for (const column of columns) {
      const other = `CASE typeof(${column}) WHEN 'text' THEN ${column} || 'x' ELSE COALESCE(${column}, 0) + 1 END`
      const statement = `UPDATE ${table} SET ${column} = ${other} WHERE ${which}`
      attempts.push([`change the ${column} of ${table}`, statement, /terms/])
    }
  }

  it.each(attempts)('does not let plain SQL %s', async (_, statement, refusal) => {
    const { kernel, wallet, holderId, ask, approve, reject, askMandate, accept, payOut } = await world()
    const { id } = await askMandate()
    await accept(id)
    await kernel.transact((tx) => wallet.mandates.cancel(tx, { id, holderId, pin: '1234' }))
    await accept((await askMandate({ currency: 'USD', validitySeconds: 60 })).id)
    await payOut()
    await kernel.settle()
    await payOut({ scripted: { reason: null, afterSeconds: 9 } })
    await approve((await ask()).id)
    await reject((await ask()).id)
    await ask()
    await ask({ environment: 'ghana', currency: 'GHS' })
    const copy = new Sqlite(await kernel.store.copy())
    copy.pragma('recursive_triggers = ON')
    expect(() => copy.exec(statement)).toThrow(refusal)
    copy.close()
  })
})
