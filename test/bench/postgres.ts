import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { type StartedPostgres, startPostgres } from '../postgres/start.ts'
import { inFolder } from './folder.ts'
import { hopsPerSecond } from './hops.ts'
import type { Row } from './row.ts'
import { ourServer } from './server.ts'
import { sideBySide } from './side-by-side.ts'
import { walletWorld } from './wallet-world.ts'

const atOnce = 64
const approvals = 1_920
const clients = 16

/** Worlds in a PostgreSQL server on the same machine, durable: approvals against pgbench, hops and forks against SQLite. */
export function benchPostgres(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const server = await startPostgres()
    try {
      return [
        ...(await benchApprovals(server, folder)),
        await benchHops(server, folder),
        await benchForks(server, folder),
      ]
    } finally {
      await server.stop()
    }
  })
}

const inSchema = ({ url }: StartedPostgres, schema: string) => `${url}?schema=${schema}`

async function benchApprovals(server: StartedPostgres, folder: string): Promise<Row[]> {
  const world = await walletWorld(inSchema(server, 'ours'))
  const asked = async () => {
    const ids: number[] = []
    for (let done = 0; done < approvals; done += atOnce)
      ids.push(...(await Promise.all(Array.from({ length: atOnce }, () => world.ask()))))
    return ids
  }
  const ours = async () => {
    const ids = await asked()
    const started = performance.now()
    for (let done = 0; done < ids.length; done += atOnce)
      await Promise.all(ids.slice(done, done + atOnce).map(world.approve))
    return (approvals / (performance.now() - started)) * 1000
  }
  const work = 'Approvals through the wallet on PostgreSQL, 64 at once, one merchant, durable'
  const against = `pgbench, the same statements, ${clients} clients that lock both accounts`
  const row = { work, against, unit: 'approvals/s', bound: { atLeast: 0.7, wanted: 1 } }
  try {
    const pgbench = findPgbench()
    if (pgbench === undefined) {
      await ours()
      const note = 'pgbench is not on this machine: it comes with Debian’s postgresql.'
      return [{ ...row, ours: await ours(), theirs: null, ratio: null, bound: null, note }]
    }
    const database = new pg.Client({ connectionString: server.url })
    await database.connect()
    await database.query('SET search_path TO ours_main')
    await database.query('CREATE SEQUENCE bench_next')
    const script = join(folder, 'approval.sql')
    writeFileSync(script, approvalScript)
    const theirs = async () => {
      const [first] = await asked()
      await database.query(`SELECT setval('bench_next', ${first}, false)`)
      return transactionsPerSecond(pgbench, server, script)
    }
    const compared = await sideBySide(5, ours, theirs)
    await database.end()
    return [{ ...row, ...compared }]
  } finally {
    await world.kernel.close()
  }
}

/** pgbench stands beside the server's own programs, and in PATH for few. */
function findPgbench(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian).map((version) => join(debian, version, 'bin'))
    : []
  return [...(process.env.PATH ?? '').split(delimiter), ...versions]
    .map((place) => join(place, 'pgbench'))
    .find((file) => existsSync(file))
}

function transactionsPerSecond(pgbench: string, { url }: StartedPostgres, script: string): number {
  const { hostname, port, username, password, pathname } = new URL(url)
  const each = String(approvals / clients)
  const said = execFileSync(
    pgbench,
    ['-n', '-M', 'prepared', '-c', String(clients), '-t', each, '-f', script, pathname.slice(1)],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        PGHOST: hostname,
        PGPORT: port,
        PGUSER: username,
        PGPASSWORD: password,
        PGOPTIONS: '-c search_path=ours_main',
      },
    },
  )
  const [, perSecond] = /tps = ([\d.]+)/.exec(said) ?? []
  if (perSecond === undefined) throw new Error(`pgbench said no figure: ${said}`)
  return Number(perSecond)
}

