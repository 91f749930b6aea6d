import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchApprovals } from './approvals.ts'
import { benchHops, benchMemory } from './http-hop.ts'
import { benchSessions } from './in-process.ts'
import { benchOrders } from './orders.ts'
import { type Row, table } from './row.ts'
import { benchLedgerSize, benchPendingItems } from './screens.ts'
import { benchExplorer, benchScripts } from './scripts.ts'
import { benchSimulators } from './simulators.ts'
import { benchSms } from './sms.ts'
import { benchStartup } from './startup.ts'
import { benchTesters } from './vumigo.ts'

const benches: Record<string, () => Promise<Row | Row[]>> = {
  hops: benchHops,
  orders: benchOrders,
  sms: benchSms,
  approvals: benchApprovals,
  sessions: benchSessions,
  scripts: benchScripts,
  simulators: benchSimulators,
  testers: benchTesters,
  explorer: benchExplorer,
  pending: benchPendingItems,
  ledger: benchLedgerSize,
  startup: benchStartup,
  memory: benchMemory,
}

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } })
const chosen = values.only?.split(',') ?? Object.keys(benches)
const rows: Row[] = []
for (const name of chosen) {
  const bench = benches[name]
  if (!bench) throw new Error(`No bench ${name}. There are ${Object.keys(benches).join(', ')}.`)
  process.stderr.write(`${name} …\n`)
  rows.push(...[await bench()].flat())
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
