import type { IncomingMessage, ServerResponse } from 'node:http'
import { formFields, type Kernel, readText, sendFailure, sendProblem } from '../kernel/index.ts'
import type { HopReply } from './hop.ts'

/** Bytes; a hop has some 200. */
const largestBody = 16 * 1024

/** The paths that Africa's Talking calls, for a machine that no one else can reach. */
const paths = { hop: '/ussd', events: '/ussd/events', reports: '/sms/delivery' } as const

type Name = keyof typeof paths
/** Each handles a form; undefined: an empty 200. */
type FormHandlers = Record<
  Name,
  (form: Record<string, string>, delivery: number | undefined) => Promise<HopReply | undefined>
>
/** Answers a request, or returns false for another listener to answer it. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => boolean

/** The same paths with a secret segment, stored in the data file; it replaces a signature, which callbacks lack. */
export function secretPaths(kernel: Kernel): Record<Name, string> {
  const secret = (name: Name) => `${paths[name]}/${kernel.hmac('callback path', paths[name]).slice(0, 32)}`
  return { hop: secret('hop'), events: secret('events'), reports: secret('reports') }
}

/**
 * The paths that Africa's Talking calls. A hop's form is answered with `CON …` or `END …`, events and reports with an
 * empty body. It uses Node's own messages, because Express costs nearly as much as the hop itself.
 */
export function callbackListener(
  kernel: Kernel,
  handlers: FormHandlers,
  {
    secretOnly,
    deliveryOf,
  }: { secretOnly: () => boolean; deliveryOf: (request: IncomingMessage) => number | undefined },
): Listener {
  const names = Object.keys(paths) as Name[]
  const secrets = secretPaths(kernel)
  const open = new Map<string, Name>(names.map((name) => [paths[name], name]))
  const secret = new Map<string, Name>(names.map((name) => [secrets[name], name]))
  return (request, response) => {
    const { url = '', method } = request
    const [path = ''] = url.split('?', 1)
    const name = secret.get(path) ?? (secretOnly() ? undefined : open.get(path))
    if (name === undefined) return false
    if (method === 'POST') {
      answer(request, response, (form) => handlers[name](form, deliveryOf(request))).catch((error) =>
        sendFailure(kernel.logger, error, { method, path: paths[name] }, response),
      )
    } else {
      response.setHeader('Allow', 'POST')
      sendProblem(response, {
        status: 405,
        title: 'Method Not Allowed',
        detail: `${method} is not taken here. Post ${wanted[name]}.`,
      })
    }
    return true
  }
}

const wanted: Record<Name, string> = {
  hop: 'the five fields of a USSD hop',
  events: 'the fields of an end-of-session event',
  reports: 'the fields of a delivery report',
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (form: Record<string, string>) => ReturnType<FormHandlers[Name]>,
): Promise<void> {
  const form = formFields(await readText(request, largestBody))
  const { body, metadata } = (await handle(form)) ?? { body: '', metadata: null }
  const headers: Record<string, string | number> = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  }
  if (metadata) headers['at-ussd-hop-metadata'] = metadata
  response.writeHead(200, headers)
  response.end(body)
}
