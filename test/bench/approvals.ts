import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { frozenStart } from '../../src/kernel/index.ts'
import { inFolder } from './folder.ts'
import type { Row } from './row.ts'
import { sideBySide } from './side-by-side.ts'
import { walletWorld } from './wallet-world.ts'

const atOnce = 64
const approvals = 1_920

/**
 * Approvals through the wallet, 64 at once, against the same statements on raw better-sqlite3: in groups of 64, each
 * approval in its savepoint, with one commit a group as the wallet has; and with one commit each.
 */
export function benchApprovals(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const world = await walletWorld(join(folder, 'ours.db'))
    const theirWorld = await walletWorld(join(folder, 'theirs.db'))
    await theirWorld.kernel.close()
    const raw = rawApprovals(join(folder, 'theirs.db'), theirWorld)

    const ours = async () => {
      const ids: number[] = []
      for (let done = 0; done < approvals; done += atOnce) {
        ids.push(...(await Promise.all(Array.from({ length: atOnce }, () => world.ask()))))
      }
      const started = performance.now()
      for (let done = 0; done < ids.length; done += atOnce) {
        await Promise.all(ids.slice(done, done + atOnce).map(world.approve))
      }
      return (approvals / (performance.now() - started)) * 1000
    }
    const inGroups = await sideBySide(5, ours, () => raw.perSecond(raw.inGroups))
    const oneByOne = await sideBySide(5, ours, () => raw.perSecond(raw.oneByOne))
    raw.close()
    await world.kernel.close()
    const work = 'Approvals through the wallet, 64 at once, synchronous=FULL'
    const unit = 'approvals/s'
    return [
      {
        work,
        against: 'the same SQL on raw better-sqlite3 in groups of 64, a savepoint each, one commit a group',
        unit,
        bound: { atLeast: 1 },
        ...inGroups,
      },
      {
        work,
        against: 'the same SQL on raw better-sqlite3, one commit each',
        unit,
        bound: null,
        ...oneByOne,
      },
    ]
  })
}

function rawApprovals(file: string, { merchantId, holderId }: { merchantId: number; holderId: number }) {
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // As the store sets them: the second is worth a tenth of the time of a group.
  for (const setting of ['secure_delete = ON', 'temp_store = MEMORY', 'wal_autocheckpoint = 4000'])
    db.pragma(setting)
  const account = db.prepare('SELECT id FROM accounts WHERE holder_id = ?')
  const payer = (account.get(holderId) as { id: number }).id
  const shop = (account.get(merchantId) as { id: number }).id
  const insert =
    db.prepare(`INSERT INTO requests_to_pay (merchant_id, product, reference_id, environment, payer_type, payer_value,
    payer_id, amount, fee, currency, place, status, created_at, expires_at, trace, kind)
    VALUES (?, 'collection', ?, 'sandbox', 'MSISDN', '46733000001', ?, 1, 0, 'EUR', ?, 'PENDING', ?, 9e15, ?,
    'request-to-pay')`)
  // What an approval reads and writes, without the code around it.
  const request =
    db.prepare(`SELECT r.*, m.name, m.may_receive, t.id AS transfer_id, a.value, p.pin_hash, p.wrong_pins,
    p.locked, p.limits, f.id AS from_id, f.balance AS from_balance, g.id AS to_id, g.balance AS to_balance
    FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id LEFT JOIN transfers t ON t.request_id = r.id
    LEFT JOIN aliases a ON a.holder_id = r.payer_id AND a.type = 'MSISDN' LEFT JOIN account_holders p ON p.id = r.payer_id
    LEFT JOIN accounts f ON f.holder_id = r.payer_id AND f.environment = r.environment AND f.currency = r.currency
      AND f.product = ''
    LEFT JOIN accounts g ON g.holder_id = r.merchant_id AND g.environment = r.environment AND g.currency = r.currency
      AND g.product = r.product
    WHERE r.id = ?`)
  const transfer = db.prepare(
    "INSERT INTO transfers (kind, request_id, at, trace) VALUES ('request-to-pay', ?, ?, ?)",
  )
  const posting = db.prepare(
    'INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount) VALUES (?, ?, ?, 1)',
  )
  const settle = db.prepare(
    "UPDATE requests_to_pay SET status = 'SUCCESSFUL', reason = NULL, settled_at = ? WHERE id = ? AND status = 'PENDING'",
  )
  const expiry = db.prepare(
    "INSERT INTO deadlines (kind, ref, due_at) VALUES ('request-to-pay.expiry', ?, 9e15)",
  )
  const deadline = db.prepare('DELETE FROM deadlines WHERE kind = ? AND ref = ?')
  const event = db.prepare(
    "INSERT INTO events (kind, phone, at, data, trace) VALUES ('request-to-pay.settled', '+46733000001', ?, ?, ?)",
  )
  const clock = db.prepare('SELECT mode, offset_ms, frozen_at FROM clock WHERE id = 1')
  const key = Buffer.from(
    (db.prepare("SELECT value FROM meta WHERE key = 'key'").get() as { value: string }).value,
    'hex',
  )
  // Values as long as the wallet's.
  const now = frozenStart
  const told = {
    merchant: 'shop',
    amount: '0.01',
    currency: 'EUR',
    environment: 'sandbox',
    status: 'SUCCESSFUL',
    reason: null,
    automatic: false,
  }
  let count = 0
  const approve = db.transaction((id: number | bigint) => {
    clock.get()
    const row = request.get(id) as { reference_id: string; trace: string; pin_hash: string }
    const { reference_id: referenceId, trace } = row
    const entered = createHmac('sha256', key).update(`pin\0${holderId}:1234`).digest('hex')
    if (!timingSafeEqual(Buffer.from(entered), Buffer.from(row.pin_hash))) throw new Error('wrong PIN')
    posting.run(transfer.run(id, now, trace).lastInsertRowid, payer, shop)
    settle.run(now, id)
    deadline.run('request-to-pay.expiry', String(id))
    event.run(now, JSON.stringify({ ...told, requestId: Number(id), referenceId }), trace)
  })
  // Within another transaction, better-sqlite3 makes this one a savepoint.
  const approveAll = db.transaction((ids: ReadonlyArray<number | bigint>) => {
    for (const id of ids) approve(id)
  })
  return {
    oneByOne(ids: ReadonlyArray<number | bigint>) {
      for (const id of ids) approve.immediate(id)
    },
    inGroups(ids: ReadonlyArray<number | bigint>) {
      for (let done = 0; done < ids.length; done += atOnce) {
        approveAll.immediate(ids.slice(done, done + atOnce))
      }
    },
    perSecond(approveThem: (ids: ReadonlyArray<number | bigint>) => void) {
      const asked = db.transaction(() =>
        Array.from({ length: approvals }, () => {
          // As the wallet's traces, each is above the one before.
          const trace = (++count * 0x9e37).toString(16).padStart(12, '0')
          const values = [merchantId, randomUUID(), holderId, count, now, trace]
          const id = insert.run(values).lastInsertRowid
          expiry.run(String(id))
          return id
        }),
      )()
      const started = performance.now()
      approveThem(asked)
      return (approvals / (performance.now() - started)) * 1000
    },
    close: () => db.close(),
  }
}
