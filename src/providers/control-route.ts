import type { z } from 'zod'
import type { Content, HttpAnswer, LiveAnswer } from '../kernel/index.ts'
import type { LanguageTag } from '../terms/index.ts'
import type { ProblemName } from '../terms/sim/problems.ts'

/** A request to a route below `/_sim`. */
export interface ControlRequest<Query = unknown, Body = unknown, Name extends string = string> {
  /** The values of `{name}` in the path, decoded. */
  params: Readonly<Record<Name, string>>
  query: Query
  body: Body
  /** Whether the header `Accept` asks for CSV rather than JSON. */
  readonly prefersCsv: boolean
  /** Whether it asks for server-sent events rather than JSON. */
  readonly prefersEvents: boolean
  /** The language that the header `Accept-Language` asks for; English where it knows neither, or is absent. */
  readonly language: LanguageTag
  /** The value of a header; undefined if it is absent. */
  readonly get: (name: string) => string | undefined
  /** Aborted when the caller no longer waits for the answer. */
  readonly gone: () => AbortSignal
}

/** JSON, with status 200 if it has no other; a file of CSV; or any other answer. What is live needs a socket. */
export type ControlAnswer =
  | { json: unknown; status?: number; headers?: Record<string, string> }
  | { csv: string; file: string }
  | HttpAnswer
  | LiveAnswer

/** What documents say of a control route. What its schemas take, and the errors that any such route has, are added to it. */
export interface ControlDescription {
  /** One line, without a full stop. */
  summary: string
  /** More of it, in Markdown. */
  description?: string
  /** The section of the page. */
  section: string
  /** Of what stands in the path, by its names; a text by default. */
  params?: Readonly<Record<string, z.ZodType>>
  /** By their names. */
  headers?: Readonly<Record<string, z.ZodType>>
  /** Where the route itself checks it, and has no schema. */
  body?: z.ZodType
  /** A body that the page fills in at first. */
  example?: unknown
  /** What is answered where nothing is wrong, by HTTP status; null: an empty body. */
  answers: Readonly<Record<number, Content | null>>
  /** Errors of its own. */
  problems?: readonly ProblemName[]
  /** It does without the data file, and has none of its errors. */
  inMemory?: true
}

/** A route below `/_sim`: what a vendor's own API does not have. */
export interface ControlRoute {
  /** The name of its operation, unique among control routes: `dialPhone`. Without one, documents do not have the route. */
  operation?: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/_sim`: `/onepipe/{ref}/resend`. */
  path: string
  query?: z.ZodType
  /** The body as it was sent, where this is absent. */
  body?: z.ZodType
  /** What documents say of it, asked when one is made. */
  describe?(): Promise<ControlDescription> | ControlDescription
  /** @throws PayersimError, which is answered as problem details */
  answer(request: ControlRequest): Promise<ControlAnswer> | ControlAnswer
}

/** The names in `/onepipe/{ref}/resend`. */
type NamesIn<Path extends string> = string extends Path
  ? string
  : Path extends `${string}{${infer Name}}${infer Rest}`
    ? Name | NamesIn<Rest>
    : never

/** The same, with the types of what its schemas let through. */
export function controlRoute<Path extends string, Query extends z.ZodType, Body extends z.ZodType>(route: {
  operation?: string
  method: ControlRoute['method']
  path: Path
  query?: Query
  body?: Body
  describe?: NonNullable<ControlRoute['describe']>
  answer(
    request: ControlRequest<z.output<Query>, z.output<Body>, NamesIn<Path>>,
  ): Promise<ControlAnswer> | ControlAnswer
}): ControlRoute {
  return route as unknown as ControlRoute
}
