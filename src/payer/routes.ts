import type { IncomingMessage, ServerResponse } from 'node:http'
import { formFields, type Kernel, readText, sendFailure, sendProblem } from '../kernel/index.ts'
import type { HopReply } from './hop.ts'

/** Bytes; a hop has some 200. */
const largestBody = 16 * 1024

/** What Africa's Talking calls, by its path on a machine that nobody else can reach. */
const paths = { hop: '/ussd', events: '/ussd/events', reports: '/sms/delivery' } as const

type Name = keyof typeof paths
/** Takes a form; undefined is answered by 200 and no more. */
type Takers = Record<
  Name,
  (form: Record<string, string>, delivery: number | undefined) => Promise<HopReply | undefined>
>
/** Answers a request, or returns false and leaves it to others. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => boolean

/** The same paths with a segment that nobody can guess, and which the data file keeps: nothing else signs a callback. */
export function secretPaths(kernel: Kernel): Record<Name, string> {
  const secret = (name: Name) => `${paths[name]}/${kernel.hmac('callback path', paths[name]).slice(0, 32)}`
  return { hop: secret('hop'), events: secret('events'), reports: secret('reports') }
}

/**
 * Africa's Talking's side of the app: a hop's form in, `CON …` or `END …` out; events and reports in, nothing out. It
 * takes Node's own messages, because the way through Express costs nearly as much as the hop itself.
 */
export function callbackListener(
  kernel: Kernel,
  take: Takers,
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
      answer(request, response, (form) => take[name](form, deliveryOf(request))).catch((error) =>
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
  take: (form: Record<string, string>) => ReturnType<Takers[Name]>,
): Promise<void> {
  const form = formFields(await readText(request, largestBody))
  const { body, metadata } = (await take(form)) ?? { body: '', metadata: null }
  const headers: Record<string, string | number> = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  }
  if (metadata) headers['at-ussd-hop-metadata'] = metadata
  response.writeHead(200, headers)
  response.end(body)
}
