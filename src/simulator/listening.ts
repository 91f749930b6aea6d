import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { InputError, keepAliveMs } from '../kernel/index.ts'

/** Listens at once, so that the port is known; requests wait until `open` is called. */
export function listen(
  port: number,
  host: string,
  /** PEM: uses TLS with this certificate. HTTP/1.1 only, like the other port. */
  secure?: { certificate: string; key: string },
): Promise<Server & { open(listener: RequestListener): void }> {
  // Node reads a blank host as every address of the machine; an empty variable does not mean that.
  if (host.trim() === '') {
    const message = 'The host to listen on is blank. Give an address with --host, such as 127.0.0.1.'
    return Promise.reject(new InputError(message, { host }))
  }
  const waiting: Array<Parameters<RequestListener>> = []
  const hold = (...exchange: Parameters<RequestListener>) => waiting.push(exchange)
  const made = secure
    ? createSecureServer(
        { cert: secure.certificate, key: secure.key, ALPNProtocols: ['http/1.1'] },
        hold as never,
      )
    : createServer(hold as never)
  const server = Object.assign(made, {
    open(listener: RequestListener) {
      server.removeAllListeners('request')
      server.on('request', listener)
      for (const exchange of waiting.splice(0)) listener(...exchange)
    },
  })
  // Node drops headers beyond a number, which could include those that identify the caller. 16 KB limits them all.
  server.maxHeadersCount = 0
  // Answers tell it to their clients.
  server.keepAliveTimeout = keepAliveMs
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new InputError(refusal(error, host, { port, flag: secure ? '--tls-port' : '--port' }), {
          host,
          port,
        }),
      )
    })
    server.listen(port, host, () => resolve(server))
  })
}

function refusal(
  { code = '', message }: NodeJS.ErrnoException,
  host: string,
  { port, flag }: { port: number; flag: string },
): string {
  const ofPort: Record<string, string> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'this user may not',
  }
  if (code in ofPort) return `Cannot listen on ${host}:${port}: ${ofPort[code]}. Choose another with ${flag}.`
  const ofHost: Record<string, string> = {
    ENOTFOUND: 'there is no such host',
    EADDRNOTAVAIL: 'this machine has no such address',
  }
  return `Cannot listen on ${host}: ${ofHost[code] ?? message}. Choose another with --host.`
}

export function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo
  const anywhere = address === '0.0.0.0' || address === '::'
  if (anywhere) return `http://127.0.0.1:${port}`
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}

export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
}
