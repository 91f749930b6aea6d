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
    const within: number[] = []
    const asked = store.transact(() => void within.push(told.length))
    await Promise.all([
      note('a').then(() => told.push('a goes on')),
      asked,
      note('b').then(() => told.push('b goes on')),
    ])
    expect(within).toEqual([0])
    expect(told).toEqual(['a', 'b', 'commit', 'a goes on', 'b goes on'])
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
    const batch = await Promise.allSettled([note('a'), note('b', 7_000), note('c')])
    expect(batch.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(told).toEqual([])
    await note('d')
    expect(told).toEqual(['d'])
  })
})
