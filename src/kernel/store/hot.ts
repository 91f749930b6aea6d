import { type Compilable, type Dialect, DummyDriver, Kysely, type QueryCompiler } from 'kysely'

/** A value that is bound at each call. */
class Slot {
  constructor(readonly name: string) {}
}

/** Compiles hot queries to the SQL of one engine. Its query compiler is made by {@link withConstants}. */
export class HotDialect {
  // biome-ignore lint/suspicious/noExplicitAny: a compiler that runs nothing serves every room's tables
  readonly compiler: Kysely<any>

  constructor(dialect: Omit<Dialect, 'createDriver'>) {
    this.compiler = new Kysely({
      dialect: {
        createDriver: () => new DummyDriver(),
        createAdapter: () => dialect.createAdapter(),
        createIntrospector: (db) => dialect.createIntrospector(db),
        createQueryCompiler: () => dialect.createQueryCompiler(),
      },
    })
  }
}

/** Kysely declares these as protected. */
interface ValueWriter {
  appendValue(value: unknown): void
  appendImmediateValue(value: unknown): void
}

/**
 * The compiler of a dialect, writing constants into the SQL text: an engine uses a partial index only if the query repeats
 * its WHERE clause with constants; a bound `status = ?` would read the whole table.
 */
export function withConstants(compiler: QueryCompiler): QueryCompiler {
  const writer = compiler as unknown as ValueWriter
  const bind = writer.appendValue
  writer.appendValue = function (value) {
    if (value instanceof Slot) bind.call(this, value)
    else this.appendImmediateValue(value)
  }
  return compiler
}

/** The text of a query in one dialect, and the values in the order in which it binds them. */
export interface CompiledHot<Values> {
  readonly sql: string
  parameters(values: Values): unknown[]
}

/** A query compiled once, when first used; `Values` are bound by name at each call, `Row` is what it returns. */
export interface Hot<Values, Row> {
  compiled(dialect: HotDialect): CompiledHot<Values>
  /** Exists only as a type. */
  readonly row?: Row
}

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
    // Most processes have one engine.
    let last: { dialect: HotDialect; compiled: CompiledHot<Values> } | undefined
    const others = new Map<HotDialect, CompiledHot<Values>>()
    return {
      compiled(dialect) {
        if (last?.dialect === dialect) return last.compiled
        const compiled =
          others.get(dialect) ??
          compiledHot<Values>(build(dialect.compiler as unknown as Kysely<Tables>, slot as never).compile())
        if (last) others.set(last.dialect, last.compiled)
        last = { dialect, compiled }
        return compiled
      },
    }
  }
}

function compiledHot<Values>({
  sql,
  parameters,
}: {
  sql: string
  parameters: readonly unknown[]
}): CompiledHot<Values> {
  const names = parameters.map((slot) => (slot as Slot).name)
  return {
    sql,
    parameters(values) {
      const bound = new Array<unknown>(names.length)
      for (let at = 0; at < names.length; at++) {
        bound[at] = (values as Record<string, unknown>)[names[at] as string]
      }
      return bound
    },
  }
}
