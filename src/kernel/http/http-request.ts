import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { bodyOf, type ReadBody, readBytes } from './body.ts'

/** What is known of a request before its body has come. */
export type RequestHead = Pick<IncomingMessage, 'headers' | 'rawHeaders'> & {
  method: string
  url: string
  trace: string
  /** This process if it is left out. */
  peer?: Peer
}

/** The other end of a connection. */
export interface Peer {
  readonly remoteAddress?: string | undefined
  /** Whether the connection has TLS. */
  readonly encrypted?: boolean
}

const thisProcess: Peer = { remoteAddress: '127.0.0.1' }

const noBody: ReadBody = { bytes: Buffer.alloc(0) }

/** A request to an operation: the same for one over a socket and for one in this process. */
export class HttpRequest<Params = Record<string, string>> {
  readonly method: string
  /** As it was sent: a path with its query, or, to a proxy, a whole URL. */
  readonly url: string
  /** Without the query, and still percent-encoded. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  /** As they were sent: names and values take turns. */
  readonly rawHeaders: readonly string[]
  /** The values of `{name}` in the operation's path, decoded. */
  params = {} as Params
  /**
   * What the request belongs to. It begins a trace of its own, or goes on with that of its sender, if we sent it. One about
   * an earlier order joins that of the order.
   */
  trace: string
  /** The handset concerned, `+` and digits, where the operation knows it. For the timeline. */
  phone: string | undefined
  /** Who sent it. */
  readonly peer: Peer
  #body: ReadBody
  #read: (() => Promise<ReadBody>) | undefined

  /** Whether it came over no socket: the simulator, or the objects of a test beside it, asked. */
  get isOfThisProcess(): boolean {
    return this.peer === thisProcess
  }

  /** @param read reads a body that has not come yet */
  constructor(
    { method, url, headers, rawHeaders, trace, peer = thisProcess }: RequestHead,
    body: ReadBody = noBody,
    read?: () => Promise<ReadBody>,
  ) {
    this.method = method
    this.url = url
    this.path = pathOf(url)
    this.headers = headers
    this.rawHeaders = rawHeaders
    this.trace = trace
    this.peer = peer
    this.#body = body
    this.#read = read
  }

  /** Waits for a body that has not come yet. Node drops one that nobody waited for, once the answer is sent. */
  async receiveBody(): Promise<void> {
    const read = this.#read
    this.#read = undefined
    if (read) this.#body = await read()
  }

  /** The value of a header; undefined if it is absent. */
  get(name: string): string | undefined {
    const value = this.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** What follows the first `?`; empty if there is none. */
  get query(): string {
    const [whole = ''] = this.url.split('#', 1)
    const at = whole.indexOf('?')
    return at < 0 ? '' : whole.slice(at + 1)
  }

  /** @throws the error that ended it, with an HTTP `status`: 413 if it is longer than the operation takes */
  get body(): Buffer {
    this.requireBody()
    return this.#body.bytes
  }

  /** @throws as {@link body} */
  requireBody(): void {
    if (this.#body.error) throw this.#body.error
  }

  /** Whether a body was sent, which may be empty. */
  get hasBody(): boolean {
    const { bytes, error } = this.#body
    return bytes.length > 0 || error !== undefined || announcesBody(this.headers)
  }

  /** What came of the body, for the log. */
  get receivedBody(): Buffer {
    return this.#body.bytes
  }
}

function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

export interface RequestInProcess {
  method: string
  url: string
  headers: Record<string, string>
  body?: string | Buffer | undefined
  /** Aborted when its caller has gone. */
  signal?: AbortSignal | undefined
}

/** The request that arrives over a socket, before its body is there. */
export function requestBegun(
  incoming: IncomingMessage,
  { limit, trace }: { limit: number; trace: string },
): HttpRequest {
  const { method = '', url = '', headers, rawHeaders, socket: peer } = incoming
  const read = announcesBody(headers) ? () => readBytes(incoming, limit) : undefined
  return new HttpRequest({ method, url, headers, rawHeaders, trace, peer }, noBody, read)
}

/** The same, when its body is there. */
export async function requestFrom(
  incoming: IncomingMessage,
  options: { limit: number; trace: string },
): Promise<HttpRequest> {
  const request = requestBegun(incoming, options)
  await request.receiveBody()
  return request
}

/** Headers as Node reads them from a socket. */
export interface ReadHeaders {
  headers: Record<string, string>
  rawHeaders: string[]
}

/** Loops, here and below, since each hop reads headers six times. */
export function readHeaders(sent: Readonly<Record<string, string>>): ReadHeaders {
  const rawHeaders: string[] = []
  for (const name of Object.keys(sent)) rawHeaders.push(name, sent[name] as string)
  return { headers: inLowerCase(sent), rawHeaders }
}

/** A request of this process. */
export async function requestWith(
  { method, url, headers: sent, body = '' }: RequestInProcess,
  { limit, trace, read = readHeaders(sent) }: { limit: number; trace: string; read?: ReadHeaders },
): Promise<HttpRequest> {
  const { headers, rawHeaders } = read
  const received = await bodyOf(Buffer.from(body), headers, limit)
  return new HttpRequest({ method, url, headers, rawHeaders, trace }, received)
}

/** The headers with their names in lower case, as Node reads them. */
export function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  const lower: Record<string, string> = {}
  for (const name of Object.keys(headers)) lower[name.toLowerCase()] = headers[name] as string
  return lower
}

/** The path of a URL, also of a whole one, as clients send it to a proxy. */
export function pathOf(url: string): string {
  const path = url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  const end = path.search(/[?#]/)
  return (end < 0 ? path : path.slice(0, end)) || '/'
}
