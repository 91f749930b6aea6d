// Waits for five minutes in each way that Node has, prints "waiting", and what ended.
import { AsyncLocalStorage } from 'node:async_hooks'
import { clearTimeout, setTimeout as later } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const minutes = 5 * 60_000
const context = new AsyncLocalStorage()
const elapsed = performance.now()
const cpu = process.hrtime.bigint()
let ticks = 0
// Keeps nothing alive.
setInterval(() => ticks++, 60_000).unref()
setTimeout(() => console.log('never'), 3 * 24 * 3_600_000).unref()
clearTimeout(later(() => console.log('cleared'), minutes))

const ended = await Promise.all([
  new Promise((resolve) => context.run('kept', () => setTimeout(() => resolve(context.getStore()), minutes))),
  promisify(setTimeout)(minutes, 'promisified'),
  sleep(minutes, 'timers/promises'),
  // As soon as possible, however the clock stands.
  new Promise((resolve) => setTimeout(resolve, 0)).then(() => console.log('waiting')),
])
console.log(
  JSON.stringify({
    ended,
    ticks,
    seconds: [performance.now() - elapsed, Number(process.hrtime.bigint() - cpu) / 1e6].map((ms) =>
      Math.floor(ms / 1000),
    ),
    at: [new Date(), new Date(Date.now())].map((date) => date.toISOString().slice(0, 16)),
    dates: new Date() instanceof Date,
  }),
)
