import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { frozenStart, hot, Kernel, type KernelOptions } from './index.ts'
import { folder, openKernel } from './kernel.fixture.ts'
import { readTimeline } from './timeline.ts'

interface Tables {
  notes: { id: number; text: string }
}
const dbSchemas = [
  {
    migrations: [
      {
        step: 1002,
        name: 'test: notes',
        sql: 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)',
      },
    ],
  },
]
const addNote = hot<Tables, { text: string }>()((db, slot) =>
  db.insertInto('notes').values({ text: slot('text') } as never),
)
const notes = hot<Tables, Record<never, never>>()((db) => db.selectFrom('notes').select('text').orderBy('id'))

const open = (options: KernelOptions = {}) => openKernel({ dbSchemas, ...options })

async function frozen(options: KernelOptions = {}): Promise<Kernel> {
  const kernel = await open(options)
  await kernel.freeze(frozenStart)
  return kernel
}

const texts = async (kernel: Kernel) => (await kernel.read((rx) => rx.run(notes, {}))).map(({ text }) => text)

describe('a data file', () => {
  it('keeps what was acknowledged, the clock and the server key', async () => {
    const file = join(folder(), 'data.db')
    const first = await Kernel.open({ dbSchemas, file })
    await first.freeze(frozenStart)
    await first.transact((tx) => tx.run(addNote, { text: 'kept' }))
    const mark = first.hmac('test', 'x')
    await first.close()
    const second = await open({ file })
    expect(await texts(second)).toEqual(['kept'])
    expect(await second.clock()).toEqual({ mode: 'frozen', now: frozenStart })
    expect(second.hmac('test', 'x')).toBe(mark)
  })

  it('is refused untouched where it is another program’s, or a newer payersim’s', async () => {
    const text = join(folder(), 'notes.txt')
    writeFileSync(text, 'dear diary')
    await expect(Kernel.open({ file: text })).rejects.toMatchObject({ reason: 'not-ours' })
    expect(readFileSync(text, 'utf8')).toBe('dear diary')

    const foreign = join(folder(), 'foreign.db')
    new Sqlite(foreign).exec('CREATE TABLE t (x)').close()
    const before = readFileSync(foreign)
    await expect(Kernel.open({ file: foreign })).rejects.toMatchObject({ reason: 'not-ours' })
    expect(readFileSync(foreign).equals(before)).toBe(true)

    const newer = join(folder(), 'newer.db')
    await (await Kernel.open({ dbSchemas, file: newer })).close()
    await expect(Kernel.open({ file: newer })).rejects.toMatchObject({ reason: 'newer-version' })
    expect(await texts(await open({ file: newer }))).toEqual([])
  })
})

describe('a data file that may not be written', () => {
  it('is refused untouched where its mode says read only', async () => {
    const file = join(folder(), 'data.db')
    await (await Kernel.open({ dbSchemas, file })).close()
    chmodSync(file, 0o444)
    const before = readFileSync(file)
    await expect(Kernel.open({ dbSchemas, file })).rejects.toMatchObject({ reason: 'read-only' })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is refused untouched where a newer payersim died and left its version in the log', async () => {
    const live = join(folder(), 'live.db')
    const newer = await Kernel.open({ dbSchemas, file: live })
    const dead = join(folder(), 'dead.db')
    for (const end of ['', '-wal']) copyFileSync(`${live}${end}`, `${dead}${end}`)
    await newer.close()
    const before = ['', '-wal'].map((end) => readFileSync(`${dead}${end}`))
    await expect(Kernel.open({ file: dead })).rejects.toMatchObject({ reason: 'newer-version' })
    expect(['', '-wal'].map((end) => readFileSync(`${dead}${end}`))).toEqual(before)
    expect(await texts(await open({ file: dead }))).toEqual([])
  })
})

