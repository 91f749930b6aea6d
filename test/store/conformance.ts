import { sql } from 'kysely'
import { expect } from 'vitest'
import { hot } from '../../src/kernel/index.ts'
import { type DbSchema, united } from '../../src/kernel/store/db-schema.ts'
import type { OpenSnapshot, Store, Unit } from '../../src/kernel/store/store.ts'

/** An engine under test. */
export interface Engine {
  /** A new, empty store. */
  open(schema: Required<DbSchema>): Promise<Store>
  /** The same data opened once more while the first is open, as another process would; absent if no one else can. */
  again?(schema: Required<DbSchema>): Promise<Store>
  /** The store as it would be if the power went off at this moment; absent if nothing would be left. */
  afterPowerCut?(schema: Required<DbSchema>): Promise<Store>
  /** Whether the bytes are anywhere in what the engine has written; absent if it writes nothing. */
  traces?(secret: string): boolean
}

/** One promise of the port. `hold` rejects if the engine breaks it. */
export interface Promised {
  readonly what: string
  /** Whether the engine can show it at all. */
  readonly applies?: (engine: Engine) => boolean
  readonly hold: (engine: Engine) => Promise<void>
}

interface Tables {
  owners: { id: number; name: string }
  notes: { id: number; owner: number | null; text: string; stars: number; answers: number | null }
  counts: { kind: string; many: number }
  meta: { key: string; value: string }
}

const dbSchema: DbSchema = {
  migrations: [
    {
      step: 1,
      name: 'test: notes',
      sql: `
        CREATE TABLE owners (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
        CREATE TABLE notes (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          owner INTEGER REFERENCES owners (id),
          text TEXT NOT NULL,
          stars INTEGER NOT NULL DEFAULT 0 CHECK (stars >= 0),
          answers INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED
        );
        CREATE TABLE counts (kind TEXT PRIMARY KEY, many INTEGER NOT NULL);
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL);
        CREATE TABLE clock (id INTEGER PRIMARY KEY, frozen_at INTEGER NOT NULL);`,
    },
  ],
  laws: [
    {
      name: 'notes_keep_their_owner',
      table: 'notes',
      on: 'update',
      where: 'NEW.owner IS DISTINCT FROM OLD.owner',
      refuse: "a note's owner stays",
    },
    { name: 'notes_stay', table: 'notes', on: 'delete', where: 'OLD.stars > 0', refuse: 'a good note stays' },
    {
      name: 'notes_say_something',
      table: 'notes',
      on: 'insert',
      where: "NEW.text = ''",
      refuse: 'a note says something',
    },
    { name: 'owners_stay', table: 'owners', on: 'delete', refuse: 'an owner stays' },
  ],
  consequences: [
    {
      name: 'notes_are_counted',
      table: 'notes',
      run: [
        `INSERT INTO counts (kind, many) SELECT 'notes', 0 WHERE NOT EXISTS (SELECT 1 FROM counts WHERE kind = 'notes')`,
        `UPDATE counts SET many = many + 1 WHERE kind = 'notes'`,
      ],
    },
  ],
  views: [
    {
      name: 'owned',
      as: 'SELECT o.name AS owner, n.text AS text FROM notes n JOIN owners o ON o.id = n.owner',
      insert: {
        name: 'owned_insert',
        laws: [
          {
            where: 'NOT EXISTS (SELECT 1 FROM owners WHERE name = NEW.owner)',
            refuse: 'no such owner',
          },
        ],
        run: ['INSERT INTO notes (owner, text) SELECT id, NEW.text FROM owners WHERE name = NEW.owner'],
      },
    },
  ],
}
const schema = united([dbSchema])

const addNote = hot<Tables, { text: string }>()((db, slot) =>
  db.insertInto('notes').values({ text: slot('text') } as never),
)
const addOwner = hot<Tables, { name: string }>()((db, slot) =>
  db.insertInto('owners').values({ name: slot('name') } as never),
)
const notes = hot<Tables, Record<never, never>>()((db) => db.selectFrom('notes').selectAll().orderBy('id'))
const noteById = hot<Tables, { id: number }>()((db, slot) =>
  db.selectFrom('notes').select('text').where('id', '=', slot('id')),
)
const addAnswer = hot<Tables, { text: string; answers: number }>()((db, slot) =>
  db.insertInto('notes').values({ text: slot('text'), answers: slot('answers') } as never),
)
const starAll = hot<Tables, { stars: number }>()((db, slot) =>
  db.updateTable('notes').set({ stars: slot('stars') }),
)
const removePlain = hot<Tables, Record<never, never>>()((db) =>
  db.deleteFrom('notes').where('stars', '=', 0).where('text', '!=', "o'clock"),
)

