import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

class Slot {
  constructor(readonly name: string) {}
}

/** A query compiled once; `Values` are bound by name at each call, `Row` is what it returns. */
export interface Hot<Values, Row> {
  readonly sql: string
  parameters(values: Values): unknown[]
  /** Exists only as a type. */
  readonly row?: Row
}

// biome-ignore lint/suspicious/noExplicitAny: a compiler that runs nothing serves every room's tables
const compiler = new Kysely<any>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/**
 * Compiles a Kysely query once, for busy paths where building the query costs more than running it.
 *
 * @example
 * const byId = hot<Tables, { id: number }>()((db, slot) =>
 *   db.selectFrom('accounts').selectAll().where('id', '=', slot('id')))
 * const [account] = await tx.run(byId, { id: 7 })
 */
export function hot<Tables, Values extends object>() {
  return <Row>(
    build: (
      db: Kysely<Tables>,
      slot: <Name extends keyof Values & string>(name: Name) => Values[Name],
    ) => Compilable<Row>,
  ): Hot<Values, Row> => {
    const slot = (name: string) => new Slot(name)
    const { sql, parameters } = build(compiler as unknown as Kysely<Tables>, slot as never).compile()
    const names = parameters.flatMap((parameter) => (parameter instanceof Slot ? [parameter.name] : []))
    return {
      sql: withConstants(sql, parameters),
      parameters(values) {
        const bound = new Array<unknown>(names.length)
        for (let at = 0; at < names.length; at++) {
          bound[at] = (values as Record<string, unknown>)[names[at] as string]
        }
        return bound
      },
    }
  }
}

/**
 * Writes constants into the SQL text. SQLite uses a partial index only if the query repeats its WHERE clause with
 * constants: a bound `status = ?` would read the whole table.
 */
function withConstants(sql: string, parameters: readonly unknown[]): string {
  let at = 0
  return sql.replace(/\?/g, () => {
    const parameter = parameters[at++]
    if (parameter instanceof Slot) return '?'
    if (typeof parameter === 'number') return String(parameter)
    if (parameter === null) return 'NULL'
    return `'${String(parameter).replaceAll("'", "''")}'`
  })
}