describe('deadlines', () => {
  it('fire in order, each seeing the time it was due at', async () => {
    const kernel = await frozen()
    const fired: Array<[string, number]> = []
    kernel.deadlines.on('bell', async (tx, ref) => {
      fired.push([ref, tx.now - frozenStart])
      if (ref === 'first') await tx.setDeadline('bell', 'caused', tx.now + 10)
    })
    await kernel.start()
    await kernel.transact(async (tx) => {
      await tx.setDeadline('bell', 'second', tx.now + 5_000)
      await tx.setDeadline('bell', 'first', tx.now + 1_000)
      await tx.setDeadline('bell', 'cleared', tx.now + 2_000)
      await tx.clearDeadline('bell', 'cleared')
    })
    const { now } = await kernel.advance(60_000)
    expect(fired).toEqual([
      ['first', 1_000],
      ['caused', 1_010],
      ['second', 5_000],
    ])
    expect(now).toBe(frozenStart + 60_000)
  })

  it('fire by themselves on a running clock', async () => {
    const kernel = await open()
    const fired = new Promise((resolve) => kernel.deadlines.on('bell', async (_, ref) => resolve(ref)))
    await kernel.start()
    await kernel.transact((tx) => tx.setDeadline('bell', 'soon', tx.now + 20))
    expect(await fired).toBe('soon')
  })

  it('set no timer of less than nothing, however late they are', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const kernel = await open()
    // Work that falls due during the pass is due before the timer is set.
    vi.spyOn(kernel.deadlines, 'next').mockImplementation(async (rx) => rx.now - 5)
    await kernel.start()
    await kernel.settle()
    await kernel.waitFor(async () => undefined, 0)
    await kernel.waitFor(async () => undefined, 2)
    const delays = timers.mock.calls.map(([, delay]) => delay)
    timers.mockRestore()
    expect(delays.length).toBeGreaterThan(2)
    expect(delays.filter((delay) => !(delay !== undefined && delay >= 0))).toEqual([])
  })

  it('that fail are kept and tried again', async () => {
    const kernel = await frozen()
    let tries = 0
    kernel.deadlines.on('bell', async () => {
      if (++tries === 1) throw new Error('not now')
    })
    await kernel.start()
    await kernel.transact((tx) => tx.setDeadline('bell', 'x', tx.now + 1_000))
    await kernel.advance(120_000)
    expect(tries).toBe(2)
  })
})

