import { randomBytes } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { type IncomingHttpHeaders, type IncomingMessage, STATUS_CODES } from 'node:http'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Told } from '../../terms/index.ts'
import { OutboundError } from '../errors.ts'
import type { CallHolds } from './call-in-transit.ts'
import { type Asking, Connections, type Scheme } from './connections.ts'
import type { ExchangeLog } from './exchanges.ts'
import { heldOnItsWay } from './held-outgoing.ts'
import { ownHost } from './host.ts'
import { purposes } from './http-exchange.ts'
import { answeredTooLate, withoutAnswer } from './lost-answers.ts'
import type { OutboundRequest, OutboundResponse } from './outbound-messages.ts'
import { whyRefused } from './refused-addresses.ts'

/** Sent only in requests to ourselves; useless to others. The trace of the request stands behind it. */
const ownMarkHeader = 'payersim-own'
const deliveryHeader = 'payersim-delivery'
/** Names a request to ourselves that waits for its answer. */
const callHeader = 'payersim-call'

export type VirtualHost = (request: OutboundRequest) => Promise<OutboundResponse>

/** Made when it is first needed: Node takes milliseconds for the first. */
let loopback: BlockList | undefined

function loopbackAddresses(): BlockList {
  const addresses = new BlockList()
  addresses.addSubnet('127.0.0.0', 8, 'ipv4')
  addresses.addAddress('0.0.0.0', 'ipv4')
  addresses.addAddress('::1', 'ipv6')
  addresses.addAddress('::', 'ipv6')
  return addresses
}

