export {
  type Consequence,
  type DbSchema,
  type Law,
  type Migration,
  schemaVersion,
  united,
  type View,
} from './db-schema.ts'
export { isTrouble } from './disk-trouble.ts'
export { type Hot, hot } from './hot.ts'
export { redefined } from './migrate.ts'
export { isPostgres, lookAt, openStore, otherWorld, shownData } from './open-store.ts'
export { loadSqlite } from './sqlite.ts'
export type { Reader, SnapshotView, Store, Unit } from './store.ts'
