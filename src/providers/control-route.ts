import type { z } from 'zod'

/** A request to a route of a provider below `/_sim`. */
export interface ControlRequest<Query = unknown, Body = unknown> {
  params: Readonly<Record<string, string>>
  query: Query
  body: Body
  /** Whether the header `Accept` asks for CSV rather than JSON. */
  prefersCsv: boolean
}

/** JSON with status 200, or a file of CSV. */
export type ControlAnswer = { json: unknown } | { csv: string; file: string }

/** A route below `/_sim`: what a vendor's own API does not have. */
export interface ControlRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/_sim`: `/onepipe/{ref}/resend`. */
  path: string
  query?: z.ZodType
  body?: z.ZodType
  /** @throws PayersimError, which is answered as problem details */
  answer(request: ControlRequest): Promise<ControlAnswer>
}

/** The same, with the types of what its schemas let through. */
export function controlRoute<Query extends z.ZodType, Body extends z.ZodType>(route: {
  method: ControlRoute['method']
  path: string
  query?: Query
  body?: Body
  answer(request: ControlRequest<z.output<Query>, z.output<Body>>): Promise<ControlAnswer>
}): ControlRoute {
  return route as ControlRoute
}