describe('deliveries', () => {
  it('leave after the commit, once for each subscriber, and not for a unit that was undone', async () => {
    const kernel = await frozen()
    const got: string[] = []
    for (const name of ['one', 'two']) {
      kernel.subscribe({
        name,
        to: ['note.added'],
        mode: 'at-most-once',
        plan: (_, event) => ({ data: event.data }),
        attempt: async ({ data }) => {
          got.push(`${name} ${JSON.stringify(data)} ${await texts(kernel)}`)
          return { ok: true }
        },
      })
    }
    await kernel.start()
    await kernel.transact(async (tx) => {
      await tx.run(addNote, { text: 'a' })
      await tx.emit({ kind: 'note.added', data: { n: 1 } })
    })
    await kernel
      .transact(async (tx) => {
        await tx.emit({ kind: 'note.added', data: { n: 2 } })
        throw new Error('undone')
      })
      .catch(() => {})
    await kernel.settle()
    expect(got.sort()).toEqual(['one {"n":1} a', 'two {"n":1} a'])
    expect((await kernel.read((rx) => readTimeline(rx, { kind: 'note' }))).map(({ kind }) => kind)).toEqual([
      'note.added',
    ])
  })

  it('at least once are tried again on the business clock; at most once are not', async () => {
    const kernel = await frozen()
    const attempts: string[] = []
    for (const mode of ['at-least-once', 'at-most-once'] as const) {
      kernel.subscribe({
        name: mode,
        to: ['note.added'],
        mode,
        plan: () => ({}),
        attempt: async ({ attempt }) => {
          attempts.push(`${mode} ${attempt}`)
          throw new Error('no answer')
        },
      })
    }
    await kernel.start()
    await kernel.transact((tx) => tx.emit({ kind: 'note.added' }))
    await kernel.advance(3_600_000)
    expect(attempts.filter((text) => text.startsWith('at-most'))).toEqual(['at-most-once 1'])
    expect(attempts.filter((text) => text.startsWith('at-least'))).toHaveLength(5)
    const [record] = await kernel.read((rx) => kernel.deliveries.list(rx, 'at-least-once'))
    expect(record).toMatchObject({ status: 'failed', attempts: 5, result: { error: 'no answer' } })
  })

  it('of one lane leave one after another', async () => {
    const kernel = await frozen()
    const log: string[] = []
    kernel.subscribe({
      name: 'lane',
      to: ['note.added'],
      mode: 'at-least-once',
      plan: (_, { data }) => ({ data, lane: 'same' }),
      attempt: async ({ data }) => {
        log.push(`start ${JSON.stringify(data)}`)
        await new Promise((resolve) => setImmediate(resolve))
        log.push('end')
        return { ok: true }
      },
    })
    await kernel.start()
    await Promise.all(
      [1, 2].map((n) => kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { n } }))),
    )
    await kernel.settle()
    expect(log).toEqual(['start {"n":1}', 'end', 'start {"n":2}', 'end'])
  })

  it('of many in one lane do not hold up another lane, nor do those that hang another subscriber', async () => {
    const kernel = await frozen()
    const log: string[] = []
    let release = () => {}
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    kernel.subscribe({
      name: 'lanes',
      to: ['note.added'],
      mode: 'at-least-once',
      plan: (_, { data }) => ({ data: data.lane ?? null, lane: String(data.lane) }),
      attempt: async ({ data }) => {
        log.push(String(data))
        return { ok: true }
      },
    })
    kernel.subscribe({
      name: 'hanging',
      to: ['note.added'],
      mode: 'at-most-once',
      plan: () => ({}),
      attempt: async () => {
        await hanging
        return { ok: true }
      },
    })
    for (let count = 0; count < 300; count++) {
      await kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { lane: 'crowded' } }))
    }
    await kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { lane: 'lonely' } }))
    await kernel.start()
    const gone = await kernel.waitFor(async () => (log.includes('lonely') ? true : undefined), 5_000)
    expect(gone).toBe(true)
    expect(log.indexOf('lonely')).toBeLessThan(5)
    release()
    await kernel.settle()
    expect(log).toHaveLength(301)
  })

  it('for a subscriber of a newer version stay where they are, and hold up nothing', async () => {
    const kernel = await frozen()
    await kernel.transact(async (tx) => {
      const event = await tx.emit({ kind: 'note.added' })
      await sql`INSERT INTO deliveries (event_id, subscriber, mode, due_at, status, data, created_at)
        VALUES (${event}, 'newer', 'at-most-once', 0, 'pending', 'null', 0)`.execute(tx.db())
      await tx.setDeadline('newer.kind', 'x', 0)
    })
    await kernel.start()
    await kernel.advance(1_000)
    const left = await kernel.read((rx) => kernel.deliveries.list(rx, 'newer'))
    expect(left).toMatchObject([{ status: 'pending' }])
  })

  it('on their way when everything is emptied arrive before, and nobody waits for them for ever', async () => {
    const kernel = await frozen()
    let left = () => {}
    const inFlight = new Promise<void>((resolve) => {
      left = resolve
    })
    const log: string[] = []
    kernel.subscribe({
      name: 'slow',
      to: ['note.added'],
      mode: 'at-most-once',
      plan: () => ({}),
      attempt: async () => {
        left()
        await new Promise((resolve) => setTimeout(resolve, 20))
        log.push('arrived')
        return { ok: true }
      },
    })
    await kernel.start()
    await kernel.transact((tx) => tx.emit({ kind: 'note.added' }))
    await inFlight
    const fill = async () => {
      log.push('filled')
    }
    await Promise.all([kernel.refill(fill, { mode: 'frozen', now: frozenStart }), kernel.settle()])
    expect(log).toEqual(['arrived', 'filled'])
  })

  it('that had left when the process died are lost, or attempted again', async () => {
    const file = join(folder(), 'data.db')
    const first = await Kernel.open({ file, dbSchemas })
    const subscribe = (kernel: Kernel, attempt: () => Promise<{ ok: boolean }>) => {
      for (const mode of ['at-least-once', 'at-most-once'] as const) {
        kernel.subscribe({ name: mode, to: ['note.added'], mode, plan: () => ({}), attempt })
      }
    }
    let left = 0
    const bothLeft = new Promise<void>((resolve) =>
      subscribe(first, () => {
        if (++left === 2) resolve()
        return new Promise(() => {})
      }),
    )
    await first.start()
    await first.transact((tx) => tx.emit({ kind: 'note.added' }))
    await bothLeft
    // The process died without a release: its lease must expire.
    const thief = new Sqlite(file)
    thief.exec('UPDATE leases SET until = 0')
    thief.close()

    const second = await open({ file })
    subscribe(second, async () => ({ ok: true }))
    await second.start()
    await second.settle()
    const [again] = await second.read((rx) => second.deliveries.list(rx, 'at-least-once'))
    const [lost] = await second.read((rx) => second.deliveries.list(rx, 'at-most-once'))
    expect(again).toMatchObject({ status: 'done', attempts: 2 })
    expect(lost).toMatchObject({ status: 'lost', attempts: 1 })
  })
})

