import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeLease } from '../delivery/lease.ts'
import { Kernel, type KernelOptions } from '../index.ts'
import { folder, openKernel } from '../kernel.fixture.ts'

const hour = 3_600_000

/** The machine's wall clock, which can be set, and the monotonic clock. */
let machine: { wall: number; monotonic: number }
const passes = (milliseconds: number) => {
  machine.wall += milliseconds
  machine.monotonic += milliseconds
}

beforeEach(() => {
  machine = { wall: Date.parse('2026-11-28T12:00:00Z'), monotonic: 5_000.25 }
  vi.spyOn(Date, 'now').mockImplementation(() => machine.wall)
  vi.spyOn(performance, 'now').mockImplementation(() => machine.monotonic)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const open = (options: KernelOptions = {}) => openKernel(options)
const note = (kernel: Kernel) => kernel.transact((tx) => tx.emit({ kind: 'note.added' }).then(() => tx.now))
const now = async (kernel: Kernel) => (await kernel.clock()).now
/** When a unit finds that the clock was set back, another unit writes the row soon after. */
const mended = async () => {
  for (let turn = 0; turn < 30; turn++) await new Promise((turned) => setImmediate(turned))
}

describe.each([
  ['in memory', () => ':memory:'],
  ['in a file', () => join(folder(), 'data.db')],
])('where the machine’s clock is set back, business time %s', (_, file) => {
  it('does not go back, and goes on at its pace', async () => {
    const kernel = await open({ file: file() })
    await kernel.start()
    const before = await note(kernel)
    machine.wall -= hour
    expect(await now(kernel)).toBe(before)
    for (let step = 1; step <= 3; step++) {
      passes(1_000.5)
      expect(await now(kernel)).toBe(Math.floor(before + step * 1_000.5))
    }
    expect(await note(kernel)).toBe(before + 3_001)
    await mended()
    passes(10_000)
    // The corrected clock is a little ahead, so that it is behind no other process.
    expect((await now(kernel)) - (before + 13_001)).toBeLessThanOrEqual(2)
    expect(kernel.lastKnown().now).toBe(await now(kernel))
  })

  it('goes on after what fails meanwhile', async () => {
    const kernel = await open({ file: file() })
    await kernel.start()
    const before = await note(kernel)
    machine.wall -= hour
    passes(500)
    await kernel
      .transact(async (tx) => {
        await tx.emit({ kind: 'note.added' })
        throw new Error('undone')
      })
      .catch(() => {})
    await mended()
    for (let step = 0; step < 5; step++) {
      passes(1_000)
      expect(await now(kernel)).toBeGreaterThanOrEqual(before + 500 + (step + 1) * 1_000)
    }
  })

  it('is followed where it is set forward, and set back on purpose', async () => {
    const kernel = await open({ file: file() })
    await kernel.start()
    const before = await now(kernel)
    machine.wall += hour
    expect(await now(kernel)).toBe(before + hour)
    await kernel.freeze(before - hour)
    await kernel.run()
    expect(await now(kernel)).toBe(before - hour)
    passes(5)
    expect(await now(kernel)).toBe(before - hour + 5)
  })

  it('holds no deadline up', async () => {
    const kernel = await open({ file: file() })
    let fired = Number.NaN
    kernel.deadlines.on('bell', async (tx) => {
      fired = tx.now
    })
    await kernel.start()
    const dueAt = await kernel.transact(async (tx) => {
      await tx.setDeadline('bell', 'x', tx.now + 4_000)
      return tx.now + 4_000
    })
    machine.wall -= hour
    await now(kernel)
    passes(4_100)
    await kernel.settle()
    expect(fired).toBeGreaterThanOrEqual(dueAt)
    expect(fired).toBeLessThan(dueAt + 1_000)
  })
})

describe('business time of a data file never goes back', () => {
  it('over a restart', async () => {
    const file = join(folder(), 'data.db')
    const first = await Kernel.open({ file })
    await first.start()
    passes(60_000)
    const before = await note(first)
    await first.close()
    machine.wall -= hour
    const second = await open({ file })
    expect(await now(second)).toBeGreaterThanOrEqual(before)
    await second.start()
    passes(1_000)
    expect((await now(second)) - (before + 1_000)).toBeLessThanOrEqual(2)
  })

  it('nor over the end of a process that wrote nothing down', async () => {
    const file = join(folder(), 'data.db')
    const first = await open({ file })
    passes(60_000)
    // The kernel has not started, so only the event has the time.
    const before = await note(first)
    machine.wall -= hour
    const second = await open({ file })
    expect(await now(second)).toBeGreaterThanOrEqual(before)
  })

  it('nor from one process to another, whichever finds out first', async () => {
    const file = join(folder(), 'data.db')
    const [one, other] = [await open({ file }), await open({ file })]
    await one.start()
    await other.start()
    let latest = await note(one)
    expect(await note(other)).toBe(latest)
    machine.wall -= hour
    for (let round = 0; round < 20; round++) {
      passes(100.3)
      for (const kernel of round % 2 ? [one, other] : [other, one]) {
        const at = await note(kernel)
        expect(at).toBeGreaterThanOrEqual(latest)
        expect(at - latest).toBeLessThanOrEqual(103)
        latest = at
      }
      if (round % 5 === 0) await mended()
    }
  })

  it('nor does a lease change hands, where the holder still renews it', async () => {
    const file = join(folder(), 'data.db')
    const [one, other] = [await open({ file }), await open({ file })]
    const take = (kernel: Kernel, holder: string) =>
      kernel.store.transact((unit) => takeLease(unit, 'test', holder))
    expect(await take(one, 'one')).toBe(true)
    for (const jump of [-hour, hour]) {
      machine.wall += jump
      expect(await take(other, 'other')).toBe(false)
    }
  })

  it('but where another process sets it back on purpose', async () => {
    const file = join(folder(), 'data.db')
    const [one, other] = [await open({ file }), await open({ file })]
    await one.start()
    const before = await now(other)
    await one.freeze(before - hour)
    await one.run()
    expect(await now(other)).toBe(before - hour)
    passes(2_000)
    expect(await now(other)).toBe(before - hour + 2_000)
  })
})
