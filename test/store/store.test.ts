import { describe, expect, it } from 'vitest'
import type { Store, Unit } from '../../src/kernel/store/store.ts'
import { conformance, type Engine, type Promised } from './conformance.ts'
import { inMemory, onFile } from './engines.ts'

const engines: Record<string, () => Engine & { remove?(): void }> = {
  'SQLite in memory': inMemory,
  'SQLite on a file': onFile,
}

describe.each(Object.keys(engines))('%s', (name) => {
  it.each(conformance)('$what', async ({ hold, applies }) => {
    const engine = (engines[name] as () => Engine & { remove?(): void })()
    try {
      if (applies?.(engine) ?? true) await hold(engine)
    } finally {
      engine.remove?.()
    }
  })
})

/** An engine that is right but for one thing. */
function wrong(spoil: (store: Store) => Partial<Store>): Engine & { remove(): void } {
  const right = onFile()
  const spoiled = async (opening: Promise<Store>): Promise<Store> => {
    const store = await opening
    const parts = spoil(store)
    return new Proxy(store, {
      get(target, key) {
        const part = Reflect.get(key in parts ? parts : target, key)
        return typeof part === 'function' ? part.bind(key in parts ? parts : target) : part
      },
    })
  }
  const { again, afterPowerCut } = right
  return {
    ...right,
    open: (schema) => spoiled(right.open(schema)),
    ...(again && { again: (schema) => spoiled(again(schema)) }),
    ...(afterPowerCut && { afterPowerCut: (schema) => spoiled(afterPowerCut(schema)) }),
  }
}

type Transact = Store['transact']

/** Settles when the work is done, before the commit. */
const toldTooEarly = (store: Store): Partial<Store> => ({
  transact: ((work) =>
    new Promise((resolve, reject) => {
      store
        .transact(async (unit) => {
          const result = await work(unit)
          resolve(result)
          return result
        })
        .catch(reject)
    })) as Transact,
})

/** Lets a unit inside a unit write as part of the outer one. */
function nestedPasses(store: Store): Partial<Store> {
  let outer: Unit | undefined
  return {
    transact: (async (work) => {
      if (outer) return work(outer)
      return store.transact(async (unit) => {
        outer = unit
        try {
          return await work(unit)
        } finally {
          outer = undefined
        }
      })
    }) as Transact,
  }
}

/** Fails a unit without undoing what it wrote. */
const savepointLost = (store: Store): Partial<Store> => ({
  transact: (async (work) => {
    const outcome = await store.transact(async (unit) => {
      try {
        return { value: await work(unit) }
      } catch (error) {
        return { error }
      }
    })
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }) as Transact,
})

/** Reads through the writer's connection, in the middle of its units. */
const readsUncommitted = (store: Store): Partial<Store> => {
  let current: Unit | undefined
  return {
    transact: ((work) =>
      store.transact(async (unit) => {
        current = unit
        try {
          return await work(unit)
        } finally {
          current = undefined
        }
      })) as Transact,
    read: (async (work) => (current ? work(current) : store.read(work))) as Store['read'],
  }
}

/** Does not say that it has committed. */
const silent = (): Partial<Store> => ({ onCommit: () => () => {} })

describe('a wrong engine fails', () => {
  it.each([
    ['a commit that is told too early', toldTooEarly, 'a unit settles after its commit, not before'],
    ['a nested unit that passes', nestedPasses, 'a unit inside a unit is refused and does nothing'],
    ['a lost savepoint', savepointLost, 'a unit that throws leaves nothing'],
    ['a read of what is not committed', readsUncommitted, 'a read sees nothing of a unit that is at work'],
    ['a commit that is not told', silent, 'another process sees what has settled, is told of it'],
  ])('%s', async (_, spoil, broken) => {
    const engine = wrong(spoil)
    try {
      const { hold } = conformance.find(({ what }) => what.startsWith(broken)) as Promised
      await expect(hold(engine)).rejects.toThrow()
    } finally {
      engine.remove()
    }
  })
})
