import { Agent } from 'node:http'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { inFolder } from './folder.ts'
import { hop } from './hops.ts'
import type { Row } from './row.ts'
import { ourServer } from './server.ts'
import { sideBySide } from './side-by-side.ts'

/** Fills the ledger of a fresh data file by plain SQL: many rows in little time, every trigger kept. */
function fill(file: string, { pending, settled }: { pending: number; settled: number }): void {
  const db = new Sqlite(file)
  db.pragma('foreign_keys = ON')
  const { id: merchantId } = db
    .prepare("SELECT id FROM account_holders WHERE kind = 'merchant' LIMIT 1")
    .get() as { id: number }
  const { id: payerId } = db
    .prepare("SELECT holder_id AS id FROM aliases WHERE value = '+46733000001'")
    .get() as { id: number }
  const account = db.prepare("SELECT id FROM accounts WHERE holder_id = ? AND currency = 'EUR' LIMIT 1")
  const payer = (account.get(payerId) as { id: number }).id
  const shop = (account.get(merchantId) as { id: number }).id
  const float = (
    db.prepare("SELECT id FROM accounts WHERE may_overdraw = 1 AND currency = 'EUR'").get() as { id: number }
  ).id
  const insert =
    db.prepare(`INSERT INTO requests_to_pay (merchant_id, product, reference_id, environment, payer_type, payer_value,
    payer_id, amount, fee, currency, place, status, created_at, expires_at)
    VALUES (?, 'collection', ?, 'sandbox', 'MSISDN', '46733000001', ?, 100, 0, 'EUR', ?, 'PENDING', ?, ?)`)
  const transfer = db.prepare('INSERT INTO transfers (kind, request_id, at) VALUES (?, ?, 0) RETURNING id')
  const posting = db.prepare(
    'INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount) VALUES (?, ?, ?, ?)',
  )
  const settle = db.prepare("UPDATE requests_to_pay SET status = 'SUCCESSFUL', settled_at = 0 WHERE id = ?")
  const now = Date.now()
  db.transaction(() => {
    if (settled > 0)
      posting.run((transfer.get('funding', null) as { id: number }).id, float, payer, settled * 100)
    for (let n = 0; n < settled; n++) {
      const { lastInsertRowid } = insert.run(merchantId, `settled-${n}`, payerId, n, 0, now + 86_400_000)
      posting.run((transfer.get('request-to-pay', lastInsertRowid) as { id: number }).id, payer, shop, 100)
      settle.run(lastInsertRowid)
    }
    for (let n = 0; n < pending; n++)
      insert.run(merchantId, `pending-${n}`, payerId, n, now, now + 86_400_000)
  })()
  db.close()
}

let sessions = 0

/** The median time of a hop with this text, dialled beforehand step by step, in milliseconds. */
async function hopTime(url: string, text: string, run: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  for (let round = 0; round < 150; round++) {
    sessions++
    const id = `ATUid_${run}${sessions.toString(16).padStart(24, '0')}`
    const segments = text === '' ? [] : text.split('*')
    for (let count = 0; count < segments.length; count++) {
      await hop(agent, url, id, '+46733000001', segments.slice(0, count).join('*'))
    }
    const started = performance.now()
    const answer = await hop(agent, url, id, '+46733000001', text)
    times.push(performance.now() - started)
    if (!answer.startsWith('CON ')) throw new Error(answer)
  }
  agent.destroy()
  times.sort((one, other) => one - other)
  return times[times.length >> 1] ?? 0
}

async function compared(
  row: Pick<Row, 'work' | 'against' | 'bound'>,
  text: string,
  [ours, theirs]: [{ pending: number; settled: number }, { pending: number; settled: number }],
): Promise<Row> {
  return inFolder(async (folder) => {
    const servers = []
    for (const [name, size] of Object.entries({ ours, theirs })) {
      const file = join(folder, `${name}.db`)
      await (await ourServer(file)).stop()
      fill(file, size)
      servers.push(await ourServer(file))
    }
    const [large, small] = servers
    if (!large || !small) throw new Error('two servers are compared')
    const measured = await sideBySide(
      5,
      () => hopTime(large.url, text, 'aaaaaaaa'),
      () => hopTime(small.url, text, 'bbbbbbbb'),
    )
    await Promise.all(servers.map((server) => server.stop()))
    return { ...row, unit: 'ms', ...measured }
  })
}

export const benchPendingItems = () =>
  compared(
    { work: 'First Approvals screen with 10,000 pending items', against: 'with 3', bound: { atMost: 1.5 } },
    '1',
    [
      { pending: 10_000, settled: 0 },
      { pending: 3, settled: 0 },
    ],
  )

export const benchLedgerSize = () =>
  compared(
    {
      work: 'Hop with 1,000,000 settled requests in the ledger',
      against: 'with none',
      bound: { atMost: 1.3 },
    },
    '1',
    [
      { pending: 3, settled: 1_000_000 },
      { pending: 3, settled: 0 },
    ],
  )
