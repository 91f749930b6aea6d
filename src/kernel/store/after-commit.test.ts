import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, openKernel } from '../kernel.fixture.ts'
import { hot } from './hot.ts'

interface Tables {
  notes: { id: number; about: number | null }
}
const addNote = hot<Tables, { about: number | null }>()((db, slot) =>
  db.insertInto('notes').values({ about: slot('about') } as never),
)
// A deferred reference fails at the commit, and not in the unit.
const notes = `CREATE TABLE notes (
  id INTEGER PRIMARY KEY, about INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)`
const dbSchemas = [{ migrations: [{ step: 1002, name: 'test: notes', sql: notes }] }]

describe.each(['memory', 'file'])('what a unit does after its commit, in %s', (where) => {
  const open = async () => {
    const file = where === 'file' ? join(folder(), 'data.db') : ':memory:'
    const { store } = await openKernel({ file, dbSchemas })
    const told: string[] = []
    const note = (name: string, about: number | null = null) =>
      store.transact(async (unit) => {
        unit.afterCommit(() => told.push(name))
        await unit.insert(addNote, { about })
      })
    return { store, told, note }
  }

  it('is done in the order of the units, before any caller goes on', async () => {
    const { store, told, note } = await open()
    store.onCommit(() => told.push('commit'))
    await Promise.all(['a', 'b'].map((name) => note(name).then(() => told.push(`${name} goes on`))))
    const at = (what: string) => told.indexOf(what)
    expect(told.filter((what) => what.length === 1)).toEqual(['a', 'b'])
    // One commit serves both, or each has its own.
    expect(at('commit')).toBeGreaterThan(at('a'))
    expect(at('a goes on')).toBeGreaterThan(at('commit'))
    expect(at('b goes on')).toBeGreaterThan(told.lastIndexOf('commit'))
    expect(told.lastIndexOf('commit')).toBeGreaterThan(at('b'))
  })

  it('is not done for a unit that was undone, whatever else its batch holds', async () => {
    const { store, told, note } = await open()
    const undone = store.transact(async (unit) => {
      unit.afterCommit(() => told.push('undone'))
      await unit.insert(addNote, { about: null })
      throw new Error('no')
    })
    const waits = store.transact((unit) => {
      unit.afterCommit(() => told.push('waits'))
      return new Promise(() => {})
    })
    const settled = await Promise.allSettled([note('a'), undone, note('b'), waits, note('c')])
    expect(settled.map(({ status }) => status[0])).toEqual(['f', 'r', 'f', 'r', 'f'])
    expect(told).toEqual(['a', 'b', 'c'])
  })

  it('is asked for within the unit', async () => {
    const { store } = await open()
    const late = await store.transact((unit) => unit)
    expect(() => late.afterCommit(() => {})).toThrow('This unit of work is over')
  })

  // In memory nothing is checked at a commit.
  it.runIf(where === 'file')('is not done where the commit fails', async () => {
    const { told, note } = await open()
    const units = [note('a'), note('b', 7_000), note('c')]
    const settled = await Promise.allSettled(units)
    expect(settled[1]?.status).toBe('rejected')
    // The others fail too where they share its batch.
    const kept = ['a', 'b', 'c'].filter((_, index) => settled[index]?.status === 'fulfilled')
    expect(told).toEqual(kept)
    await note('d')
    expect(told).toEqual([...kept, 'd'])
  })
})
