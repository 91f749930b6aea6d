import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { HotDialect, withConstants } from './hot.ts'

/**
 * SQLite plans by the value that is bound to a LIMIT, and from 3.54 on to a column's equal, so it prepares such a statement again
 * whenever a value is bound: ten to a hundred times the cost of the query. It does not look behind a sign, and a plus changes no
 * value, text and null included (`sqlite3ExprIsInteger` in its source).
 */
export class SignedSqliteCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

/** How SQLite compiles {@link hot} queries. */
export const sqliteDialect = new HotDialect({
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => withConstants(new SignedSqliteCompiler()),
})
