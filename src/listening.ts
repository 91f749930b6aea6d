import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InputError } from './kernel/index.ts'

/** Listens at once, so that the port is known, and lets requests wait until the house stands. */
export function listen(
  port: number,
  host: string,
): Promise<Server & { open(listener: RequestListener): void }> {
  const waiting: Array<Parameters<RequestListener>> = []
  const hold = (...exchange: Parameters<RequestListener>) => waiting.push(exchange)
  const server = Object.assign(createServer(hold as never), {
    open(listener: RequestListener) {
      server.removeAllListeners('request')
      server.on('request', listener)
      for (const exchange of waiting.splice(0)) listener(...exchange)
    },
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message
      reject(
        new InputError(`Cannot listen on ${host}:${port}: ${why}. Choose another with --port.`, {
          host,
          port,
        }),
      )
    })
    server.listen(port, host, () => resolve(server))
  })
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
