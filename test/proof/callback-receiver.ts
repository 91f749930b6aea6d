import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Receives merchants' callbacks and keeps when each came, by the path that it came to. */
export class CallbackReceiver {
  readonly came = new Map<string, number[]>()
  /** A callback that comes from now on is answered after this. */
  answers: Promise<unknown> = Promise.resolve()
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async listening(): Promise<CallbackReceiver> {
    const server = createServer()
    const receiver = new CallbackReceiver(server)
    server.on('request', (request, response) => {
      const name = (request.url ?? '').slice(1)
      receiver.came.set(name, [...(receiver.came.get(name) ?? []), Date.now()])
      const { answers } = receiver
      request.resume()
      request.on('end', () => void answers.then(() => response.writeHead(200).end()))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return receiver
  }

  url(name: string): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/${name}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
