import type { ServerResponse } from 'node:http'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Problem } from '../../terms/sim/problem.ts'
import { BusyError, ConflictError, InputError, messageOf, NotFoundError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { isTrouble } from '../store/index.ts'
import { type HttpAnswer, sendAnswer } from './http-answer.ts'

/** Sends an error body as RFC 9457 has it. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  sendAnswer(response, problemAnswer(problem))
}

/** The same for an operation. */
export function problemAnswer({ status, title, detail, ...rest }: Problem): HttpAnswer {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, ...rest })
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body }
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
  if (error instanceof InputError) return { ...error.data, status: 400, title: 'Bad Request', detail }
  if (error instanceof NotFoundError) return { ...error.data, status: 404, title: 'Not Found', detail }
  if (error instanceof ConflictError) return { ...error.data, status: 409, title: 'Conflict', detail }
  // The status of nginx for a client that has gone: nobody reads it, and it is no failure.
  if (error instanceof BusyError && error.reason === 'nobody-waits')
    return { status: 499, title: 'Client Closed Request', detail }
  if (error instanceof BusyError) return { ...error.data, status: 503, title: 'Service Unavailable', detail }
  if (isTrouble(error)) {
    const full = error.reason === 'disk-full'
    return { status: full ? 507 : 503, title: full ? 'Insufficient Storage' : 'Service Unavailable', detail }
  }
  const status = (error as { status?: unknown } | undefined)?.status
  if (status === 413)
    return { status, title: 'Content Too Large', detail: 'The body is larger than this route takes.' }
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { status, title: 'Bad Request', detail }
  return { status: 500, title: 'Internal Server Error', detail: 'payersim failed; its log has the reason.' }
}

/** Express's error for a client that went away before its answer: nothing failed here. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ECONNABORTED'
}

/** The last handlers of a group of routes without a vendor's error bodies. */
export function problemHandlers(logger: Logger): { notFound: RequestHandler; failed: ErrorRequestHandler } {
  return {
    notFound: (request, response) => {
      sendProblem(response, {
        status: 404,
        title: 'Not Found',
        detail: `No route ${request.method} ${request.originalUrl.split('?')[0]}.`,
      })
    },
    failed: (error, request, response, _next) => {
      const answer = failureAnswer(logger, error, request)
      if (response.headersSent) response.destroy()
      else sendAnswer(response, answer)
    },
  }
}
