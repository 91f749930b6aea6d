import { readFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { joinSockets } from './join-sockets.ts'

/** How often listening ports are read while the command sends nothing. */
const lookMs = 200
const tcpListening = '0A'

/**
 * Also opens the listening ports of a sealed command on this machine's loopback, so that callbacks and browsers reach its
 * servers as if it were not sealed.
 */
export class PublishedPorts {
  readonly #pid: number
  readonly #ours: ReadonlySet<number>
  readonly #connect: (port: number) => Promise<Socket>
  readonly #note: (text: string) => void
  readonly #open = new Map<number, Server[]>()
  readonly #timer: NodeJS.Timeout
  #looking: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  #closed = false

  constructor({
    pid,
    ours,
    connect,
    note,
  }: {
    /** Any process inside. */
    pid: number
    /** Ports inside that are payersim's own. */
    ours: ReadonlySet<number>
    /** Connects to a server inside. */
    connect: (port: number) => Promise<Socket>
    /** Warns, once, of a port that cannot be opened outside. */
    note: (text: string) => void
  }) {
    this.#pid = pid
    this.#ours = ours
    this.#connect = connect
    this.#note = note
    this.#timer = setInterval(() => void this.sync(), lookMs).unref()
  }

  /** Resolves once every port that the command listened on at the time of the call is open. */
  sync(): Promise<void> {
    // A running look-up may have missed the port, so a new one follows it.
    this.#next ??= this.#looking.then(() => {
      this.#next = undefined
      this.#looking = this.#look()
      return this.#looking
    })
    return this.#next
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.#looking
    for (const server of [...this.#open.values()].flat()) server.close()
  }

  async #look(): Promise<void> {
    if (this.#closed) return
    const wanted = await listeningPorts(this.#pid)
    for (const [port, servers] of this.#open) {
      if (wanted.has(port)) continue
      this.#open.delete(port)
      for (const server of servers) server.close()
    }
    const missing = [...wanted].filter((port) => !this.#ours.has(port) && !this.#open.has(port))
    await Promise.all(missing.map((port) => this.#mirror(port)))
  }

  async #mirror(port: number): Promise<void> {
    // Set before opening, so that a port that cannot be opened is not tried again.
    this.#open.set(port, [])
    const serve = (socket: Socket) => {
      socket.pause()
      this.#connect(port).then(
        (inside) => joinSockets(socket, inside),
        () => socket.resetAndDestroy(),
      )
    }
    try {
      const server = await listening('127.0.0.1', port, serve)
      // Not every machine has IPv6.
      const sixth = await listening('::1', port, serve).catch(() => undefined)
      this.#open.set(port, [server, ...(sixth ? [sixth] : [])])
    } catch (error) {
      this.#note(whyNotOpen(port, error as NodeJS.ErrnoException))
    }
  }
}

function whyNotOpen(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE')
    return (
      `The command listens on port ${port}, and so does a program outside: what calls 127.0.0.1:${port} from ` +
      'outside, such as a callback, reaches that program. Stop it, or let the command choose another port.'
    )
  return `Port ${port}, on which the command listens, cannot be opened outside (${code ?? message}): no callback reaches it.`
}

function listening(host: string, port: number, serve: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, serve)
    server.once('error', reject)
    server.listen({ host, port }, () => resolve(server.unref()))
  })
}

/** The TCP ports with a listener in the network namespace of a process. */
async function listeningPorts(pid: number): Promise<Set<number>> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  )
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((line) => line.trim().split(/\s+/))
  return new Set(
    rows
      .filter(([, , , state]) => state === tcpListening)
      .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
  )
}
