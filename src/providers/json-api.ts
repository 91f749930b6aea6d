import type { z } from 'zod'
import {
  type Api,
  failureAnswer,
  type HttpAnswer,
  type HttpRequest,
  InputError,
  type Kernel,
  parse,
  problemAnswer,
  problemNamed,
  type Route,
} from '../kernel/index.ts'

/** An operation that takes and answers JSON. */
export interface JsonOperation<Body extends z.ZodType = z.ZodType> {
  /** Unique in its API: `createCharge`. */
  operation: string
  /** One line, for documents. */
  summary?: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/acme/charges/{id}` */
  path: string
  /** What a body must be; without it a body is not read. */
  body?: Body
  /** What the body of success is, for documents. */
  response?: z.ZodType
  /** The HTTP status of success: 200 by default. */
  success?: number
  /** @throws PayersimError, which is answered as problem details (RFC 9457) */
  answer(request: JsonRequest<z.output<Body>>): Promise<JsonAnswer> | JsonAnswer
}

export interface JsonRequest<Body = unknown> {
  params: Readonly<Record<string, string>>
  body: Body
  /** As it was sent. */
  http: HttpRequest
}

/** Its status is that of success, where none is given. */
export interface JsonAnswer {
  status?: number
  headers?: Readonly<Record<string, string>>
  /** Nothing: an empty body. */
  body?: unknown
}

/** Gives an operation the type of the body that its schema lets through. */
export function jsonOperation<Body extends z.ZodType>(operation: JsonOperation<Body>): JsonOperation {
  return operation as unknown as JsonOperation
}

/**
 * An API of such operations: bodies are checked by their schemas, refusals are problem details, and documents say what the
 * schemas say. For a vendor with words of its own, write an `Api` instead.
 *
 * @param name of the provider
 */
export function jsonApi(
  name: string,
  { logger }: Pick<Kernel, 'logger'>,
  operations: readonly JsonOperation[],
): Api {
  const places = operations.map(({ path }) => segmentsOf(path))
  return {
    name,
    routes: operations.map(routeOf),
    owns: (path) => places.some((place) => isAt(path, place)),
    notFound({ method, path }) {
      const methods = operations.filter((one) => isAt(path, segmentsOf(one.path))).map((one) => one.method)
      const detail = `${name} has no ${method} ${path}.`
      const problem = problemAnswer(problemNamed('method-not-allowed', detail))
      return { ...problem, headers: { Allow: [...new Set(methods)].sort().join(', '), ...problem.headers } }
    },
    failed: (error, request) => failureAnswer(logger, error, request),
  }
}

/** The parts of a path, without a slash at its end, in small letters. */
const segmentsOf = (path: string) => path.toLowerCase().replace(/\/$/, '').split('/')

/** Whether a request's path is at an operation's, where `{name}` stands for any part. */
function isAt(path: string, place: readonly string[]): boolean {
  const parts = segmentsOf(path)
  const fits = (part: string, at: number) => place[at]?.startsWith('{') || place[at] === part
  return parts.length === place.length && parts.every(fits)
}

function routeOf({
  operation,
  summary,
  method,
  path,
  body,
  response,
  success = 200,
  answer,
}: JsonOperation): Route {
  return {
    operation,
    ...(summary === undefined ? {} : { title: summary }),
    method,
    path,
    async answer(request) {
      const { params } = request
      const answered = await answer({ params, body: body && parsed(body, request.body), http: request })
      return answerOf(answered, success)
    },
    describe: () => ({ summary, body, responses: { [success]: response ?? null } }),
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parsed(schema: z.ZodType, bytes: Buffer): unknown {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch {
    throw new InputError('The body is no JSON in UTF-8.')
  }
  return parse(schema, value, 'body')
}

function answerOf({ status, headers = {}, body }: JsonAnswer, success: number): HttpAnswer {
  const typed = body === undefined ? {} : { 'Content-Type': 'application/json' }
  return {
    status: status ?? success,
    headers: { ...typed, ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  }
}
