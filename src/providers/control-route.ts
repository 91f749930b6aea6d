import type { z } from 'zod'
import type { HttpAnswer, LiveAnswer } from '../kernel/index.ts'

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
  /** The value of a header; undefined if it is absent. */
  readonly get: (name: string) => string | undefined
  /** Aborted when the caller no longer waits for the answer. */
  readonly gone: () => AbortSignal
}

/** JSON, with status 200 if it has no other; a file of CSV; or any other answer. What is live needs a socket. */
export type ControlAnswer =
  | { json: unknown; status?: number }
  | { csv: string; file: string }
  | HttpAnswer
  | LiveAnswer

/** A route below `/_sim`: what a vendor's own API does not have. */
export interface ControlRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/_sim`: `/onepipe/{ref}/resend`. */
  path: string
  query?: z.ZodType
  /** The body as it was sent, where this is absent. */
  body?: z.ZodType
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
  method: ControlRoute['method']
  path: Path
  query?: Query
  body?: Body
  answer(
    request: ControlRequest<z.output<Query>, z.output<Body>, NamesIn<Path>>,
  ): Promise<ControlAnswer> | ControlAnswer
}): ControlRoute {
  return route as unknown as ControlRoute
}
