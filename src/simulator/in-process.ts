import { noAnswerTo, type Port } from '../client/index.ts'
import {
  inLowerCase,
  NoAnswer,
  type Outbound,
  type OutboundResponse,
  ownHost,
  type RequestInProcess,
} from '../kernel/index.ts'
import { isControlPath } from '../terms/index.ts'
import type { Reception } from './reception.ts'

const nothing = { reason: '', headers: {}, body: Buffer.alloc(0) }

/** Answers requests in this process, without a socket. */
export class InProcess {
  readonly #receive: Reception['answer']

  constructor(receive: Reception['answer']) {
    this.#receive = receive
  }

  async answer(request: RequestInProcess): Promise<OutboundResponse | NoAnswer> {
    // As over a socket: otherwise a chain of requests that cause each other lets no timer and no watchdog run.
    await new Promise((turned) => setImmediate(turned))
    const answer = await this.#receive(request)
    if (answer instanceof NoAnswer) return answer
    const { status, reason, headers, body } = answer
    return { status, reason, headers: inLowerCase(headers), body: Buffer.from(body) }
  }
}

/** Answers requests to `http://payersim.test` in this process, without a socket. */
export function answerInProcess(outbound: Outbound, inProcess: InProcess): void {
  outbound.mount(ownHost, async ({ method, url, headers, body, timeoutMs }): Promise<OutboundResponse> => {
    const { pathname, search } = new URL(url)
    const to = { method, url: pathname + search, headers: { host: ownHost, ...headers }, body }
    const answer = await inProcess.answer(to)
    if (answer instanceof NoAnswer) throw answer.errorAt(url, timeoutMs)
    return answer
  })
}

/** A port without a socket. `hosts` are the names at which callbacks are received. */
export interface InProcessPort extends Port {
  readonly hosts: ReadonlySet<string>
}

/** Drives the simulator without a socket; callbacks use host names that only this simulator knows. */
export function inProcessPort(
  outbound: Outbound,
  inProcess: InProcess,
  {
    forkedFrom = new Set(),
    adminToken,
    uuid,
    inWorld,
  }: {
    /** Hosts of the simulator that this one was forked from: a request to them is answered 200 and dropped. */
    forkedFrom?: ReadonlySet<string> | undefined
    /** Needed if control requests require it. */
    adminToken?: string | undefined
    /** Makes the ids of what the client makes. */
    uuid: () => string
    /** The port of another world of this server. */
    inWorld: (name: string) => Port
  },
): InProcessPort {
  const hosts = new Set(forkedFrom)
  for (const host of hosts) outbound.mount(host, async () => ({ ...nothing, status: 200 }))
  let listeners = hosts.size
  return {
    hosts,
    uuid,
    inWorld,
    async fetch({ method, path, headers, body, signal }) {
      const token =
        adminToken !== undefined && isControlPath(path) ? { authorization: `Bearer ${adminToken}` } : {}
      const answer = await inProcess.answer({
        method,
        url: path,
        headers: { host: 'localhost', ...token, ...headers },
        body,
        signal,
      })
      if (answer instanceof NoAnswer) throw noAnswerTo({ method, path }, signal)
      return { status: answer.status, headers: answer.headers, text: answer.body.toString() }
    },
    async listen(receive, wish) {
      listeners++
      const wished = (wish?.name ?? '').toLowerCase().replace(/[^a-z0-9.-]+/g, '-')
      const hostname = wished || `shop-${listeners}.test`
      hosts.add(hostname)
      const stop = outbound.mount(hostname, async ({ method, url, headers, body }) => {
        const { pathname, search } = new URL(url)
        const { status } = receive({
          method,
          path: pathname + search,
          headers: inLowerCase(headers),
          body: String(body ?? ''),
        })
        return { status, ...nothing }
      })
      return {
        url: `http://${hostname}`,
        hostname,
        async close() {
          stop()
        },
      }
    },
  }
}
