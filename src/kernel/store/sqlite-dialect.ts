import { type LimitNode, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, ValueNode } from 'kysely'
import { HotDialect, Slot, withConstants } from './hot.ts'

/**
 * SQLite plans by the value of a bound LIMIT, so it prepares such a statement again at every call, which costs ten times
 * the query. It does not look into an expression.
 */
class HotSqliteCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    super.visitLimit(node)
    if (ValueNode.is(node.limit) && node.limit.value instanceof Slot) this.append(' + 0')
  }
}

/** How SQLite compiles {@link hot} queries. */
export const sqliteDialect = new HotDialect({
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => withConstants(new HotSqliteCompiler()),
})