describe('seeded chance', () => {
  it('replays, and a restart does not repeat', async () => {
    const draw = async (file: string) => {
      const kernel = await Kernel.open({ file, seed: 'seven' })
      const drawn = [kernel.random.uuid(), kernel.random.digits(6)]
      await kernel.close()
      return drawn
    }
    const [one, two] = [join(folder(), 'a.db'), join(folder(), 'b.db')]
    const first = await draw(one)
    expect(await draw(two)).toEqual(first)
    expect(await draw(one)).not.toEqual(first)
    expect(first[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('the last event', () => {
  it('is that of a unit that was committed, not of one that was undone', async () => {
    const kernel = await frozen()
    const event = await kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { n: 1 } }))
    expect(kernel.lastKnown().event).toBe(event)
    const undone = kernel.transact(async (tx) => {
      await tx.emit({ kind: 'note.added', data: { n: 2 } })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(kernel.lastKnown().event).toBe(event)
  })
})

describe('refilling', () => {
  it('that was undone leaves no other time to the unit after it', async () => {
    const kernel = await frozen()
    const undone = kernel.fillOnce(() => Promise.reject(new Error('no')), { mode: 'frozen', now: 5_000 })
    const next = kernel.transact((tx) => tx.now)
    await expect(undone).rejects.toThrow('no')
    expect(await next).toBe(frozenStart)
    expect(kernel.lastKnown().now).toBe(frozenStart)
  })

  it('empties everything, keeps the key of the file, and never uses an id again', async () => {
    const kernel = await frozen({ file: join(folder(), 'data.db') })
    await kernel.start()
    const first = await kernel.transact((tx) => tx.emit({ kind: 'note.added' }))
    await kernel.transact((tx) => tx.run(addNote, { text: 'old' }))
    const mark = kernel.hmac('test', 'x')
    await kernel.refill((tx) => tx.run(addNote, { text: 'new' }).then(() => {}), {
      mode: 'frozen',
      now: frozenStart,
    })
    expect(await texts(kernel)).toEqual(['new'])
    expect(await kernel.read((rx) => readTimeline(rx, {}))).toMatchObject([{ kind: 'world.reset' }])
    expect(await kernel.transact((tx) => tx.emit({ kind: 'note.added' }))).toBe(first + 2)
    expect(kernel.hmac('test', 'x')).toBe(mark)
    const undone = kernel.refill(async () => Promise.reject(new Error('no')), { mode: 'frozen', now: 0 })
    await expect(undone).rejects.toThrow('no')
    expect(await texts(kernel)).toEqual(['new'])
  })
})
