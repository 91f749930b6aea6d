import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { type Admission, makeAdmission } from './admission.ts'
import type { Identity } from './authority.ts'
import { type CallCounts, countCalls, notAdmitted } from './call-counts.ts'
import { reasonOf } from './errors.ts'
import { forwardRequest, openTunnel } from './outside.ts'
import { answerText } from './relay.ts'
import { forwardToSimulator } from './simulator.ts'
import { plainHost, readTarget, type Target, type VendorHosts } from './vendor-hosts.ts'

/** The ports that receive calls to vendors' hosts, on 127.0.0.1. */
export interface Redirect {
  vendors: VendorHosts
  /** The proxy. It also receives connections to port 80 of a vendor's host. */
  port: number
  /** Receives connections to port 443 of a vendor's host: TLS from the first byte. */
  securePort: number
  /** The proxy's URL for programs, with the password that they need for other hosts than the vendors'. */
  proxyUrl: string
  close(): Promise<void>
}

/** Asks a program for the password. */
const challenge = { 'Proxy-Authenticate': 'Basic realm="payersim run"' }

/** The status of a call to a vendor's host that payersim does not answer for: Not Implemented. */
const notImplemented = 501

/**
 * Starts a proxy that forwards calls to the vendors' hosts to the simulator at `url`, refuses hosts that payersim does not
 * answer for, and forwards all other calls to their targets.
 */
export async function startRedirect(
  url: URL,
  { vendors, identity }: { vendors: VendorHosts; identity: Identity },
  {
    counts = countCalls(vendors),
    forwardsOthers = true,
    admission = makeAdmission(),
  }: {
    counts?: CallCounts
    /** Whether it forwards calls to other hosts; false for a sealed command. */
    forwardsOthers?: boolean
    /** Which programs may call other hosts. */
    admission?: Admission
  } = {},
): Promise<Redirect> {
  /** Handles a request for the vendor's host `asked`, on port 443 or 80. */
  const forVendor = (request: IncomingMessage, response: ServerResponse, asked: string, path: string) => {
    const host = plainHost(asked)
    if (!vendors.isAnswered(host)) return answerText(response, notImplemented, counts.refused(host))
    counts.answered(host)
    forwardToSimulator(request, response, { url, host, path })
  }
  const byHostHeader = (request: IncomingMessage, response: ServerResponse) => {
    const named = readTarget(request.headers.host, 80)?.host ?? ''
    if (vendors.isVendorHost(named)) return forVendor(request, response, named, request.url ?? '')
    answerText(response, 421, `this answers for the vendors’ hosts, not for "${request.headers.host ?? ''}".`)
  }
  const plain = createServer({ requestTimeout: 0 }, async (request, response) => {
    const asked = /^(https?):\/\/([^/?#]*)([^#]*)/i.exec(request.url ?? '')
    if (!asked) return byHostHeader(request, response)
    const [, scheme = '', authority = '', rest = ''] = asked
    const secure = scheme.toLowerCase() === 'https'
    const path = rest.startsWith('/') ? rest : `/${rest}`
    const target = readTarget(authority, secure ? 443 : 80)
    if (!target) return answerText(response, 400, `"${authority}" is no host.`)
    if (!vendors.isVendorHost(target.host)) {
      if (!forwardsOthers) return answerText(response, 403, sealedOff(target))
      if (await admission.admits(request))
        return void forwardRequest(request, response, { secure, target, path })
      counts.notAdmitted(target)
      return answerText(response, 407, notAdmitted(target), challenge)
    }
    if (target.port === (secure ? 443 : 80)) return forVendor(request, response, target.host, path)
    answerText(response, notImplemented, counts.refused(target.host, target.port))
  })
  // Offers only HTTP/1.1, which clients of HTTP/2 accept too.
  const secure = createSecureServer(
    {
      key: identity.key,
      cert: identity.certificate,
      SNICallback: contexts(vendors, identity, counts),
      ALPNProtocols: ['http/1.1'],
      requestTimeout: 0,
    },
    (request, response) => {
      markUsed(request.socket as TLSSocket)
      byHostHeader(request, response)
    },
  )
  const used = new WeakSet<TLSSocket>()
  const markUsed = (socket: TLSSocket) => {
    if (used.has(socket)) return
    used.add(socket)
    if (typeof socket.servername === 'string') counts.tlsUsed(socket.servername)
  }
  plain.on('connect', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const target = readTarget(request.url)
    if (!target) return refuse(socket, '400 Bad Request', `"${request.url}" is no host and port.`)
    if (!vendors.isVendorHost(target.host)) {
      if (!forwardsOthers) return refuse(socket, '403 Forbidden', sealedOff(target))
      if (await admission.admits(request)) return void tunnel(socket, head, target)
      counts.notAdmitted(target)
      return refuse(socket, '407 Proxy Authentication Required', notAdmitted(target), challenge)
    }
    const here = { 443: secure, 80: plain }[target.port]
    if (!here) return refuse(socket, '403 Forbidden', counts.refused(target.host, target.port))
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    here.emit('connection', socket)
  })
  const sockets = new Set<Socket>()
  for (const server of [plain, secure]) {
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
  }
  const [port, securePort] = await Promise.all([listen(plain), listen(secure)])
  return {
    vendors,
    port,
    securePort,
    proxyUrl: admission.url(port),
    async close() {
      const closed = [plain, secure].map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

/** Picks the certificate for the name that a client asks for; a new name gets its own. */
function contexts(vendors: VendorHosts, identity: Identity, counts: CallCounts) {
  const made = new Map<string, SecureContext>()
  return (name: string, pick: (error: Error | null, context?: SecureContext) => void) => {
    const host = plainHost(name)
    if (!vendors.isVendorHost(host)) return pick(null)
    counts.tlsStarted(host)
    if (vendors.known.includes(host)) return pick(null)
    const { key } = identity
    const context = made.get(host) ?? createSecureContext({ key, cert: identity.certificateFor(host) })
    made.set(host, context)
    pick(null, context)
  }
}

async function tunnel(socket: Duplex, head: Buffer, target: Target): Promise<void> {
  try {
    const far = await openTunnel(target)
    far.on('error', () => far.destroy())
    // A side that has received the end may still have bytes to send.
    far.on('close', () => socket.writableEnded || socket.destroy())
    socket.on('close', () => far.writableEnded || far.destroy())
    if (socket.destroyed) return void far.destroy()
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) far.write(head)
    socket.pipe(far).pipe(socket)
  } catch (error) {
    refuse(socket, '502 Bad Gateway', `${target.host}:${target.port} cannot be reached (${reasonOf(error)}).`)
  }
}

function sealedOff({ host, port }: Target): string {
  return `a sealed command does not reach ${host}:${port}.`
}

function refuse(
  socket: Duplex,
  status: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = `payersim run: ${text}\n`
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\n${more.join('')}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
