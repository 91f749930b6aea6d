import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { trusting } from './certificates.ts'

export type Scheme = 'http:' | 'https:'

interface Wanted {
  method: string
  headers: Record<string, string>
  lookup: LookupFunction
  /** Uses a new connection, which is closed afterwards. */
  fresh: boolean
}

export interface Asking {
  request: ClientRequest
  hasLeft: () => boolean
}

/** An app may close an idle connection this much earlier than its `Keep-Alive` header says. */
const marginMs = 1_000

let turn: Promise<void> | undefined
/** Those who wait in the same turn wait together: each `setImmediate` of its own costs more than the wait. */
function nextTurn(): Promise<void> {
  turn ??= new Promise((turned) =>
    setImmediate(() => {
      turn = undefined
      turned()
    }),
  )
  return turn
}

/**
 * Keep-alive connections, used again only if they are very likely still open: if an app closes one while a request is
 * sent, no answer comes, and it is unknown whether the app has read the request. Most apps keep an idle connection for
 * two seconds or more, so a connection is closed after `idleMs` idle; with `Keep-Alive: timeout=1` it is not kept at all;
 * and a close that has arrived is handled before the next request is sent.
 */
export class Connections {
  readonly #idleMs: number
  readonly #secure: https.AgentOptions
  readonly #agents = new Map<Scheme, http.Agent>()
  /** Their connections are closed after one request. */
  readonly #freshAgents = new Map<Scheme, http.Agent>()

  /** @param certificates PEM, trusted in addition to Node's own */
  constructor(idleMs: number, certificates: readonly string[]) {
    this.#idleMs = idleMs
    // Made once, because reading all of Node's roots costs more than a connection.
    this.#secure = certificates.length > 0 ? { secureContext: trusting(certificates) } : {}
  }

  /** A request that is not sent yet; `hasLeft` says whether any of it may have arrived. */
  async request(scheme: Scheme, url: URL, { fresh, ...options }: Wanted): Promise<Asking> {
    const agent = this.#agentFor(scheme, fresh)
    if (!fresh && hasAny(agent.freeSockets)) {
      // A close that has arrived is read in the next full turn of the event loop. Two waits, because this turn is partly over.
      await nextTurn()
      await nextTurn()
    }
    const request = (scheme === 'https:' ? https : http).request({
      ...placeOf(url),
      ...options,
      agent,
    })
    if (!fresh) request.prependListener('response', (response) => this.#closeWhereShort(response))
    let left = false
    request.once('socket', (socket) => {
      left = request.reusedSocket
      // Over TLS nothing is sent before the certificate has been checked.
      if (!left) socket.once(scheme === 'https:' ? 'secureConnect' : 'connect', () => (left = true))
    })
    return { request, hasLeft: () => left }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
  }

  /** Made at the first call of its scheme: most runs need none for TLS, which takes Node some 7 ms to load. */
  #agentFor(scheme: Scheme, fresh: boolean): http.Agent {
    const agents = fresh ? this.#freshAgents : this.#agents
    const made = agents.get(scheme)
    if (made) return made
    // An agent's time-out closes only idle connections.
    const options = fresh ? { keepAlive: false } : { keepAlive: true, maxSockets: 256, timeout: this.#idleMs }
    const agent =
      scheme === 'https:' ? new https.Agent({ ...options, ...this.#secure }) : new http.Agent(options)
    agents.set(scheme, agent)
    return agent
  }

  #closeWhereShort(response: IncomingMessage): void {
    const [, seconds] = /\btimeout=(\d+)/i.exec(String(response.headers['keep-alive'])) ?? []
    if (seconds === undefined || Number(seconds) * 1_000 >= this.#idleMs + marginMs) return
    const { socket } = response
    response.once('end', () => socket.destroy())
  }
}

/** As `http.request` reads a URL, without the parts that it copies for nothing, several times. */
function placeOf({ protocol, hostname, port, pathname, search, username, password }: URL) {
  return {
    protocol,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    path: pathname + search,
    ...(port === '' ? {} : { port: Number(port) }),
    ...(username === '' && password === ''
      ? {}
      : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
  }
}

function hasAny(sockets: object): boolean {
  for (const _ in sockets) return true
  return false
}
