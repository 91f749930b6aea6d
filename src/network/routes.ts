import type { Api, HttpAnswer, HttpRequest, Route } from '../kernel/index.ts'
import { accountHandlers } from './account-routes.ts'
import { authTokens } from './auth-token.ts'
import { africasTalking } from './hosts.ts'
import { type OperationName, operationList } from './operations.ts'
import { type ApiContext, bodyLimit, errorAnswer, type Handler, plain, usernameAsking } from './sms-http.ts'
import { smsHandlers } from './sms-routes.ts'
import { smsWording } from './sms-wording.ts'

const handlers: Record<OperationName, Handler> = { ...smsHandlers, ...accountHandlers }

/** Africa's Talking's API: SMS and the other routes of the SDK, with those of the host `content`. */
export function networkApi(context: ApiContext): Api {
  const routes: Route[] = operationList.map(([name, operation]) => ({
    operation: name,
    title: operation.summary,
    method: operation.method,
    path: operation.path,
    ...(operation.body && { limit: bodyLimit }),
    answer: (request) => handlers[name](context, request),
    describe: async () => (await import('./openapi.ts')).describeRoute(name, operation),
  }))
  const methods = methodsOf(routes)
  return {
    name: africasTalking.name,
    routes,
    owns: (path) => methods.has(plainPath(path)),
    askedBy: (request) => usernameAsking(context, request),
    notFound: (request) => otherMethod(request, methods.get(plainPath(request.path)) ?? []),
    failed: (error, request) => errorAnswer(context, error, request),
    describe: async () => (await import('./openapi.ts')).describeApi(),
    outage: (status) => plain(status, smsWording.outage[status]),
    tokens: authTokens(context.kernel),
  }
}

/** The methods of each path, in alphabetical order. */
function methodsOf(routes: readonly Route[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { method, path } of routes) found.set(path, [...(found.get(path) ?? []), method].sort())
  return found
}

/** As it stands in the table: in lower case, and without a slash at its end. */
function plainPath(path: string): string {
  return path.toLowerCase().replace(/\/$/, '')
}

/** The answer to a method that a path does not have. */
function otherMethod({ method }: HttpRequest, methods: readonly string[]): HttpAnswer {
  if (method === 'OPTIONS') return optionsAnswer(methods)
  const allowed = methods.join(', ')
  return plain(405, smsWording.wrongMethod(allowed), { Allow: allowed })
}

function optionsAnswer(methods: readonly string[]): HttpAnswer {
  const all = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  const body = [...all].sort().join(', ')
  return {
    status: 200,
    headers: { Allow: body, 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' },
    body,
  }
}