function isLoopback(address: string): boolean {
  loopback ??= loopbackAddresses()
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

export interface OutboundOptions {
  /** A connection that was idle for this many real milliseconds is not used again. */
  idleMs?: number
  /** Certificates in PEM that are trusted in addition to Node's own, such as a developer's own authority. */
  certificates?: readonly string[]
}

/**
 * Requests to other programs: callbacks, USSD hops, SMS. A request that may have been read is never sent again. Redirects
 * are not followed; time and size are limited; link-local addresses, cloud metadata addresses and this simulator's own
 * control routes are refused after name resolution.
 */
export class Outbound {
  readonly #connections: Connections
  /** Functions that end the requests waiting for an answer, called when payersim stops. */
  readonly #waiting = new Set<() => void>()
  /** The requests to ourselves that wait for an answer, by their names. */
  readonly #ownCalls = new Map<string, { timeoutMs: number; giveUp(): void }>()
  #lastOwnCall = 0
  #closed = false
  readonly #virtualHosts = new Map<string, VirtualHost>()
  readonly #ownMark = randomBytes(12).toString('hex')
  #ownUrl: URL | undefined
  #log: ExchangeLog | undefined
  #holds: CallHolds | undefined

  constructor({ idleMs = 1_000, certificates = [] }: OutboundOptions = {}) {
    this.#connections = new Connections(idleMs, certificates)
  }

  /** Requests to this host (`name` or `name:port`) are answered in this process, without a socket. */
  mount(host: string, answer: VirtualHost): () => void {
    this.#virtualHosts.set(host, answer)
    return () => this.#virtualHosts.delete(host)
  }

  /** Requests to {@link ownHost} go to this base URL, over a socket like any other. */
  listensAt(baseUrl: string): void {
    this.#ownUrl = new URL(baseUrl)
  }

  /** Records every exchange from now on. */
  recordIn(log: ExchangeLog): void {
    this.#log = log
  }

  /** From now on these may hold a callback or a hop before it is sent. */
  heldBy(holds: CallHolds): void {
    this.#holds = holds
  }

  /** Whether an incoming request is one of ours to ourselves, which was recorded when it was sent. */
  sent({ headers }: { headers: IncomingHttpHeaders }): boolean {
    const mark = headers[ownMarkHeader]
    return typeof mark === 'string' && mark.startsWith(this.#ownMark)
  }

  /** What an incoming request of ours belongs to; undefined for requests of others. */
  traceOf(request: { headers: IncomingHttpHeaders }): string | undefined {
    if (!this.sent(request)) return undefined
    return String(request.headers[ownMarkHeader]).slice(this.#ownMark.length + 1) || undefined
  }

  /** The id of the delivery that an incoming request of ours carries; undefined for requests of others. */
  deliveryOf(request: { headers: IncomingHttpHeaders }): number | undefined {
    const id = this.sent(request) ? Number(request.headers[deliveryHeader]) : Number.NaN
    return Number.isSafeInteger(id) ? id : undefined
  }

  /** How long the sender of an incoming request of ours waits, in milliseconds; undefined for requests of others. */
  patienceOf(request: { headers: IncomingHttpHeaders }): number | undefined {
    return this.#ownCall(request)?.timeoutMs
  }

  /** The sender of an incoming request of ours gives up now, as if its time were over. */
  giveUp(request: { headers: IncomingHttpHeaders }): void {
    this.#ownCall(request)?.giveUp()
  }

  #ownCall(request: { headers: IncomingHttpHeaders }) {
    return this.sent(request) ? this.#ownCalls.get(String(request.headers[callHeader])) : undefined
  }

  /** Sends nothing more. Requests that wait for an answer fail as lost, and their callers get a turn to record that. */
  async close(): Promise<void> {
    this.#closed = true
    for (const stop of this.#waiting) stop()
    this.#connections.close()
    await new Promise((turned) => setImmediate(turned))
  }

  /**
   * @throws OutboundError `timeout`, `unreachable`, `lost`, `forbidden`, `too-large` or `bad-url`
   * @throws TypeError for a request without `purpose` or `trace`, which a provider in JavaScript may make
   */
  async send(request: OutboundRequest): Promise<OutboundResponse> {
    checkTold(request)
    // Reports to the payer's app are no callbacks of the user's.
    const canBeHeld = this.#holds?.any && !(request.purpose === 'callback' && this.#isOwnApp(request))
    if (!this.#holds || !canBeHeld) return this.#recorded(request, () => this.#send(request))
    const { request: sent, refused } = await heldOnItsWay(this.#holds, request)
    return this.#recorded(sent, () => (refused ? Promise.reject(refused) : this.#send(sent)))
  }

  #recorded(request: OutboundRequest, sending: () => Promise<OutboundResponse>): Promise<OutboundResponse> {
    if (!this.#log) return sending()
    return this.#log.recordOutgoing(request, sending, { ownApp: this.#isOwnApp(request) })
  }

  async #send(wanted: OutboundRequest): Promise<OutboundResponse> {
    let request = wanted
    let url: URL
    try {
      url = new URL(request.url)
    } catch {
      const written = JSON.stringify(request.url)
      const why = { en: `${written} is no URL.`, fr: `${written} n’est pas une URL.` }
      throw new OutboundError('bad-url', why, { url: request.url })
    }
    const isOwn = this.#isOwn(url)
    if (isOwn) request = { ...request, headers: this.#toOurselves(request) }
    try {
      const virtual = this.#virtualHosts.get(url.host)
      if (virtual) {
        if (isControl(url)) throw forbidden(url, controlRoute)
        return await virtual(request)
      }
      if (url.host === ownHost && this.#ownUrl)
        url = new URL(this.#ownUrl.pathname.replace(/\/$/, '') + url.pathname + url.search, this.#ownUrl)
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        const why = {
          en: `${request.url} is neither http nor https.`,
          fr: `${request.url} n’est ni http ni https.`,
        }
        throw new OutboundError('bad-url', why, { url: request.url })
      }
      return await this.#overSocket(url, url.protocol, request)
    } finally {
      if (isOwn) this.#ownCalls.delete(request.headers[callHeader] ?? '')
    }
  }

  /** Below our own base URL: other worlds of the server, which get none of our marks, have URLs beside it. */
  #isOwn({ host, origin, pathname }: URL): boolean {
    if (host === ownHost) return true
    if (origin !== this.#ownUrl?.origin) return false
    const base = this.#ownUrl.pathname.replace(/\/$/, '')
    return base === '' ? !pathname.startsWith('/w/') : pathname.startsWith(`${base}/`)
  }

  /** What the page receives for its merchants is for a person to see, as if it had come to an app of theirs. */
  #isOwnApp({ url }: OutboundRequest): boolean {
    if (!url.startsWith(`http://${ownHost}/`) && !url.startsWith(this.#ownUrl?.href ?? `http://${ownHost}/`))
      return false
    return this.#isOwn(new URL(url)) && !new URL(url).pathname.endsWith('/page/callback')
  }

  #toOurselves({ headers, delivery, timeoutMs, trace }: OutboundRequest): Record<string, string> {
    const id = delivery === undefined ? {} : { [deliveryHeader]: String(delivery) }
    const mark = trace === null ? this.#ownMark : `${this.#ownMark}-${trace}`
    this.#lastOwnCall += 1
    const call = String(this.#lastOwnCall)
    this.#ownCalls.set(call, { timeoutMs, giveUp() {} })
    return { ...headers, ...id, [callHeader]: call, [ownMarkHeader]: mark }
  }

  #check(url: URL, address: string): OutboundError | undefined {
    const what = whyRefused(address)
    if (what !== undefined) {
      return forbidden(url, { en: `${address} is ${what.en}`, fr: `${address} est ${what.fr}` })
    }
    // On any port, because another simulator on this machine may share the data file.
    if (isControl(url) && isLoopback(address)) {
      return forbidden(url, controlRouteHere)
    }
    return undefined
  }

  /** Looks up the name before every request: on a keep-alive connection, Node does no look-up. */
  async #addresses(url: URL): Promise<LookupAddress[]> {
    const name = url.hostname.replace(/^\[|\]$/g, '')
    const family = isIP(name)
    const found = family === 0 ? await lookup(name, { all: true }) : [{ address: name, family }]
    const refused = found.map(({ address }) => this.#check(url, address)).find((refusal) => refusal)
    if (refused) throw refused
    return found
  }

  async #overSocket(url: URL, protocol: Scheme, request: OutboundRequest): Promise<OutboundResponse> {
    const { timeoutMs } = request
    if (this.#closed) throw new OutboundError('unreachable', stopping(url), { url: url.href })
    const call: { asking?: Asking } = {}
    return new Promise((resolve, reject) => {
      const end = (error: unknown) => {
        clearTimeout(timer)
        this.#waiting.delete(stop)
        const known = error instanceof OutboundError
        reject(known ? error : withoutAnswer(url, call.asking?.hasLeft() === true, error))
      }
      const cut = (reason: 'timeout' | 'lost', why: Told) => {
        const error = new OutboundError(reason, why, { url: url.href })
        end(error)
        call.asking?.request.destroy(error)
      }
      const giveUp = () => cut('timeout', answeredTooLate(url.host, timeoutMs / 1000))
      const stop = () => cut('lost', stopped(url))
      const timer = setTimeout(giveUp, timeoutMs)
      const own = this.#ownCalls.get(request.headers[callHeader] ?? '')
      if (own) own.giveUp = giveUp
      this.#waiting.add(stop)
      this.#exchange(url, protocol, { request, call }).then((response) => {
        clearTimeout(timer)
        this.#waiting.delete(stop)
        resolve(response)
      }, end)
    })
  }

  async #exchange(
    url: URL,
    protocol: Scheme,
    { request, call }: { request: OutboundRequest; call: { asking?: Asking } },
  ): Promise<OutboundResponse> {
    const { method, headers, body, maxBytes = 64 * 1024, fresh = false } = request
    const addresses = await this.#addresses(url)
    const options = { method, headers: withLength(headers, body), lookup: known(addresses), fresh }
    const asking = await this.#connections.request(protocol, url, options)
    call.asking = asking
    const { request: outgoing } = asking
    return new Promise((resolve, reject) => {
      outgoing.on('response', (response) => collect(response, maxBytes, url).then(resolve, reject))
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }
}

/** @throws TypeError if what the timeline says of a request is not given */
function checkTold({ method, url, purpose, trace }: OutboundRequest): void {
  const unsent = (what: string) => new TypeError(`${method} ${url} was not sent: its ${what}`)
  if (!purposes.includes(purpose))
    throw unsent(`purpose is ${purpose}. Say what it is for: purpose: 'request', 'hop' or 'callback'.`)
  if (trace === undefined)
    throw unsent(
      'trace is undefined. Give the trace of what it belongs to, such as tx.trace or request.trace, or null.',
    )
}

/** A lookup function that returns the address that was resolved and checked before. */
function known(addresses: readonly LookupAddress[]): LookupFunction {
  return (hostname, options, callback) => {
    const [first] = addresses
    if (!first) callback(new Error(`no address for ${hostname}`), '')
    else if (options.all) callback(null, [...addresses])
    else callback(null, first.address, first.family)
  }
}

function withLength(
  headers: Record<string, string>,
  body: string | Buffer | undefined,
): Record<string, string> {
  return { ...headers, 'Content-Length': String(Buffer.byteLength(body ?? '')) }
}

function isControl(url: URL): boolean {
  let path = url.pathname
  try {
    path = decodeURIComponent(path)
  } catch {
    // A path that cannot be decoded is compared as it is.
  }
  return /^\/+(?:w\/+[^/]+\/+)?(?:_sim(?:\/|$)|mcp\/*$)/i.test(path)
}

const controlRoute = {
  en: 'it is a control route of this simulator',
  fr: 'c’est une route de contrôle de ce simulateur',
}
const controlRouteHere = {
  en: 'it is a control route of a simulator on this machine',
  fr: 'c’est une route de contrôle d’un simulateur sur cette machine',
}

function forbidden({ href }: URL, why: Told): OutboundError {
  const words = {
    en: `payersim does not call ${href}: ${why.en}.`,
    fr: `payersim n’appelle pas ${href} : ${why.fr}.`,
  }
  return new OutboundError('forbidden', words, { url: href })
}

const stopping = ({ host }: URL) => ({
  en: `payersim is stopping and does not call ${host} any more.`,
  fr: `payersim s’arrête et n’appelle plus ${host}.`,
})
const stopped = ({ host }: URL) => ({
  en: `payersim was stopped before ${host} answered: the answer is lost.`,
  fr: `payersim a été arrêté avant la réponse de ${host} : elle est perdue.`,
})

/** The complete answer. Uses events, because async iteration costs more than all the rest. */
function collect(response: IncomingMessage, maxBytes: number, url: URL): Promise<OutboundResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) {
        chunks.push(chunk)
        return
      }
      chunks.push(chunk)
      const why = {
        en: `${url.host} answered with more than ${maxBytes} bytes.`,
        fr: `${url.host} a répondu par plus de ${maxBytes} octets.`,
      }
      const begun = { ...headOf(response), body: Buffer.concat(chunks).subarray(0, maxBytes) }
      reject(new OutboundError('too-large', why, { url: url.href }, { begun }))
      response.destroy()
    })
    // An answer that breaks off emits an error on the response.
    response.on('error', reject)
    response.on('end', () => {
      resolve({ ...headOf(response), body: Buffer.concat(chunks) })
    })
  })
}

function headOf(response: IncomingMessage): Omit<OutboundResponse, 'body'> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value)
  const status = response.statusCode ?? 0
  const reason = response.statusMessage || STATUS_CODES[status] || '<none>'
  return { status, reason, headers }
}
