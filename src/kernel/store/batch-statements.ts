/** The SQL that begins, commits and rolls back a batch of units. */
export interface BatchStatements {
  begin: string
  commit: string
  undo: readonly string[]
}

/** Each batch is a transaction. */
export const batchAsTransaction: BatchStatements = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  undo: ['ROLLBACK'],
}

/** Each batch is a savepoint in one outer transaction. */
export const batchAsSavepoint: BatchStatements = {
  begin: 'SAVEPOINT batch',
  commit: 'RELEASE batch',
  undo: ['ROLLBACK TO batch', 'RELEASE batch'],
}
