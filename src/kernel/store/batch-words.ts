/** The SQL with which a batch of units begins, is kept, and is undone. */
export interface BatchWords {
  begin: string
  commit: string
  undo: readonly string[]
}

/** A batch is a transaction of its own. */
export const ownTransaction: BatchWords = { begin: 'BEGIN IMMEDIATE', commit: 'COMMIT', undo: ['ROLLBACK'] }

/** A batch is a part of one transaction that is around all of them. */
export const partOfOne: BatchWords = {
  begin: 'SAVEPOINT batch',
  commit: 'RELEASE batch',
  undo: ['ROLLBACK TO batch', 'RELEASE batch'],
}
