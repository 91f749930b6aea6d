import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { HotDialect, withConstants } from './hot.ts'

/** How SQLite compiles {@link hot} queries. */
export const sqliteDialect = new HotDialect({
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => withConstants(new SqliteQueryCompiler()),
})
