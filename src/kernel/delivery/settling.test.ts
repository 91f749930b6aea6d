import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { frozenStart, type Kernel } from '../index.ts'
import { folder, openKernel } from '../kernel.fixture.ts'

const url = 'http://ama:secret@127.0.0.1:4001/callback?token=secret'

/** A subscriber whose app answers when the test says so. */
function slowApp(
  kernel: Kernel,
  { to = 'note.added' as const, name = 'app' }: { to?: 'note.added' | 'other.added'; name?: string } = {},
) {
  const held: Array<() => void> = []
  const messages: string[] = []
  kernel.subscribe({
    name,
    to: [to],
    mode: 'at-least-once',
    plan: (_, { data }) => ({ data }),
    target: () => ({ url }),
    async attempt({ data }) {
      await new Promise<void>((answer) => held.push(answer))
      messages.push(String((data as { n?: number }).n))
      return { ok: true }
    },
  })
  return { held, messages }
}

const note = (kernel: Kernel, n: number) =>
  kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { n } }))
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((turned) => setImmediate(turned))
}

/**
 * Other callers add deliveries all the time, and the app is never idle: it answers one only when the next arrives. If none
 * comes, because deliveries are paused, it answers a little later.
 */
function steadyStream(kernel: Kernel, { held, messages }: ReturnType<typeof slowApp>) {
  const state = { on: true, count: 0 }
  const answerAll = () => {
    for (const answer of held.splice(0)) answer()
  }
  const flowing = (async () => {
    while (state.on) {
      await note(kernel, ++state.count)
      const late = performance.now() + 20
      await until(() => held.length > 1 || performance.now() > late)
      if (held.length > 1) held.shift()?.()
      else answerAll()
    }
    while (!messages.includes(String(state.count))) {
      answerAll()
      await new Promise((turned) => setImmediate(turned))
    }
  })()
  const end = async () => {
    state.on = false
    await flowing
  }
  return { state, end }
}

async function frozen(file = ':memory:'): Promise<Kernel> {
  const kernel = await openKernel({ file })
  await kernel.freeze(frozenStart)
  return kernel
}

describe('while others make more all the time', () => {
  it('the clock is moved, after what was due and what that caused', async () => {
    const kernel = await frozen()
    const app = slowApp(kernel)
    kernel.deadlines.on('bell', async (tx) => {
      await tx.emit({ kind: 'note.added', data: { n: -1 } })
    })
    // An answer causes the next note of the chain.
    const chain: number[] = []
    kernel.subscribe({
      name: 'chain',
      to: ['note.added', 'note.chained'],
      mode: 'at-least-once',
      plan: (_, { data }) => (Number(data.n) < 0 && Number(data.n) >= -4 ? { data } : undefined),
      async attempt({ data }) {
        const { n } = data as { n: number }
        chain.push(n)
        await kernel.transact((tx) => tx.emit({ kind: 'note.chained', data: { n: n - 1 } }))
        return { ok: true }
      },
    })
    await kernel.start()
    await kernel.transact((tx) => tx.setDeadline('bell', 'x', tx.now + 1_000))
    const { state, end } = steadyStream(kernel, app)
    await until(() => state.count > 3)
    const before = state.count
    expect(await kernel.advance(5_000)).toMatchObject({ now: frozenStart + 5_000 })
    expect(chain).toEqual([-1, -2, -3, -4])
    expect(app.messages).toEqual(expect.arrayContaining(['-1', String(before - 1)]))
    await end()
  })

  it('a snapshot is kept, a world restored and emptied, and what is made meanwhile leaves afterwards', async () => {
    const kernel = await frozen()
    const app = slowApp(kernel)
    await kernel.start()
    const { state, end } = steadyStream(kernel, app)
    await until(() => state.count > 3)
    await kernel.takeSnapshot('busy')
    await kernel.restoreSnapshot('busy')
    await kernel.refill(async () => {}, { mode: 'frozen', now: frozenStart })
    const after = state.count
    await until(() => app.messages.includes(String(after + 1)))
    await end()
    expect(await kernel.store.snapshots.list()).toMatchObject([{ name: 'busy' }])
  })

  it('in another process, a snapshot is kept as well', async () => {
    const file = join(folder(), 'data.db')
    const leader = await frozen(file)
    const app = slowApp(leader)
    await leader.start()
    const other = await openKernel({ file })
    slowApp(other)
    await other.start()
    const { state, end } = steadyStream(leader, app)
    await until(() => state.count > 3)
    await other.takeSnapshot('busy')
    await end()
    const kept = new Sqlite(`${file}.snapshots/busy.db`, { readonly: true })
    const [attempting] = kept.prepare(`SELECT id FROM deliveries WHERE status = 'attempting'`).all()
    kept.close()
    expect(attempting).toBeUndefined()
  })
})

describe('a call that waits for an app', () => {
  it.each([
    ['advance', (kernel: Kernel) => kernel.advance(1_000, { limitMs: 0 })],
    ['a snapshot', (kernel: Kernel) => kernel.takeSnapshot('x', { limitMs: 0 })],
    [
      'a reset',
      (kernel: Kernel) => kernel.refill(async () => {}, { mode: 'frozen', now: 0 }, { limitMs: 0 }),
    ],
  ])('has a bound, and says what it waits for: %s', async (_, call) => {
    const kernel = await frozen()
    const { held } = slowApp(kernel)
    await kernel.start()
    await note(kernel, 1)
    await note(kernel, 2)
    await until(() => held.length === 2)
    await expect(call(kernel)).rejects.toMatchObject({
      name: 'BusyError',
      message: expect.stringContaining(
        'Gave up after 0 s: waiting for 2 deliveries of app to http://127.0.0.1:4001/callback, on the way since 2026-01-05T09:00:00.000Z.',
      ),
      data: { waitingFor: [{ subscriber: 'app', count: 2 }] },
    })
    for (const answer of held.splice(0)) answer()
    expect(await kernel.advance(1_000)).toMatchObject({ now: frozenStart + 1_000 })
  })

  it('holds nothing up once its caller has gone, and moves nothing', async () => {
    const kernel = await frozen()
    const { held } = slowApp(kernel)
    await kernel.start()
    await note(kernel, 1)
    await until(() => held.length === 1)
    const caller = new AbortController()
    const calls = [
      kernel.advance(1_000, { signal: caller.signal }),
      kernel.takeSnapshot('x', { signal: caller.signal }),
    ]
    caller.abort('gone')
    for (const call of calls) await expect(call).rejects.toMatchObject({ reason: 'nobody-waits' })
    // Its turn comes although the app has not answered.
    expect(await kernel.run()).toMatchObject({ mode: 'running' })
    expect((await kernel.freeze()).now).toBeLessThan(frozenStart + 1_000)
    expect(await kernel.store.snapshots.list()).toEqual([])
    for (const answer of held.splice(0)) answer()
  })
})
