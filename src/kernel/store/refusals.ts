import { ConflictError, NotFoundError, StoreError } from '../errors.ts'

// What every engine refuses in the same words.

export const unitOver = () =>
  new StoreError('unit-over', 'This unit of work is over: keep every query inside its function.')

export const unitWaited = () =>
  new StoreError(
    'unit-waited',
    'A unit of work waited for something other than its own queries. Do that before or after the unit.',
  )

export const unitInUnit = () =>
  new StoreError('nested', 'transact was called inside a unit of work. Pass the unit’s own tx on instead.')

export const storeClosed = (description: string) =>
  new StoreError('closed', `The store ${description} is closed.`)

export const otherEngine = () => new TypeError('This snapshot is of another engine.')

/** @param names of those that there are */
export function unknownSnapshot(name: string, names: readonly string[]): NotFoundError {
  const known = names.length > 0 ? `There is: ${[...names].sort().join(', ')}.` : 'None has been taken.'
  return new NotFoundError(
    `No snapshot ${JSON.stringify(name)}. ${known}`,
    { name },
    { problem: 'unknown-snapshot' },
  )
}

export const snapshotOfAnother = (name: string) =>
  new ConflictError(
    `The snapshot "${name}" was taken of another data file. Delete it, or start with that file.`,
    { name },
    { problem: 'snapshot-of-another-file' },
  )

export const snapshotUnusable = (name: string, why: string) =>
  new ConflictError(
    `The snapshot "${name}" cannot be used: ${why}. Delete it, or take it anew.`,
    { name },
    { problem: 'snapshot-unusable' },
  )