/** What an approval reads and writes. Without the locks the laws of the ledger refuse most. */
const approvalScript = `
SELECT nextval('bench_next') AS id \\gset
BEGIN;
SELECT mode, offset_ms, frozen_at FROM clock WHERE id = 1;
SELECT r.*, m.name AS merchant_name, m.may_receive, t.id AS transfer_id, a.value AS phone, p.pin_hash, p.wrong_pins, p.locked, p.limits, f.id AS from_id, f.balance AS from_balance, g.id AS to_id, g.balance AS to_balance FROM requests_to_pay r JOIN account_holders m ON m.id = r.merchant_id LEFT JOIN transfers t ON t.request_id = r.id LEFT JOIN aliases a ON a.holder_id = r.payer_id AND a.type = 'MSISDN' LEFT JOIN account_holders p ON p.id = r.payer_id LEFT JOIN accounts f ON f.holder_id = r.payer_id AND f.environment = r.environment AND f.currency = r.currency AND f.product = '' LEFT JOIN accounts g ON g.holder_id = r.merchant_id AND g.environment = r.environment AND g.currency = r.currency AND g.product = r.product WHERE r.id = :id \\gset r_
SELECT id FROM accounts WHERE id IN (:r_from_id, :r_to_id) ORDER BY id FOR UPDATE;
INSERT INTO transfers (kind, request_id, disbursement_id, at, trace) VALUES ('request-to-pay', :id, NULL, 1767603600000, '00000009e37a') RETURNING id AS transfer \\gset
INSERT INTO postings (transfer_id, debit_account_id, credit_account_id, amount) VALUES (:transfer, :r_from_id, :r_to_id, 1);
UPDATE requests_to_pay SET status = 'SUCCESSFUL', reason = NULL, settled_at = 1767603600000 WHERE id = :id AND status = 'PENDING';
DELETE FROM deadlines WHERE kind = 'request-to-pay.expiry' AND ref = (:id)::text;
INSERT INTO events (kind, phone, at, data, trace) VALUES ('request-to-pay.settled', '+46733000001', 1767603600000, '{"merchant": "shop", "amount": "0.01", "currency": "EUR", "environment": "sandbox", "status": "SUCCESSFUL", "reason": null, "automatic": false, "requestId": 1, "referenceId": "7f1c8a52-9f3e-41ee-8c90-0242ac120002"}', '00000009e37a');
END;
`

async function benchHops(server: StartedPostgres, folder: string): Promise<Row> {
  const load = { connections: 50, hops: 2_000 }
  const ours = await ourServer(inSchema(server, 'hops'))
  const onFile = await ourServer(join(folder, 'hops.db'))
  try {
    const compared = await sideBySide(
      5,
      () => hopsPerSecond(ours.url, load),
      () => hopsPerSecond(onFile.url, load),
    )
    const work = 'A hop over HTTP on PostgreSQL, durable, 50 connections'
    return {
      work,
      against: 'the same on SQLite',
      unit: 'hops/s',
      bound: { atLeast: 0.2, wanted: 0.3 },
      ...compared,
    }
  } finally {
    await ours.stop()
    await onFile.stop()
  }
}

async function benchForks(server: StartedPostgres, folder: string): Promise<Row> {
  const ours = await ourServer(inSchema(server, 'forks'))
  const onFile = await ourServer(join(folder, 'forks.db'))
  let count = 0
  const forkMs = async (url: string) => {
    const name = `fork-${++count}`
    const started = performance.now()
    await call(`${url}/_sim/worlds`, 'POST', { name, from: 'default' })
    const took = performance.now() - started
    await call(`${url}/_sim/worlds/${name}`, 'DELETE')
    return took
  }
  try {
    const compared = await sideBySide(
      9,
      () => forkMs(ours.url),
      () => forkMs(onFile.url),
    )
    const work = 'A world of PostgreSQL forked into memory'
    return { work, against: 'the same of SQLite', unit: 'ms', bound: null, ...compared }
  } finally {
    await ours.stop()
    await onFile.stop()
  }
}

async function call(url: string, method: string, body?: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
}
