import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { compiledPayersim } from './compiled.ts'
import { inFolder } from './folder.ts'
import { rawStore } from './raw-store.ts'
import type { Row } from './row.ts'
import { sideBySide } from './side-by-side.ts'

const people = 2_500
const atOnce = 20

/** What a test pays for a simulator of its own, against what the database under it takes by itself. */
export async function benchSimulators(): Promise<Row[]> {
  return [await inFolder(benchStart), await inFolder(benchFork)]
}

async function benchStart(folder: string): Promise<Row> {
  const { startSimulator } = await compiledPayersim()
  const data = join(folder, 'fresh.db')
  await (await startSimulator({ clock: 'frozen', data })).close()
  const raw = rawStore(data)
  const measured = await sideBySide(
    9,
    () => averageTime(() => startSimulator({ clock: 'frozen' })),
    () => averageTime(() => raw.make()),
  )
  return {
    work: 'Starting a simulator in memory, after the first',
    against: 'the same schema and rows made in memory by raw better-sqlite3',
    unit: 'ms',
    bound: { atMost: 1 },
    ...measured,
  }
}

async function benchFork(folder: string): Promise<Row> {
  const { startSimulator } = await compiledPayersim()
  const world = join(folder, 'world.yaml')
  writeFileSync(world, crowd())
  const data = join(folder, 'crowd.db')
  await (await startSimulator({ clock: 'frozen', world, data })).close()
  const db = new Sqlite(data)
  // SQLite opens no copy in memory of a database in WAL mode.
  db.pragma('journal_mode = DELETE')
  const megabytes = db.serialize().length / 1024 / 1024
  if (megabytes < 1) throw new Error(`The world is only ${megabytes} MB.`)
  const base = await startSimulator({ clock: 'frozen', world })
  const measured = await sideBySide(
    9,
    () => averageTime(() => base.fork()),
    () => averageTime(() => copyOf(db)),
  )
  await base.close()
  db.close()
  return {
    work: `A fork of a world of ${megabytes.toFixed(1)} MB`,
    against: 'a copy of the same bytes by raw better-sqlite3, with one row read',
    unit: 'ms',
    bound: { atMost: 5 },
    ...measured,
  }
}

/** A copy that is read once, since SQLite opens nothing before. */
function copyOf(db: Sqlite.Database): Sqlite.Database {
  const copy = new Sqlite(db.serialize())
  copy.prepare('SELECT count(*) FROM clock').get()
  return copy
}

/** How long it takes to make one, in milliseconds; closing it is not counted. */
async function averageTime(
  make: () => { close(): unknown } | Promise<{ close(): unknown }>,
): Promise<number> {
  let time = 0
  for (let count = 0; count < atOnce; count++) {
    const started = performance.now()
    const made = await make()
    time += performance.now() - started
    await made.close()
  }
  return time / atOnce
}

function crowd(): string {
  const lines = Array.from({ length: people }, (_, index) => {
    const phone = `+4673400${String(index).padStart(4, '0')}`
    return `  - { phone: "${phone}", name: Person ${index}, balances: { EUR: "100.00" } }`
  })
  return `people:\n${lines.join('\n')}\n`
}
