import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Identity } from './authority.ts'
import { reasonOf } from './errors.ts'
import { openTunnel, sendOn } from './outside.ts'
import { say } from './relay.ts'
import { toSimulator } from './simulator.ts'
import { isVendorHost, plainHost, readTarget, type Target } from './vendor-hosts.ts'

/** Where calls to vendors' hosts come in; both on 127.0.0.1. */
export interface Redirect {
  /** The proxy. It also takes what was meant for port 80 of a vendor's host. */
  port: number
  /** Takes what was meant for port 443 of a vendor's host: TLS from the first byte. */
  securePort: number
  close(): Promise<void>
}

/** Starts a proxy that hands the vendors' hosts to the simulator at `url`, and passes everything else on. */
export async function startRedirect(url: URL, { key, certificate }: Identity): Promise<Redirect> {
  const forVendor = (request: IncomingMessage, response: ServerResponse, path = request.url ?? '') => {
    const host = plainHost(readTarget(request.headers.host, 80)?.host ?? '')
    if (isVendorHost(host)) return toSimulator(request, response, { url, host, path })
    say(response, 421, `this answers for the vendors’ hosts, not for "${request.headers.host ?? ''}".`)
  }
  const plain = createServer({ requestTimeout: 0 }, (request, response) => {
    const asked = /^(https?):\/\/([^/?#]*)([^#]*)/i.exec(request.url ?? '')
    if (!asked) return forVendor(request, response)
    const [, scheme = '', authority = '', rest = ''] = asked
    const secure = scheme.toLowerCase() === 'https'
    const path = rest.startsWith('/') ? rest : `/${rest}`
    const target = readTarget(authority, secure ? 443 : 80)
    if (!target) return say(response, 400, `"${authority}" is no host.`)
    if (!isVendorHost(target.host) || target.port !== (secure ? 443 : 80))
      return void sendOn(request, response, { secure, target, path })
    toSimulator(request, response, { url, host: plainHost(target.host), path })
  })
  // Only HTTP/1.1 is offered: clients that could speak HTTP/2 settle for it.
  const secure = createSecureServer(
    { key, cert: certificate, ALPNProtocols: ['http/1.1'], requestTimeout: 0 },
    (request, response) => forVendor(request, response),
  )
  plain.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const target = readTarget(request.url)
    if (!target) return refuse(socket, '400 Bad Request', `"${request.url}" is no host and port.`)
    const here = isVendorHost(target.host) && { 443: secure, 80: plain }[target.port]
    if (!here) return void tunnel(socket, head, target)
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
    port,
    securePort,
    async close() {
      const closed = [plain, secure].map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

async function tunnel(socket: Duplex, head: Buffer, target: Target): Promise<void> {
  try {
    const far = await openTunnel(target)
    far.on('error', () => far.destroy())
    // A side that has been told the end still has its last bytes to send.
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

function refuse(socket: Duplex, status: string, text: string): void {
  const body = `payersim run: ${text}\n`
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