const write = (store: Store, text: string) => store.transact((unit) => unit.insert(addNote, { text }))
const texts = async (store: Store) =>
  (await store.read((reader) => reader.run(notes, {}))).map(({ text }) => text)
const run = (unit: Pick<Unit, 'db'>, statement: string) => sql.raw(statement).execute(unit.db())
const nextTurn = () => new Promise<void>((turned) => setImmediate(turned))
/** What a store needs to be snapshot: the key of its identity and its time. */
const identify = (store: Store) =>
  store.transact(async (unit) => {
    await run(unit, `INSERT INTO meta (key, value) VALUES ('key', 'k1')`)
    await run(unit, 'INSERT INTO clock (id, frozen_at) VALUES (1, 17)')
  })

async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return String((error as { reason?: unknown }).reason ?? error)
  }
  return 'nothing was refused'
}

async function within(engine: Engine, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await engine.open(schema)
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

const promised = (
  what: string,
  work: (store: Store, engine: Engine) => Promise<void>,
  applies?: (engine: Engine) => boolean,
): Promised => ({
  what,
  ...(applies && { applies }),
  hold: (engine) => within(engine, (store) => work(store, engine)),
})

/** All that an engine promises. */
export const conformance: readonly Promised[] = [
  promised('a unit returns what its work returns, and its rows are there', async (store) => {
    expect(await store.transact(async (unit) => `id ${await unit.insert(addNote, { text: 'a' })}`)).toBe(
      'id 1',
    )
    expect(await store.transact(() => 'nothing was awaited')).toBe('nothing was awaited')
    expect(await texts(store)).toEqual(['a'])
  }),

  promised('a unit that throws leaves nothing, and fails with what it threw', async (store) => {
    const thrown = new Error('late')
    const failing = store.transact(async (unit) => {
      await unit.insert(addNote, { text: 'undone' })
      throw thrown
    })
    await expect(failing).rejects.toBe(thrown)
    expect(await texts(store)).toEqual([])
  }),

  promised(
    'of units asked for at once one fails alone, and the others keep what they wrote',
    async (store) => {
      const settled = await Promise.allSettled(
        ['a', 'b', 'a', 'c'].map((name) =>
          store.transact(async (unit) => {
            await unit.insert(addNote, { text: name })
            await unit.insert(addOwner, { name })
          }),
        ),
      )
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
      expect(await texts(store)).toEqual(['a', 'b', 'c'])
    },
  ),

  promised('a unit fails with its statement that failed, even if it catches the error', async (store) => {
    const failing = store.transact(async (unit) => {
      await unit.insert(addNote, { text: 'before' })
      await expect(run(unit, 'UPDATE notes SET stars = -1')).rejects.toThrow(/CHECK/i)
      await unit.insert(addNote, { text: 'after' }).catch(() => {})
    })
    await expect(failing).rejects.toThrow(/CHECK/i)
    await write(store, 'later')
    expect(await texts(store)).toEqual(['later'])
  }),

  promised('units run one after another, in the order of the calls', async (store) => {
    const seen: string[] = []
    await Promise.all(
      ['a', 'b', 'c'].map((text) =>
        store.transact(async (unit) => {
          seen.push(`${text} begins`)
          await unit.insert(addNote, { text })
          await unit.run(notes, {})
          seen.push(`${text} ends`)
        }),
      ),
    )
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(await texts(store)).toEqual(['a', 'b', 'c'])
  }),

  promised('a caller may ask for the next unit as soon as its last one settles', async (store) => {
    for (let turn = 0; turn < 20; turn++) await write(store, String(turn))
    const chains = Array.from({ length: 5 }, async (_, chain) => {
      for (let turn = 0; turn < 20; turn++) await write(store, `${chain}/${turn}`)
    })
    await Promise.all(chains)
    expect(await texts(store)).toHaveLength(120)
  }),

  promised('a unit settles after its commit, not before', async (store) => {
    const order: string[] = []
    const stop = store.onCommit(({ own }) => void order.push(own ? 'committed' : 'another’s'))
    await Promise.all([
      store.transact((unit) => unit.insert(addNote, { text: 'a' })).then(() => order.push('settled')),
      store.transact((unit) => unit.insert(addNote, { text: 'b' })).then(() => order.push('settled')),
    ])
    stop()
    expect(order[0]).toBe('committed')
    expect(order.filter((what) => what === 'settled')).toHaveLength(2)
  }),

  promised(
    'what has settled is there after a power cut',
    async (store, engine) => {
      await write(store, 'a')
      const failing = store.transact(async (unit) => {
        await unit.insert(addNote, { text: 'undone' })
        throw new Error('no')
      })
      await failing.catch(() => {})
      let left: string[] = []
      await write(store, 'b').then(async () => {
        const after = await engine.afterPowerCut?.(schema)
        if (after) left = await texts(after)
        await after?.close()
      })
      expect(left).toEqual(['a', 'b'])
    },
    (engine) => engine.afterPowerCut !== undefined,
  ),

  promised(
    'another process sees what has settled, is told of it, and waits its turn to write',
    async (store, engine) => {
      const other = (await engine.again?.(schema)) as Store
      try {
        const notified = new Promise<boolean>((resolve, reject) => {
          other.onCommit(({ own }) => resolve(own))
          setTimeout(() => reject(new Error('the other was not told of the commit')), 5_000).unref()
        })
        notified.catch(() => {})
        await write(store, 'a')
        expect(await texts(other)).toEqual(['a'])
        expect(await notified).toBe(false)
        await Promise.all([write(store, 'b'), write(other, 'c'), write(store, 'd'), write(other, 'e')])
        expect((await texts(store)).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
      } finally {
        await other.close()
      }
    },
    (engine) => engine.again !== undefined,
  ),

  promised(
    'all processes see one time for leases, and it goes on',
    async (store, engine) => {
      const other = (await engine.again?.(schema)) as Store
      const times: number[] = []
      for (const one of [store, other, store, other]) {
        times.push(await one.transact((unit) => unit.sharedTime()))
        times.push(await one.read((reader) => reader.sharedTime()))
      }
      await other.close()
      expect(times).toEqual([...times].sort((one, next) => one - next))
      expect((times.at(-1) as number) - (times[0] as number)).toBeLessThan(60_000)
    },
    (engine) => engine.again !== undefined,
  ),

  promised('a read sees nothing of a unit that is at work, nor of one that failed', async (store) => {
    await write(store, 'a')
    const seen: Array<Promise<string[]>> = []
    const failing = store.transact(async (unit) => {
      await unit.insert(addNote, { text: 'undone' })
      seen.push(texts(store))
      throw new Error('no')
    })
    await failing.catch(() => {})
    expect(await Promise.all(seen)).toEqual([['a']])
  }),

  promised('a read sees one state of the store, however many queries it makes', async (store) => {
    await write(store, 'a')
    const counts = await store.read(async (reader) => {
      const first = (await reader.run(notes, {})).length
      void write(store, 'b')
      return [first, (await reader.run(notes, {})).length]
    })
    expect(counts[0]).toBe(counts[1])
  }),

  promised(
    'the listener of commits is not called for a unit that failed, nor after it has unsubscribed',
    async (store) => {
      let calls = 0
      const stop = store.onCommit(() => calls++)
      await write(store, 'a')
      expect(calls).toBe(1)
      stop()
      await write(store, 'b')
      expect(calls).toBe(1)
    },
  ),

  promised(
    'what units ask for after their commit is done then, in their order, before any caller goes on',
    async (store) => {
      const done: string[] = []
      store.onCommit(() => done.push('commit'))
      const note = (text: string) =>
        store.transact(async (unit) => {
          unit.afterCommit(() => done.push(text))
          await unit.insert(addNote, { text })
        })
      await Promise.all(['a', 'b'].map((text) => note(text).then(() => done.push(`${text} goes on`))))
      const at = (what: string) => done.indexOf(what)
      expect(done.filter((what) => what.length === 1)).toEqual(['a', 'b'])
      // One commit serves both, or each has its own.
      expect(at('commit')).toBeGreaterThan(at('a'))
      expect(at('a goes on')).toBeGreaterThan(at('commit'))
      expect(at('b goes on')).toBeGreaterThan(done.lastIndexOf('commit'))
    },
  ),

  promised('what a unit that failed asked for after its commit is never done', async (store) => {
    const done: string[] = []
    const note = (text: string) =>
      store.transact(async (unit) => {
        unit.afterCommit(() => done.push(text))
        await unit.insert(addNote, { text })
        if (text === 'undone') throw new Error('no')
      })
    const waits = () =>
      store.transact((unit) => {
        unit.afterCommit(() => done.push('waits'))
        return new Promise(() => {})
      })
    const settled = await Promise.allSettled([note('a'), note('undone'), note('b'), waits(), note('c')])
    expect(settled.map(({ status }) => status[0])).toEqual(['f', 'r', 'f', 'r', 'f'])
    expect(done).toEqual(['a', 'b', 'c'])
    const late = await store.transact((unit) => unit)
    expect(() => late.afterCommit(() => {})).toThrow('This unit of work is over')
  }),

  promised(
    'what a unit asked for after its commit is never done where the commit itself fails',
    async (store) => {
      const done: string[] = []
      const answer = (text: string, answers: number) =>
        store.transact(async (unit) => {
          unit.afterCommit(() => done.push(text))
          await unit.insert(addAnswer, { text, answers })
        })
      await write(store, 'question')
      const settled = await Promise.allSettled([answer('a', 1), answer('b', 7_000), answer('c', 1)])
      expect(settled[1]?.status).toBe('rejected')
      // The others fail too where they share its commit.
      const kept = ['a', 'b', 'c'].filter((_, at) => settled[at]?.status === 'fulfilled')
      expect(done).toEqual(kept)
      await answer('d', 1)
      expect(done).toEqual([...kept, 'd'])
      expect(await texts(store)).toEqual(['question', ...done])
    },
    // In memory nothing is checked at a commit.
    (engine) => engine.again !== undefined,
  ),

  promised('a unit inside a unit is refused and does nothing; the outer one goes on', async (store) => {
    let inner = ''
    await store.transact(async (unit) => {
      await unit.insert(addNote, { text: 'outer' })
      inner = await reasonOf(write(store, 'inner'))
      await unit.insert(addNote, { text: 'outer again' })
    })
    expect(inner).toBe('nested')
    expect(await texts(store)).toEqual(['outer', 'outer again'])
  }),

  promised('a unit inside a unit that its caller does not await is refused too', async (store) => {
    const inner: Array<Promise<string>> = []
    await store.transact(async (unit) => {
      inner.push(reasonOf(write(store, 'inner')))
      await unit.insert(addNote, { text: 'outer' })
    })
    expect(await Promise.all(inner)).toEqual(['nested'])
    expect(await texts(store)).toEqual(['outer'])
  }),

  promised('a unit that waits for something else fails, even if it catches the error', async (store) => {
    expect(
      await reasonOf(store.transact(() => new Promise<void>((resolve) => setTimeout(resolve, 50)))),
    ).toBe('unit-waited')
    const waiting = store.transact(async (unit) => {
      await unit.insert(addNote, { text: 'undone' })
      await nextTurn()
      await nextTurn()
    })
    expect(await reasonOf(waiting)).toBe('unit-waited')
    expect(await texts(store)).toEqual([])
    await write(store, 'a')
    expect(await texts(store)).toEqual(['a'])
  }),

  promised('another caller is not taken for a nested one while a unit waits wrongly', async (store) => {
    let begun = false
    const waiting = store.transact(() => {
      begun = true
      return new Promise<void>((resolve) => setTimeout(resolve, 50))
    })
    const others = [1, 2, 3, 4].map(async (nth) => {
      while (!begun) await nextTurn()
      return reasonOf(write(store, `other ${nth}`))
    })
    expect(await reasonOf(waiting)).toBe('unit-waited')
    expect(new Set(await Promise.all(others))).toEqual(new Set(['nothing was refused']))
    expect(await texts(store)).toHaveLength(4)
  }),

  promised('a query after its unit or its read is refused', async (store) => {
    const leaked: { unit?: Unit } = {}
    await store.transact((unit) => {
      leaked.unit = unit
    })
    const { unit } = leaked
    expect(await reasonOf(Promise.resolve().then(() => unit?.insert(addNote, { text: 'late' })))).toBe(
      'unit-over',
    )
    expect(await reasonOf(Promise.resolve().then(() => unit?.run(notes, {})))).toBe('unit-over')
    expect(
      await reasonOf(Promise.resolve().then(() => unit?.db<Tables>().deleteFrom('notes').execute())),
    ).toBe('unit-over')
    let reader: Pick<Unit, 'run'> | undefined
    await store.read((given) => {
      reader = given
    })
    expect(await reasonOf(Promise.resolve().then(() => reader?.run(notes, {})))).toBe('unit-over')
    expect(await texts(store)).toEqual([])
  }),

  promised('units of one transaction have one number, and no later one has it', async (store) => {
    const numbers = await Promise.all([1, 2, 3].map(() => store.transact(({ batch }) => batch)))
    const later = await store.transact(({ batch }) => batch)
    expect(numbers).not.toContain(later)
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  }),

  promised('a hot query binds its values, and keeps constants and quotes', async (store) => {
    const odd = [`it's "quoted" \\ %_`, '☎ ​é', "'; DROP TABLE notes; --", "o'clock"]
    await store.transact(async (unit) => {
      for (const text of odd) await unit.insert(addNote, { text })
    })
    expect(await texts(store)).toEqual(odd)
    expect(await store.read((reader) => reader.first(noteById, { id: 3 }))).toEqual({ text: odd[2] })
    expect(await store.read((reader) => reader.first(noteById, { id: 9 }))).toBeUndefined()
    expect(await store.transact((unit) => unit.change(removePlain, {}))).toBe(3)
    expect(await texts(store)).toEqual(["o'clock"])
  }),

  promised('an integer of up to 2^53 and a null come back as they were', async (store) => {
    await store.transact(async (unit) => {
      await unit.insert(addNote, { text: 'a' })
      await unit.change(starAll, { stars: Number.MAX_SAFE_INTEGER })
    })
    expect(await store.read((reader) => reader.run(notes, {}))).toEqual([
      { id: 1, owner: null, text: 'a', stars: Number.MAX_SAFE_INTEGER, answers: null },
    ])
  }),

  promised('a change says how many rows it changed', async (store) => {
    await store.transact(async (unit) => {
      for (const text of ['a', 'b', 'c']) await unit.insert(addNote, { text })
      expect(await unit.change(starAll, { stars: 1 })).toBe(3)
      expect(await unit.change(removePlain, {})).toBe(0)
    })
  }),

  promised('an id is never given twice, also not that of a deleted row', async (store) => {
    await write(store, 'a')
    const second = await write(store, 'b')
    await store.transact((unit) => unit.change(removePlain, {}))
    expect(await store.transact((unit) => unit.lastId('notes'))).toBe(second)
    expect(await write(store, 'c')).toBe(second + 1)
    expect(await store.transact((unit) => unit.lastId('owners'))).toBe(0)
  }),

  promised('a reference to a row that is missing is refused', async (store) => {
    const orphan = store.transact((unit) =>
      run(unit, "INSERT INTO notes (owner, text) VALUES (7, 'of nobody')"),
    )
    await expect(orphan).rejects.toThrow(/FOREIGN KEY/i)
  }),

  promised('a law refuses what it names, with its words, whoever writes', async (store) => {
    const refused = (statement: string, words: string) =>
      expect(store.transact((unit) => run(unit, statement))).rejects.toThrow(words)
    await store.transact(async (unit) => {
      await unit.insert(addOwner, { name: 'Ama' })
      await unit.insert(addNote, { text: 'good' })
      await unit.change(starAll, { stars: 1 })
    })
    await refused("INSERT INTO notes (text) VALUES ('')", 'a note says something')
    await refused('UPDATE notes SET owner = 1', "a note's owner stays")
    await refused('DELETE FROM notes', 'a good note stays')
    await refused('DELETE FROM owners', 'an owner stays')
    await store.transact((unit) => run(unit, "UPDATE notes SET text = 'better'"))
    expect(await texts(store)).toEqual(['better'])
  }),

  promised('a consequence follows its row, and goes with it when its unit fails', async (store) => {
    const many = async () =>
      (await store.read((reader) => reader.db<Tables>().selectFrom('counts').selectAll().execute())).map(
        (row) => row.many,
      )
    await write(store, 'a')
    await write(store, 'b')
    await store
      .transact(async (unit) => {
        await unit.insert(addNote, { text: 'undone' })
        throw new Error('no')
      })
      .catch(() => {})
    expect(await many()).toEqual([2])
  }),

  promised(
    'a view is read, and takes what is inserted into it or refuses it with its words',
    async (store) => {
      await store.transact((unit) => unit.insert(addOwner, { name: 'Ama' }))
      await store.transact((unit) => run(unit, "INSERT INTO owned (owner, text) VALUES ('Ama', 'a')"))
      const inserted = store.transact((unit) =>
        run(unit, "INSERT INTO owned (owner, text) VALUES ('Ben', 'b')"),
      )
      await expect(inserted).rejects.toThrow('no such owner')
      const { rows } = await store.read((reader) => sql`SELECT owner, text FROM owned`.execute(reader.db()))
      expect(rows).toEqual([{ owner: 'Ama', text: 'a' }])
    },
  ),

  promised(
    'emptying deletes all but the named tables, keeps the count of ids and the laws, and can be undone',
    async (store) => {
      await identify(store)
      await write(store, 'a')
      await store
        .transact(async (unit) => {
          await unit.empty(['meta'])
          throw new Error('no')
        })
        .catch(() => {})
      expect(await texts(store)).toEqual(['a'])
      await store.transact((unit) => unit.empty(['meta']))
      expect(await texts(store)).toEqual([])
      const meta = await store.read((reader) => reader.db<Tables>().selectFrom('meta').selectAll().execute())
      expect(meta).toEqual([{ key: 'key', value: 'k1' }])
      expect(await write(store, 'b')).toBe(2)
      await expect(write(store, '')).rejects.toThrow('a note says something')
    },
  ),

  promised(
    'a snapshot is listed, restored with its rows but not its identity, and can be undone',
    async (store) => {
      await identify(store)
      await write(store, 'a')
      expect(await store.snapshots.put('one')).toMatchObject({ name: 'one', takenAt: 17 })
      await write(store, 'b')
      await store.transact((unit) => run(unit, "INSERT INTO meta (key, value) VALUES ('since', 'then')"))
      expect(await store.snapshots.list()).toMatchObject([{ name: 'one', takenAt: 17 }])
      const restored = async (after: (unit: Unit, snapshot: OpenSnapshot) => Promise<void>) => {
        const snapshot = await store.snapshots.open('one', 'k1')
        try {
          await store.transact((unit) => after(unit, snapshot))
        } finally {
          snapshot.close()
        }
      }
      const undone = restored(async (unit, snapshot) => {
        await unit.restore(snapshot)
        throw new Error('no')
      })
      await expect(undone).rejects.toThrow('no')
      expect(await texts(store)).toEqual(['a', 'b'])
      await restored((unit, snapshot) => unit.restore(snapshot))
      expect(await texts(store)).toEqual(['a'])
      const meta = await store.read((reader) =>
        reader.db<Tables>().selectFrom('meta').select('key').execute(),
      )
      expect(meta.map(({ key }) => key).sort()).toEqual(['key', 'since'])
      expect(await write(store, 'c')).toBe(3)
      await expect(write(store, '')).rejects.toThrow('a note says something')
      const orphan = store.transact((unit) =>
        run(unit, "INSERT INTO notes (owner, text) VALUES (7, 'of nobody')"),
      )
      await expect(orphan).rejects.toThrow(/FOREIGN KEY/i)
    },
  ),

  promised(
    'a snapshot replaces one of its name, is removed, and is refused where it is of another store',
    async (store) => {
      await identify(store)
      await store.snapshots.put('one')
      await write(store, 'a')
      await store.snapshots.put('one')
      expect(await store.snapshots.list()).toHaveLength(1)
      await expect(store.snapshots.open('one', 'another key')).rejects.toThrow(/another data file/)
      await expect(store.snapshots.open('two', 'k1')).rejects.toThrow(/No snapshot "two"/)
      await expect(store.snapshots.put('../two')).rejects.toThrow(/no name for a snapshot/)
      await store.snapshots.remove('one')
      expect(await store.snapshots.list()).toEqual([])
      await expect(store.snapshots.remove('one')).rejects.toThrow(/No snapshot "one"/)
    },
  ),

  promised(
    'a snapshot of an older version is brought up to date when it is opened',
    async (store, engine) => {
      await identify(store)
      await write(store, 'a')
      await store.snapshots.put('old')
      await store.close()
      const tags = { step: 2, name: 'test: tags', sql: 'CREATE TABLE tags (word TEXT NOT NULL);' }
      const newer = (await engine.again?.(
        united([{ ...dbSchema, migrations: [...dbSchema.migrations, tags] }]),
      )) as Store
      try {
        await write(newer, 'b')
        await newer.transact((unit) => run(unit, "INSERT INTO tags VALUES ('x')"))
        await newer.snapshots.put('new')
        const snapshot = await newer.snapshots.open('old', 'k1')
        await newer.transact((unit) => unit.restore(snapshot))
        snapshot.close()
        expect(await texts(newer)).toEqual(['a'])
        const { rows } = await newer.read((reader) => sql`SELECT * FROM tags`.execute(reader.db()))
        expect(rows).toEqual([])
      } finally {
        await newer.close()
      }
    },
    (engine) => engine.again !== undefined,
  ),

  promised('a copy has all that is committed, and nothing of a unit that is at work', async (store) => {
    await identify(store)
    const first = write(store, 'a')
    const copied = store.copy()
    await first
    await write(store, 'b')
    expect((await copied).length).toBeGreaterThan(0)
  }),

  promised(
    'what a unit erases and scrubs is nowhere once it has settled',
    async (store, engine) => {
      const secret = 'pin 739161'
      await write(store, secret)
      expect(engine.traces?.(secret)).toBe(true)
      await store.transact(async (unit) => {
        await unit.change(removePlain, {})
        unit.scrub()
      })
      expect(engine.traces?.(secret)).toBe(false)
    },
    (engine) => engine.traces !== undefined,
  ),

  promised('a store without trouble has none, and says what it is', async (store) => {
    expect(store.trouble).toBeUndefined()
    expect(store.description).not.toBe('')
    expect(store.exposed).toEqual([])
  }),

  promised('closing does the units that wait, and refuses all that come later', async (store) => {
    const waiting = [write(store, 'a'), write(store, 'b')]
    await store.close()
    expect(await Promise.all(waiting)).toEqual([1, 2])
    expect(await reasonOf(write(store, 'late'))).toBe('closed')
    expect(await reasonOf(texts(store))).toBe('closed')
    expect(await reasonOf(store.copy())).toBe('closed')
    await store.close()
  }),

  promised(
    'a store that is opened again has its rows, its count of ids and its laws',
    async (store, engine) => {
      await write(store, 'a')
      await store.close()
      const again = (await engine.again?.(schema)) as Store
      expect(await texts(again)).toEqual(['a'])
      expect(await write(again, 'b')).toBe(2)
      await expect(write(again, '')).rejects.toThrow('a note says something')
      await again.close()
    },
    (engine) => engine.again !== undefined,
  ),

  promised(
    'a new step runs once on older data, and data of a newer version is refused',
    async (store, engine) => {
      await write(store, 'a')
      await store.close()
      const tags = { step: 2, name: 'test: tags', sql: 'CREATE TABLE tags (word TEXT NOT NULL)' }
      const newer = united([{ ...dbSchema, migrations: [...dbSchema.migrations, tags] }])
      for (const _ of ['at first', 'again']) {
        const again = (await engine.again?.(newer)) as Store
        await again.transact((unit) => run(unit, "INSERT INTO tags VALUES ('x')"))
        expect(await texts(again)).toEqual(['a'])
        await again.close()
      }
      expect(await reasonOf(engine.again?.(schema) as Promise<Store>)).toBe('newer-version')
    },
    (engine) => engine.again !== undefined,
  ),
]
