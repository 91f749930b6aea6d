import {
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  replaceWithNoncontingentExpression,
} from 'kysely'
import { HotDialect, withConstants } from '../hot.ts'
import { type Execute, UnitDriver } from '../unit-driver.ts'

/** How PostgreSQL compiles hot queries. */
export const postgresDialect = new HotDialect({
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => withConstants(new PostgresQueryCompiler()),
})

/** Typed queries that run through `execute`: in a unit of work, or in a read. */
export function queriesOver<Tables>(execute: Execute): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new UnitDriver(execute),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    // PostgreSQL has no empty list.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  })
}
