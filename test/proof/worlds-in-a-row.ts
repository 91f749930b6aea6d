import { startSimulator } from '../../src/index.ts'

// Opens and ends as many worlds as are asked for, one after another, with a session in each. Says how much the memory
// grew, and has no way to end but that nothing is left to do.
const row = Number(process.argv[2])
const server = await startSimulator({ clock: 'frozen', port: 0 })

async function openAndEnd(name: string): Promise<void> {
  const world = await server.worlds.open(name)
  await world.phone('+46733000001').dial('*165#')
  await server.worlds.end(name)
}

async function memory() {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.()
    await new Promise((turned) => setImmediate(turned))
  }
  return process.memoryUsage()
}

// The names of the last thousand that ended are kept.
for (let count = 0; count < 50; count++) await openAndEnd(`first-${count}`)
const before = await memory()
for (let count = 0; count < row; count++) await openAndEnd(`world-${count}`)
const after = await memory()
const handles = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
for (let count = 0; count < 20; count++) await server.worlds.open(`left-${count}`)
await server.close()
const heapGrowth = after.heapUsed - before.heapUsed
console.log(JSON.stringify({ worlds: row, heapGrowth, rssGrowth: after.rss - before.rss, timers: handles }))
