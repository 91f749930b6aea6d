import type { HttpRequest } from '../../../kernel/index.ts'

const noted = new WeakMap<object, string>()

/** Remembers the environment of a request once its API user is known: the answer has that environment's quirks. */
export function noteEnvironment(request: object, environment: string): void {
  noted.set(request, environment)
}

/** The environment of a request: its API user's, or the header's while the API user is not known. */
export function environmentOf(request: Pick<HttpRequest, 'get'>): string | undefined {
  return noted.get(request) ?? request.get('X-Target-Environment')
}
