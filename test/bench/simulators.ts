import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compiledPayersim } from './compiled.ts'
import { inFolder } from './folder.ts'
import { measured, type Row } from './row.ts'

const people = 2_500
const atOnce = 20

/** What a test pays for a simulator of its own: started, and forked from a world of a megabyte. */
export function benchSimulators(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const { startSimulator } = await compiledPayersim()
    const starts = async () => {
      let time = 0
      for (let count = 0; count < atOnce; count++) {
        const started = performance.now()
        const sim = await startSimulator({ clock: 'frozen' })
        time += performance.now() - started
        await sim.close()
      }
      return time / atOnce
    }

    const world = join(folder, 'world.yaml')
    writeFileSync(world, crowd())
    const data = join(folder, 'crowd.db')
    await (await startSimulator({ clock: 'frozen', world, data })).close()
    const megabytes = statSync(data).size / 1024 / 1024
    if (megabytes < 1) throw new Error(`The world is only ${megabytes} MB.`)
    const base = await startSimulator({ clock: 'frozen', world })
    const forks = async () => {
      let time = 0
      for (let count = 0; count < atOnce; count++) {
        const started = performance.now()
        const fork = await base.fork()
        time += performance.now() - started
        await fork.close()
      }
      return time / atOnce
    }
    const rows: Row[] = [
      {
        work: 'Starting a simulator in memory, after the first',
        against: '50 ms',
        unit: 'ms',
        ...(await measured(7, starts, { atMost: 50 })),
      },
      {
        work: `A fork of a world of ${megabytes.toFixed(1)} MB`,
        against: '10 ms',
        unit: 'ms',
        ...(await measured(7, forks, { atMost: 10 })),
      },
    ]
    await base.close()
    return rows
  })
}

function crowd(): string {
  const lines = Array.from({ length: people }, (_, index) => {
    const phone = `+4673400${String(index).padStart(4, '0')}`
    return `  - { phone: "${phone}", name: Person ${index}, balances: { EUR: "100.00" } }`
  })
  return `people:\n${lines.join('\n')}\n`
}
