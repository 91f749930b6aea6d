import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import {
  anyAttempting,
  anyDueOfSubscriber,
  dueDeliveries,
  dueOfSubscriber,
  earliestDelivery,
  nextDelivery,
  nextOfSubscriber,
} from '../delivery/queries.ts'
import { kernelDbSchema } from '../tables.ts'
import { hot } from './hot.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

interface Tables {
  t: { id: number; name: string }
}

it('binds slots by name, and writes constants into the text', () => {
  const query = hot<Tables, { id: number }>()((db, slot) =>
    db.selectFrom('t').select('name').where('name', '!=', "o'clock").where('id', '=', slot('id')).limit(3),
  )
  const { sql, parameters } = query.compiled(sqliteDialect)
  expect(sql).toBe(`select "name" from "t" where "name" != 'o''clock' and "id" = +? limit 3`)
  expect(parameters({ id: 7 })).toEqual([7])
})

it('hides what is bound from the planner, which would prepare the statement again at every call', () => {
  const query = hot<Tables, { name: string; most: number }>()((db, slot) =>
    db
      .selectFrom('t')
      .innerJoin('t as other', 'other.name', 't.name')
      .selectAll('t')
      .where('t.name', '=', slot('name'))
      .limit(slot('most')),
  )
  const { sql, parameters } = query.compiled(sqliteDialect)
  expect(sql).toMatch(/"t"."name" = \+\? limit \+\?$/)
  const db = new Sqlite(':memory:')
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)')
  db.exec("INSERT INTO t (name) VALUES ('Ama'), (NULL)")
  const statement = db.prepare(sql)
  const fastest = (work: (at: number) => void) =>
    Math.min(
      ...Array.from({ length: 500 }, (_, at) => {
        const start = performance.now()
        work(at)
        return performance.now() - start
      }),
    )
  const prepared = fastest(() => db.prepare(sql))
  const bound = fastest((at) => statement.all(parameters({ name: `Ama ${at}`, most: at })))
  expect(bound / prepared).toBeLessThan(1 / 3)
  expect(statement.all(parameters({ name: 'Ama', most: 1 }))).toEqual([{ id: 1, name: 'Ama' }])
  db.close()
})

it.each([
  ['what is due', dueDeliveries],
  ['what is due of one subscriber', dueOfSubscriber],
  ['whether anything is due of one subscriber', anyDueOfSubscriber],
  ['what is due first', earliestDelivery],
  ['what is due next', nextDelivery],
  ['what is due next of one subscriber', nextOfSubscriber],
  ['what is on its way', anyAttempting],
])('finds %s by its own small index, however many deliveries are over', (_, query) => {
  const { sql } = query.compiled(sqliteDialect)
  const db = new Sqlite(':memory:')
  for (const migration of kernelDbSchema.migrations) db.exec(migration.sql)
  const values = sql.match(/\?/g) ?? []
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as Array<{ detail: string }>
  expect(plan.map(({ detail }) => detail).join('\n')).toMatch(
    /deliveries.* USING (COVERING )?INDEX deliveries_(due|pending|attempting|of_lane)/,
  )
  db.close()
})
