// Loaded into every Node program that `payersim run --clock` starts. Date, performance.now, process.hrtime and timers go by
// the simulator's clock, which a file tells. What Node itself waits for, such as time-outs of sockets, goes by the machine's.
import async_hooks = require('node:async_hooks')
import fs = require('node:fs')
import module_ = require('node:module')
import path = require('node:path')
import fakeTimers = require('@sinonjs/fake-timers')

type Callback = (...args: unknown[]) => void
type Timer = NodeJS.Timeout & { [Symbol.toPrimitive](): number }
type Schedule = (callback: Callback, delay?: number, ...args: unknown[]) => Timer

/** How often the file is read, in milliseconds. */
const lookEveryMs = 10
const file = process.env.PAYERSIM_CLOCK
const real = { now: Date.now, setTimeout, setInterval, performanceNow: performance.now.bind(performance) }

/** The simulator's time, in milliseconds since 1970; undefined where the run has ended. */
function simulated(): { now: number; running: boolean } | undefined {
  try {
    const text = fs.readFileSync(file ?? '', 'utf8')
    const running = text.startsWith('+') || text.startsWith('-')
    const told = Number(text) * 1000
    return { now: Math.floor(running ? real.now() + told : told), running }
  } catch {
    return undefined
  }
}

function follow(start: { now: number; running: boolean }): void {
  const clock = fakeTimers.install({
    now: start.now,
    toFake: [
      'Date',
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'hrtime',
      'Intl',
      'Temporal',
    ],
    ignoreMissingTimers: true,
    shouldClearNativeTimers: true,
  })
  // Test runners fake the time once more, and refuse to fake what says that it is fake.
  Reflect.deleteProperty(Date, 'isFake')

  // Between two looks a running clock goes on.
  let { now: base, running } = start
  let baseReal = real.performanceNow()
  let ticking = false
  const present = () => base + (running && !ticking ? Math.floor(real.performanceNow() - baseReal) : 0)
  const put = (now: number) => {
    base = now
    baseReal = real.performanceNow()
  }
  Object.defineProperty(clock, 'now', { get: present, set: put })

  const performanceStart = real.performanceNow() - start.now
  performance.now = () => clock.now + performanceStart

  const look = () => {
    const told = simulated()
    const reached = present()
    if (told !== undefined) running = told.running
    // The reading of a running clock is some milliseconds inexact: the time does not go back for these.
    const now = told === undefined || (running && Math.abs(told.now - reached) < 100) ? reached : told.now
    put(reached)
    if (now < reached) clock.setSystemTime(now)
    ticking = true
    try {
      // What fell due on the way fires once, at the time that it is now.
      clock.jump(Math.max(0, now - reached))
    } finally {
      ticking = false
      put(base)
      if (![...waited.values()].some((timer) => timer.hasRef())) beat.unref()
      for (const id of waited.keys()) if (!clock.timers?.has(id)) waited.delete(id)
    }
  }
  const beat = real.setInterval(look, lookEveryMs).unref()

  /** The timers that keep the program running, by their ids. */
  const waited = new Map<number, Timer>()
  const keptAlive = (schedule: Schedule, soon: Schedule): Schedule => {
    return (callback, delay, ...args) => {
      if (typeof callback !== 'function') return schedule(callback, delay, ...args)
      // "As soon as possible" is no time that passes.
      if (!(Number(delay) > 1)) return soon(callback, delay, ...args)
      const timer = schedule(async_hooks.AsyncResource.bind(callback), delay, ...args)
      waited.set(Number(timer), timer)
      beat.ref()
      return timer
    }
  }
  clock.setTimeout = keptAlive(
    clock.setTimeout as Schedule,
    real.setTimeout as Schedule,
  ) as typeof clock.setTimeout
  clock.setInterval = keptAlive(
    clock.setInterval as Schedule,
    clock.setInterval as Schedule,
  ) as typeof clock.setInterval
  const promisified = (delay?: number, value?: unknown) =>
    new Promise((resolve) => setTimeout(() => resolve(value), delay))
  Object.defineProperty(setTimeout, Symbol.for('nodejs.util.promisify.custom'), { value: promisified })
  module_.syncBuiltinESMExports()
}

// What starts programs, and works by itself.
const packageManager = /^(npm|npx|yarn|pnpm|corepack)(-cli)?(\.c?js)?$/
if (!packageManager.test(path.basename(process.argv[1] ?? ''))) {
  const start = simulated()
  if (start !== undefined) follow(start)
}
