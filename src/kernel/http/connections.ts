import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { trusting } from './certificates.ts'

export type Scheme = 'http:' | 'https:'

interface Wanted {
  method: string
  headers: Record<string, string>
  lookup: LookupFunction
  /** On a connection of its own, which is closed afterwards. */
  fresh: boolean
}

export interface Asking {
  request: ClientRequest
  hasLeft: () => boolean
}

/** An app that says how long it keeps an idle connection may begin to close it this much earlier. */
const marginMs = 1_000

const nextTurn = () => new Promise<void>((turned) => setImmediate(turned))

/**
 * Connections that are kept alive between requests, and used again only where they are very likely open: an app that
 * closes one just as a request leaves gives no answer, and nobody can tell whether it has read the request. Most apps
 * keep an idle connection for two seconds or more, so one that was idle for `idleMs` is closed; one whose app says
 * `Keep-Alive: timeout=1` is not kept at all; and a close that has arrived is seen before the next request leaves.
 */
export class Connections {
  readonly #idleMs: number
  readonly #agents: { 'http:': http.Agent; 'https:': https.Agent }
  /** Theirs are closed after one request. */
  readonly #freshAgents: { 'http:': http.Agent; 'https:': https.Agent }

  /** @param certificates PEM, trusted besides Node's own */
  constructor(idleMs: number, certificates: readonly string[]) {
    this.#idleMs = idleMs
    // Made once: to read all of Node's roots for each connection would cost more than the connection.
    const secure = certificates.length > 0 ? { secureContext: trusting(certificates) } : {}
    const agents = (options: http.AgentOptions) => ({
      'http:': new http.Agent(options),
      'https:': new https.Agent({ ...options, ...secure }),
    })
    // Of an agent's connections the time-out closes those that nobody uses.
    this.#agents = agents({ keepAlive: true, maxSockets: 256, timeout: idleMs })
    this.#freshAgents = agents({ keepAlive: false })
  }

  /** A request that has not left yet; `hasLeft` tells whether any of it may have arrived since. */
  async request(scheme: Scheme, url: URL, { fresh, ...options }: Wanted): Promise<Asking> {
    const agent = this.#agents[scheme]
    if (!fresh && hasAny(agent.freeSockets)) {
      // What has arrived of a close is read in the next whole turn of the event loop: two, because this one is not whole.
      await nextTurn()
      await nextTurn()
    }
    const request = (scheme === 'https:' ? https : http).request(url, {
      ...options,
      agent: fresh ? this.#freshAgents[scheme] : agent,
    })
    if (!fresh) request.prependListener('response', (response) => this.#closeWhereShort(response))
    let left = false
    request.once('socket', (socket) => {
      left = request.reusedSocket
      // Over TLS nothing leaves before the certificate has been judged.
      if (!left) socket.once(scheme === 'https:' ? 'secureConnect' : 'connect', () => (left = true))
    })
    return { request, hasLeft: () => left }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  #closeWhereShort(response: IncomingMessage): void {
    const [, seconds] = /\btimeout=(\d+)/i.exec(String(response.headers['keep-alive'])) ?? []
    if (seconds === undefined || Number(seconds) * 1_000 >= this.#idleMs + marginMs) return
    const { socket } = response
    response.once('end', () => socket.destroy())
  }
}

function hasAny(sockets: object): boolean {
  for (const _ in sockets) return true
  return false
}
