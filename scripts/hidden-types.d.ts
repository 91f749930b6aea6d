// In the published types, in place of those of packages that are inside payersim: how it keeps tables and answers HTTP is
// its own, and nobody who uses it needs to install those packages' types.
export type Compilable<_Output> = unknown
export type Database = unknown
export type Dialect = unknown
export type ErrorRequestHandler = unknown
export type Express = unknown
export type Generated<Value> = Value
export type Kysely<_Tables> = unknown
export type QueryCompiler = unknown
export type QueryResult<_Row> = unknown
export type RequestHandler = unknown
export type Router = unknown
export type Selectable<Table> = Table
/**
 * A schema of zod, of any version 4: what a provider writes with the zod that it has installed. The whole types of two zods
 * are not the same to TypeScript.
 */
export interface ZodSchema<Output = unknown, Input = unknown, _Internals = unknown> {
  readonly _zod: { readonly output: Output; readonly input: Input }
}
