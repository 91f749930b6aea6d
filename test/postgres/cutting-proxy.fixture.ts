import { connect, createServer, type Socket } from 'node:net'

/** What is done with a piece of what a client sends: it goes on, it is the last that arrives, or it does not arrive. */
export type Fate = 'on' | 'last' | 'lost'

/** A way to the server of the tests that can be cut. */
export async function cuttingProxy(
  to: URL,
  fateOf: (sent: Buffer) => Fate,
): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(to.port), to.hostname)
    const both = [client, upstream]
    for (const socket of both) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    const cut = () => {
      for (const socket of both) socket.destroy()
    }
    let last = false
    client.on('data', (sent) => {
      if (last) return
      const fate = fateOf(sent)
      if (fate === 'lost') return cut()
      last = fate === 'last'
      // The server does all that it was sent before it ends too, and nobody hears of it.
      if (last) upstream.end(sent)
      else upstream.write(sent)
    })
    upstream.on('data', (answer) => {
      if (!last) client.write(answer)
    })
    client.on('close', cut)
    upstream.on('close', cut)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = new URL(to)
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  }
}
