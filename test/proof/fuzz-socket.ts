import { connect, type Socket } from 'node:net'

/** What came back: `status` 0 where the server closed the connection without an answer. */
export interface RawAnswer {
  status: number
  type: string
  body: string
}

/** Real milliseconds without an answer that count as a hung server. */
const patience = 15_000

/**
 * One keep-alive connection that writes bytes as they are: paths, methods and headers that Node's own clients
 * refuse to send. A connection that the server closed is opened again at the next request.
 */
export class RawSocket {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  /**
   * @param last closes our side after the bytes, for those that promise more than they hold
   * @throws Error where nothing comes within fifteen seconds
   */
  exchange(bytes: Buffer, { head = false, last = false } = {}): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const socket = this.#open()
      let received: Buffer = Buffer.alloc(0)
      const done = (answer: RawAnswer, keep: boolean) => {
        clearTimeout(timer)
        socket.removeAllListeners()
        socket.on('error', () => socket.destroy())
        if (!keep) this.close()
        resolve(answer)
      }
      const timer = setTimeout(() => {
        socket.removeAllListeners()
        this.close()
        reject(new Error(`no answer within ${patience} ms`))
      }, patience)
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk])
        const answer = parsed(received, head)
        if (answer) done(answer.answer, answer.keep && !last)
      })
      socket.on('error', () => done({ status: 0, type: '', body: '' }, false))
      socket.on('end', () => done(parsed(received, head, true)?.answer ?? nothing, false))
      socket.on('close', () => done(parsed(received, head, true)?.answer ?? nothing, false))
      if (last) socket.end(bytes)
      else socket.write(bytes)
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    if (!this.#socket || this.#socket.destroyed || !this.#socket.writable) {
      this.#socket = connect({ port: this.#port, host: '127.0.0.1', allowHalfOpen: true })
      this.#socket.setNoDelay(true)
    }
    this.#socket.removeAllListeners('error')
    return this.#socket
  }
}

const nothing: RawAnswer = { status: 0, type: '', body: '' }

/** The answer in these bytes, or undefined while it is not whole. A stream that never ends counts by its head. */
function parsed(
  bytes: Buffer,
  head: boolean,
  over = false,
): { answer: RawAnswer; keep: boolean } | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const top = bytes.subarray(0, end).toString('latin1')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(top)?.[1] ?? 0)
  const rest = bytes.subarray(end + 4)
  if (status === 100) return parsed(rest, head, over)
  const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(top)?.[1]?.trim()
  const type = field('content-type') ?? ''
  const keep = field('connection')?.toLowerCase() !== 'close'
  const answer = (body: Buffer) => ({ answer: { status, type, body: body.toString('utf8') }, keep })
  if (head || status === 204 || status === 304) return answer(Buffer.alloc(0))
  if (type.startsWith('text/event-stream')) return { ...answer(rest), keep: false }
  const length = field('content-length')
  if (length !== undefined && rest.length >= Number(length)) return answer(rest.subarray(0, Number(length)))
  if (field('transfer-encoding') === 'chunked' && rest.toString('latin1').endsWith('0\r\n\r\n'))
    return answer(rest)
  return over ? { ...answer(rest), keep: false } : undefined
}
