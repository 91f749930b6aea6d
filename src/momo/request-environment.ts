import type { Request } from 'express'

const noted = new WeakMap<object, string>()

/** Notes the environment that a request is for, once its API user is known: its answer has the quirks of that one. */
export function noteEnvironment(request: object, environment: string): void {
  noted.set(request, environment)
}

/** The environment that a request is for: that of its API user, and before that is known what the header says. */
export function environmentOf(request: Pick<Request, 'get'>): string | undefined {
  return noted.get(request) ?? request.get('X-Target-Environment')
}
