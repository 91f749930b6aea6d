import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder } from '../kernel.fixture.ts'
import { seededRandomness } from '../random.ts'
import { type DbSchema, united } from '../store/db-schema.ts'
import { hot } from '../store/hot.ts'
import { SqliteStore } from '../store/sqlite-store.ts'
import { kernelDbSchema } from '../tables.ts'
import type { ClockReading } from '../time/clock.ts'
import { Units } from '../units.ts'
import { Due } from './due.ts'

const running = (now: number): ClockReading => ({ mode: 'running', now })
const frozen = (now: number): ClockReading => ({ mode: 'frozen', now })

/** What is due after a pass that found `next` as the first work to come, and how often it has asked for a pass since. */
function afterPass(next: number, clock = running(0)) {
  const due = new Due()
  due.passBegins()
  const sleeps = due.passEnds(next, clock)
  const calls = { count: 0 }
  due.onWanted = () => calls.count++
  return { due, sleeps, calls }
}

describe('a pass', () => {
  it('is not wanted by itself', () => {
    expect(new Due().wanted).toBe(false)
    expect(afterPass(Number.POSITIVE_INFINITY).due.wanted).toBe(false)
  })

  it('is wanted, and asked for each time, until it begins', () => {
    const { due, calls } = afterPass(100)
    due.want()
    due.want()
    expect([due.wanted, calls.count]).toEqual([true, 2])
    due.passBegins()
    expect(due.wanted).toBe(false)
  })

  it('is wanted for a commit of work that falls due before the timer wakes, and for no other', () => {
    const { due, calls } = afterPass(100)
    due.committed({ at: 100, claimable: false })
    due.committed({ at: 500, claimable: false })
    expect([due.wanted, calls.count]).toEqual([false, 0])
    due.committed({ at: 99, claimable: false })
    expect([due.wanted, calls.count]).toEqual([true, 1])
  })

  it('is wanted for any work that is committed while a pass runs, which may have looked too early', () => {
    const { due } = afterPass(100)
    due.passBegins()
    due.committed({ at: 200, claimable: false })
    due.passEnds(Number.POSITIVE_INFINITY, running(100))
    expect(due.wanted).toBe(true)
  })

  it('is wanted for work that was written before a pass and committed after it', () => {
    // A unit writes work for 200 while the timer is set for 100, and commits after the pass at 100.
    const { due } = afterPass(100)
    due.passBegins()
    due.passEnds(Number.POSITIVE_INFINITY, running(100))
    expect(due.wanted).toBe(false)
    due.committed({ at: 200, claimable: false })
    expect(due.wanted).toBe(true)
  })

  it('is wanted for any commit of another process', () => {
    const { due } = afterPass(100)
    due.committedElsewhere()
    expect(due.wanted).toBe(true)
  })

  it('that failed leaves nothing known: any work that is committed wants the next one', () => {
    const { due } = afterPass(100)
    due.passBegins()
    expect(due.passFailed()).toBe(1_000)
    due.committed({ at: 9_000, claimable: false })
    expect(due.wanted).toBe(true)
  })
})

describe('the timer', () => {
  it.each([
    ['when the first work falls due', afterPass(250), 250],
    ['after a second at the latest', afterPass(60_000), 1_000],
    ['after a second if there is no work', afterPass(Number.POSITIVE_INFINITY), 1_000],
    ['at once for work that has fallen due', afterPass(40, running(45)), 0],
    ['after a second on a frozen clock, however near the work is', afterPass(50, frozen(45)), 1_000],
  ])('wakes %s', (_, { sleeps }, expected) => {
    expect(sleeps).toBe(expected)
  })
})

describe('a claim', () => {
  it('needs a query first, unless a unit of this process has written a delivery to claim', () => {
    const { due } = afterPass(100)
    expect(due.claim).toBe('if-any')
    due.committed({ at: 0, claimable: false })
    due.committedElsewhere()
    expect(due.claim).toBe('if-any')
    due.committed({ at: 0, claimable: true })
    expect(due.claim).toBe('yes')
    due.claimBegins()
    expect(due.claim).toBe('yes')
    due.claimed({ skipped: false })
    expect(due.claim).toBe('if-any')
  })

  it('that was rolled back changes nothing', () => {
    const { due } = afterPass(100)
    due.committed({ at: 0, claimable: true })
    due.claimBegins()
    expect(due.claim).toBe('yes')
  })

  it('that left none makes no pass of a slot that comes free', () => {
    const { due } = afterPass(100)
    due.claimBegins()
    due.claimed({ skipped: false })
    due.freed()
    expect(due.wanted).toBe(false)
  })

  it('that left some makes a pass of each slot that comes free afterwards', () => {
    const { due } = afterPass(100)
    due.claimBegins()
    due.claimed({ skipped: true })
    expect(due.wanted).toBe(false)
    due.freed()
    expect(due.wanted).toBe(true)
    due.passBegins()
    due.freed()
    expect(due.wanted).toBe(true)
  })

  it('that left some makes a pass of a slot that came free before it had committed', () => {
    const { due } = afterPass(100)
    due.freed()
    due.claimBegins()
    due.freed()
    expect(due.wanted).toBe(false)
    due.claimed({ skipped: true })
    expect(due.wanted).toBe(true)
  })

  it('makes no pass of what came free before it began, which it has seen', () => {
    const { due } = afterPass(100)
    due.freed()
    due.claimBegins()
    due.claimed({ skipped: true })
    expect(due.wanted).toBe(false)
  })

  it('is not made during a pause, and what was written meanwhile is claimed after it', () => {
    const { due } = afterPass(100)
    due.pause()
    due.committed({ at: 0, claimable: true })
    expect([due.claim, due.wanted]).toEqual(['no', true])
    due.passBegins()
    due.passEnds(Number.POSITIVE_INFINITY, running(0))
    expect(due.wanted).toBe(false)
    due.resume()
    expect([due.claim, due.wanted]).toEqual(['yes', true])
  })
})

