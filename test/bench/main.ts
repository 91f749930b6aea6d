import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchApprovals } from './approvals.ts'
import { benchBusyPage } from './busy-page.ts'
import { benchCold } from './cold.ts'
import { benchExplorer } from './explorer.ts'
import { benchHops, benchMemory } from './http-hop.ts'
import { benchSessions } from './in-process.ts'
import { benchInstalled } from './installed.ts'
import { benchOrders } from './orders.ts'
import { benchPage } from './page.ts'
import { benchPostgres } from './postgres.ts'
import { type Row, table } from './row.ts'
import { benchLedgerSize, benchPendingItems } from './screens.ts'
import { benchScripts } from './scripts.ts'
import { benchSimulators } from './simulators.ts'
import { benchSms } from './sms.ts'
import { benchStartup } from './startup.ts'
import { benchTesters } from './testers.ts'
import { benchWorlds } from './worlds.ts'

const benches: Record<string, () => Promise<Row | Row[]>> = {
  cold: benchCold,
  startup: benchStartup,
  installed: benchInstalled,
  hops: benchHops,
  orders: benchOrders,
  sms: benchSms,
  approvals: benchApprovals,
  sessions: benchSessions,
  scripts: benchScripts,
  simulators: benchSimulators,
  worlds: benchWorlds,
  testers: benchTesters,
  postgres: benchPostgres,
  explorer: benchExplorer,
  pending: benchPendingItems,
  ledger: benchLedgerSize,
  page: benchPage,
  'busy-page': benchBusyPage,
  memory: benchMemory,
}

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } })
const chosen = values.only?.split(',') ?? Object.keys(benches)
const unknown = chosen.find((name) => !benches[name])
if (unknown !== undefined)
  throw new Error(`No bench ${unknown}. There are ${Object.keys(benches).join(', ')}.`)
const rows: Row[] = []
for (const name of chosen) {
  process.stderr.write(`${name} …`)
  const started = performance.now()
  try {
    rows.push(...[(await benches[name]?.()) ?? []].flat())
    process.stderr.write(` ${((performance.now() - started) / 1000).toFixed(0)} s\n`)
  } catch (error) {
    // The rows of the others are still worth their minutes.
    process.exitCode = 1
    process.stderr.write(` failed: ${error instanceof Error ? error.stack : error}\n`)
  }
}
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n`,
)
console.log(table(rows))
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify(rows, (key, value) => (key === 'note' ? undefined : value), 2)}\n`,
  )
