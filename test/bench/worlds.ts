import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { compiledPayersim } from './compiled.ts'
import { inFolder } from './folder.ts'
import { root } from './processes.ts'
import type { Row } from './row.ts'
import { median, sideBySide } from './side-by-side.ts'

const atOnce = 20
const many = 200
const ama = '+46733000001'

/** What a worker of a test suite pays for a world by name on a server that is there. */
export async function benchWorlds(): Promise<Row[]> {
  return [await inFolder(benchOpening), benchWorldMemory()]
}

async function benchOpening(folder: string): Promise<Row> {
  const { startSimulator } = await compiledPayersim()
  const data = join(folder, 'fresh.db')
  await (await startSimulator({ clock: 'frozen', data })).close()
  const db = new Sqlite(data)
  // SQLite opens no copy in memory of a database in WAL mode.
  db.pragma('journal_mode = DELETE')
  const bytes = db.serialize()
  db.close()
  const server = await startSimulator({ clock: 'frozen', port: 0 })
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}.`)
    await response.text()
  }
  let opened = 0
  const measured = await sideBySide(
    9,
    async () => {
      let time = 0
      for (let count = 0; count < atOnce; count++) {
        const name = `w${++opened}`
        const started = performance.now()
        await ask('POST', '/_sim/worlds', { name })
        time += performance.now() - started
        await ask('DELETE', `/_sim/worlds/${name}`)
      }
      return time / atOnce
    },
    () => {
      let time = 0
      for (let count = 0; count < atOnce; count++) {
        const started = performance.now()
        const copy = new Sqlite(bytes)
        copy.prepare('SELECT count(*) FROM clock').get()
        time += performance.now() - started
        copy.close()
      }
      return time / atOnce
    },
  )
  await server.close()
  return {
    work: 'A world by name, opened over HTTP beside others',
    against: 'a copy of the same bytes by raw better-sqlite3, with one row read and no HTTP',
    unit: 'ms',
    ...measured,
    // The copy says how fast the machine is; what is asked is a time.
    ratio: null,
    bound: { atMost: 5 },
  }
}

/** In a process of its own, which has nothing else in its memory. */
function benchWorldMemory(): Row {
  const measure = () => {
    const args = ['--expose-gc', '--import', 'tsx', fileURLToPath(import.meta.url)]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    if (status !== 0) throw new Error(`The worlds could not be measured: ${stderr}`)
    return JSON.parse(stdout) as { rss: number; heap: number }
  }
  const figures = [measure(), measure(), measure()]
  return {
    work: `Memory of a world by name, of ${many} on one server, after a payment in each`,
    against: 'counted',
    unit: 'MB',
    ours: median(figures.map(({ rss }) => rss)),
    theirs: null,
    ratio: null,
    bound: { atMost: 2 },
    note: `of the heap ${median(figures.map(({ heap }) => heap)).toFixed(2)} MB`,
  }
}

/** Megabytes a world. */
async function measureMemory(): Promise<{ rss: number; heap: number }> {
  const { startSimulator } = await compiledPayersim()
  const server = await startSimulator({ clock: 'frozen', port: 0 })
  const pay = async (name: string) => {
    const world = await server.worlds.open(name)
    const phone = world.phone(ama)
    const order = await world.merchant().requestToPay({ payer: ama, amount: '1.00', currency: 'EUR' })
    await phone.prompted()
    await phone.choose('Approve')
    await phone.reply(phone.pin)
    const { status } = await order.status()
    if (status !== 'SUCCESSFUL') throw new Error(`The payment in ${name} is ${status}.`)
  }
  const now = async () => {
    for (let round = 0; round < 3; round++) {
      globalThis.gc?.()
      await new Promise((turned) => setImmediate(turned))
    }
    const { rss, heapUsed } = process.memoryUsage()
    return { rss, heap: heapUsed }
  }
  // The first ones bring what all share: code, statements, templates.
  for (let count = 0; count < 20; count++) await pay(`first-${count}`)
  const before = await now()
  for (let count = 0; count < many; count++) await pay(`world-${count}`)
  const after = await now()
  const each = (what: 'rss' | 'heap') => (after[what] - before[what]) / many / 1024 / 1024
  const figures = { rss: each('rss'), heap: each('heap') }
  await server.close()
  return figures
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measureMemory()))