describe('a unit of work', () => {
  interface Tables {
    notes: { id: number; about: number | null }
  }
  const addNote = hot<Tables, { about: number | null }>()((db, slot) =>
    db.insertInto('notes').values({ about: slot('about') } as never),
  )
  // A deferred reference fails at the commit, and not in the unit.
  const notes: DbSchema = {
    migrations: [
      {
        step: 1002,
        name: 'test: notes',
        sql: `CREATE TABLE notes (
          id INTEGER PRIMARY KEY, about INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)`,
      },
    ],
  }
  const no = () => {
    throw new Error('no')
  }

  /** Units of work that tell what is due. `seen` is called when one has committed. */
  async function units(file: string) {
    const store = await SqliteStore.open({ file, schema: united([kernelDbSchema, notes]) })
    const { due } = afterPass(1_000)
    const hints: unknown[] = []
    const work = new Units(store, {
      random: seededRandomness('seed', 1),
      newTrace: () => 'a trace',
      fanOut: async (tx) => tx.due(5, { claimable: true }),
      due(hint) {
        hints.push(hint)
        due.committed(hint)
      },
    })
    return { store, due, hints, work }
  }

  it('tells once what it has written, after its commit', async () => {
    const { store, due, hints, work } = await units(':memory:')
    await work.transact(async (tx) => {
      await tx.setDeadline('bell', 'late', 900)
      await tx.emit({ kind: 'note.added' })
      await tx.setDeadline('bell', 'later', 950)
      expect([hints, due.wanted]).toEqual([[], false])
    })
    expect(hints).toEqual([{ at: 5, claimable: true }])
    expect([due.wanted, due.claim]).toEqual([true, 'yes'])
    await work.transact((tx) => tx.clearDeadline('bell', 'late'))
    expect(hints).toHaveLength(1)
    await store.close()
  })

  it('that was rolled back tells nothing, also where others of its batch commit', async () => {
    const { store, due, hints, work } = await units(':memory:')
    await Promise.allSettled([
      work.transact((tx) => tx.setDeadline('bell', 'x', 2_000)),
      work.transact((tx) => tx.emit({ kind: 'note.added' }).then(no)),
      work.transact((tx) => tx.setDeadline('bell', 'y', 3_000)),
    ])
    expect(hints).toEqual([
      { at: 2_000, claimable: false },
      { at: 3_000, claimable: false },
    ])
    expect([due.wanted, due.claim]).toEqual([false, 'if-any'])
    await store.close()
  })

  it('whose batch could not commit tells nothing', async () => {
    const { store, due, hints, work } = await units(join(folder(), 'data.db'))
    const unit = work.transact(async (tx) => {
      await tx.emit({ kind: 'note.added' })
      await tx.change(addNote, { about: 7_000 })
    })
    await expect(unit).rejects.toThrow('FOREIGN KEY')
    expect([hints, due.wanted, due.claim]).toEqual([[], false, 'if-any'])
    await work.transact((tx) => tx.setDeadline('bell', 'x', 2_000))
    expect([hints.length, due.wanted, due.claim]).toEqual([1, false, 'if-any'])
    await store.close()
  })

  it.each([
    ['before the claim of its batch is seen by it', ['write', 'claim'], 'if-any'],
    ['after the claim of its batch is claimed next', ['claim', 'write'], 'yes'],
  ] as const)('%s', async (_, order, expected) => {
    const { store, due, work } = await units(':memory:')
    const unit = {
      write: () => work.transact((tx) => tx.emit({ kind: 'note.added' })),
      claim: () => work.transact((tx) => tx.afterCommit(() => due.claimed({ skipped: false }))),
    }
    await Promise.all(order.map((name) => unit[name]()))
    expect(due.claim).toBe(expected)
    await store.close()
  })
})
