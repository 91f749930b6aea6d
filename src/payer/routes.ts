import {
  type Api,
  failureAnswer,
  formFields,
  type HttpAnswer,
  type HttpRequest,
  type Kernel,
  problemAnswer,
  problemNamed,
} from '../kernel/index.ts'
import type { HopReply } from './hop.ts'

/** Bytes; a hop has some 200. */
const largestBody = 16 * 1024

/** The paths that Africa's Talking calls, for a machine that no one else can reach. */
const paths = { hop: '/ussd', events: '/ussd/events', reports: '/sms/delivery' } as const

type Name = keyof typeof paths
/** Each handles a form; undefined: an empty 200. */
type FormHandlers = Record<
  Name,
  (
    form: Record<string, string>,
    of: { delivery: number | undefined; request: HttpRequest },
  ) => Promise<HopReply | undefined>
>
/** The same paths with a secret segment, stored in the data file; it replaces a signature, which callbacks lack. */
export function secretPaths(kernel: Kernel): Record<Name, string> {
  const secret = (name: Name) => `${paths[name]}/${kernel.hmac('callback path', paths[name]).slice(0, 32)}`
  return { hop: secret('hop'), events: secret('events'), reports: secret('reports') }
}

/**
 * The paths that Africa's Talking calls. A hop's form is answered with `CON …` or `END …`, events and reports with an
 * empty body.
 */
export function callbackApi(
  kernel: Kernel,
  handlers: FormHandlers,
  {
    secretOnly,
    deliveryOf,
  }: { secretOnly: boolean; deliveryOf: (request: HttpRequest) => number | undefined },
): Api {
  const secrets = secretPaths(kernel)
  const served = (Object.keys(paths) as Name[]).flatMap((name) => [
    { name, path: secrets[name] },
    ...(secretOnly ? [] : [{ name, path: paths[name] }]),
  ])
  const nameOf = (path: string) => served.find((one) => one.path === path)?.name
  return {
    name: 'payer',
    ownApp: true,
    routes: served.map(({ name, path }) => ({
      operation: name,
      method: 'POST',
      path,
      limit: largestBody,
      purpose: name === 'hop' ? 'hop' : 'request',
      answer: async (request) => {
        const form = formFields(request.body.toString())
        return replyWith(await handlers[name](form, { delivery: deliveryOf(request), request }))
      },
      describe: async () =>
        path === paths[name] ? (await import('./openapi.ts')).describeRoute(name) : null,
    })),
    owns: (path) => nameOf(path) !== undefined,
    byServers: (path) => Object.values(paths).some((one) => path === one || path.startsWith(`${one}/`)),
    notFound: ({ method, path }) => wrongMethod(method, nameOf(path) ?? 'hop'),
    // Without the secret of the path.
    failed: (error, { method, path }) =>
      failureAnswer(kernel.logger, error, { method, path: paths[nameOf(path) ?? 'hop'] }),
    unrecorded: (path) => path === paths.hop,
    describe: async () => (await import('./openapi.ts')).describeApi(),
  }
}

function wrongMethod(method: string, name: Name): HttpAnswer {
  const detail = `${method} is not taken here. Post ${wanted[name]}.`
  const problem = problemAnswer(problemNamed('method-not-allowed', detail))
  return { ...problem, headers: { Allow: 'POST', ...problem.headers } }
}

const wanted: Record<Name, string> = {
  hop: 'the five fields of a USSD hop',
  events: 'the fields of an end-of-session event',
  reports: 'the fields of a delivery report',
}

function replyWith(reply: HopReply | undefined): HttpAnswer {
  const { body, metadata } = reply ?? { body: '', metadata: null }
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      ...(metadata !== null && { 'at-ussd-hop-metadata': metadata }),
    },
    body,
  }
}
