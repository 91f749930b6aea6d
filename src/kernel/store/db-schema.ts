/** One step of the schema. Steps are only added; the schema version is the greatest step that was run. */
export interface Migration {
  /**
   * Steps of all rooms share one count, from 1. A new step takes the next number, whichever room it is in, so that older
   * files lack only that step.
   */
  readonly step: number
  /** Names the room and the change, such as `wallet: pre-approvals`. */
  readonly name: string
  /** Changes tables and indexes; laws and views are made anew after the last step. */
  readonly sql: string
}

/**
 * What no program may write, whatever it is. The words are standard SQL with `NEW` and `OLD`, so that each engine can make
 * its own trigger from them: `IS DISTINCT FROM`, and no function that only one engine has.
 */
export interface Law {
  /** Unique in the database; says what the law holds. */
  readonly name: string
  readonly table: string
  readonly on: 'insert' | 'update' | 'delete'
  /** The condition under which it refuses; absent if it always does. */
  readonly where?: string
  /** The message of the error. */
  readonly refuse: string
}

/** What the database itself does after a row is inserted, so that no program can leave it out. */
export interface Consequence {
  readonly name: string
  readonly table: string
  /** Standard SQL statements with `NEW`. */
  readonly run: readonly string[]
}

/** What other programs read, and perhaps insert into. */
export interface View {
  readonly name: string
  /** The SELECT. */
  readonly as: string
  /** What an insert into the view is refused for, and what it does instead. */
  readonly insert?: {
    readonly name: string
    readonly laws: ReadonlyArray<Pick<Law, 'refuse'> & { readonly where: string }>
    readonly run: readonly string[]
  }
}

/** What one room has in the database. A change of laws, consequences or views needs a new step, even an empty one. */
export interface DbSchema {
  readonly migrations: readonly Migration[]
  readonly laws?: readonly Law[]
  readonly consequences?: readonly Consequence[]
  readonly views?: readonly View[]
  /**
   * Tables with a text for a key that are asked for SQLite's `rowid`, the order in which their rows were made: other engines
   * have to keep such a number.
   */
  readonly numbered?: readonly string[]
}

/** The schemas of all rooms as one, the steps in order. @throws Error for two steps of one number */
export function united(schemas: readonly DbSchema[]): Required<DbSchema> {
  const migrations = schemas.flatMap((schema) => schema.migrations).sort((a, b) => a.step - b.step)
  migrations.forEach(({ step, name }, at) => {
    const before = migrations[at - 1]
    if (before?.step === step) throw new Error(`Step ${step} is both "${before.name}" and "${name}".`)
  })
  return {
    migrations,
    laws: schemas.flatMap(({ laws }) => laws ?? []),
    consequences: schemas.flatMap(({ consequences }) => consequences ?? []),
    views: schemas.flatMap(({ views }) => views ?? []),
    numbered: schemas.flatMap(({ numbered }) => numbered ?? []),
  }
}

/** Version 0 is an empty store. */
export function schemaVersion({ migrations }: Pick<Required<DbSchema>, 'migrations'>): number {
  return migrations.at(-1)?.step ?? 0
}
