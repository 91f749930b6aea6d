import type { Answer } from './crash-wire.ts'

interface Upright {
  url: string | undefined
}

/** Real milliseconds after which a client that may ask again takes the other server. */
const impatient = 2_500
/** Real milliseconds after which it is no outage any more. */
const patience = 120_000

/** Plain HTTP to servers that are away, frozen or without a disk at any moment. */
export class ChaosWire {
  readonly #servers: readonly Upright[]
  #turn = 0
  #answered = performance.now()
  /** Calls that were cut off, found nobody, or were answered with 5xx. */
  cuts = 0
  /** The longest time in which no call at all was answered, in milliseconds. */
  silence = 0

  constructor(servers: readonly Upright[]) {
    this.#servers = servers
  }

  /** Once; undefined where it is unknown what became of it. */
  async once(
    method: string,
    path: string,
    init: RequestInit = {},
    waitMs = patience,
  ): Promise<Answer | undefined> {
    const up = this.#servers.filter(({ url }) => url !== undefined)
    const url = up[this.#turn++ % Math.max(1, up.length)]?.url
    try {
      if (url === undefined) throw new Error('no server is up')
      const response = await fetch(url + path, { ...init, method, signal: AbortSignal.timeout(waitMs) })
      const answer = { status: response.status, text: await response.text() }
      if (answer.status < 500) {
        this.silence = Math.max(this.silence, performance.now() - this.#answered)
        this.#answered = performance.now()
        return answer
      }
    } catch {
      // Killed, frozen, or away: all the same to a client.
    }
    this.cuts++
    return undefined
  }

  /** The same again, of whichever server, until it is answered. For what may be asked twice. */
  async send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const giveUp = performance.now() + patience
    for (;;) {
      const answer = await this.once(method, path, init, impatient)
      if (answer) return answer
      if (performance.now() > giveUp)
        throw new Error(`${method} ${path} was not answered in ${patience / 1_000} s`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
