import type { ServerResponse } from 'node:http'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Problem } from '../../terms/sim/problem.ts'
import { type ProblemName, problems, problemType } from '../../terms/sim/problems.ts'
import { BusyError, ConflictError, InputError, messageOf, NotFoundError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { isTrouble } from '../store/index.ts'
import { type HttpAnswer, sendAnswer } from './http-answer.ts'

/** Sends an error body as RFC 9457 has it. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  sendAnswer(response, problemAnswer(problem))
}

/** The same for an operation. */
export function problemAnswer({ type, title, status, detail, ...rest }: Problem): HttpAnswer {
  const body = JSON.stringify({ type, title, status, detail, ...rest })
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body }
}

/** A problem of a kind that the table of problems has. */
export function problemNamed(
  name: ProblemName,
  detail: string,
  data: Readonly<Record<string, unknown>> = {},
): Problem {
  const { status, title } = problems[name]
  return { ...data, type: problemType(name), title, status, detail }
}

/** Answers an error that a route threw; logs errors on our side. */
export function failureAnswer(
  logger: Logger,
  error: unknown,
  { method, path }: { method: string; path: string },
): HttpAnswer {
  const problem = problemOf(error)
  if (problem.status >= 500 && !isCutOff(error))
    logger.error({ error: messageOf(error), method, path }, 'a request failed')
  return problemAnswer(problem)
}

/** The HTTP status and body for an error of ours, or of Express's body parsers. */
export function problemOf(error: unknown): Problem {
  const detail = messageOf(error)
  if (error instanceof InputError || error instanceof NotFoundError || error instanceof ConflictError)
    return problemNamed(error.problem, detail, error.data)
  // The status of nginx for a client that has gone: nobody reads it, and it is no failure.
  if (error instanceof BusyError)
    return error.reason === 'nobody-waits'
      ? problemNamed('caller-gone', detail)
      : problemNamed('busy', detail, error.data)
  if (isTrouble(error))
    return problemNamed(error.reason === 'disk-full' ? 'disk-full' : 'data-file-unusable', detail)
  const status = (error as { status?: unknown } | undefined)?.status
  if (status === 413) return problemNamed('body-too-large', 'The body is larger than this route takes.')
  if (status === 415) return problemNamed('unsupported-encoding', detail)
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { ...problemNamed(isOfJson(error) ? 'bad-json' : 'bad-http', detail), status }
  return problemNamed('internal-error', 'payersim failed; its log has the reason.')
}

/** Express's parser wraps the error of JSON.parse, and gives it this type. */
function isOfJson(error: unknown): boolean {
  return error instanceof SyntaxError || (error as { type?: unknown }).type === 'entity.parse.failed'
}

/** Express's error for a client that went away before its answer: nothing failed here. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ECONNABORTED'
}

/** The last handlers of a group of routes without a vendor's error bodies. */
export function problemHandlers(logger: Logger): { notFound: RequestHandler; failed: ErrorRequestHandler } {
  return {
    notFound: (request, response) => {
      const detail = `No route ${request.method} ${request.originalUrl.split('?')[0]}.`
      sendProblem(response, problemNamed('no-route', detail))
    },
    failed: (error, request, response, _next) => {
      const answer = failureAnswer(logger, error, request)
      if (response.headersSent) response.destroy()
      else sendAnswer(response, answer)
    },
  }
}
