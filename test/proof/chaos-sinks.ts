import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Chance } from './crash-payers.ts'

/** A server of a merchant: it is slow, now and then never answers, and now and then drops the connection. */
abstract class Sink {
  readonly #server: Server
  readonly #chance: Chance
  /** Answers that it kept to itself. */
  withheld = 0

  constructor(chance: Chance) {
    this.#chance = chance
    this.#server = createServer(async (request, response) => {
      let body = ''
      try {
        for await (const chunk of request) body += chunk
      } catch {
        // The caller was killed while it wrote.
        return
      }
      const answer = this.take(request, body)
      this.#answer(response, answer)
    })
  }

  /** Takes note of it at once, and says what to answer. */
  protected abstract take(request: IncomingMessage, body: string): string

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #answer(response: ServerResponse, answer: string): void {
    const dice = this.#chance.next(100)
    if (dice >= 4) {
      const slow = dice < 50 ? 2_500 : 100
      setTimeout(() => response.end(answer), this.#chance.next(slow))
      return
    }
    this.withheld++
    if (dice < 2) response.destroy()
    else setTimeout(() => response.destroy(), 4_000)
  }
}

/** Where callbacks go: which came for each reference id. */
export class CallbackSink extends Sink {
  readonly came = new Map<string, string[]>()

  protected override take(request: IncomingMessage, body: string): string {
    const id = request.url?.split('/').pop() ?? ''
    this.came.set(id, [...(this.came.get(id) ?? []), JSON.parse(body).status])
    return ''
  }
}

/** A USSD app that counts how often it is told each hop, and says what it was told. */
export class CountingApp extends Sink {
  readonly hopsSeen = new Map<string, number>()

  protected override take(_: IncomingMessage, body: string): string {
    const form = new URLSearchParams(body)
    const text = form.get('text') ?? ''
    const hop = `${form.get('sessionId')} ${text}`
    this.hopsSeen.set(hop, (this.hopsSeen.get(hop) ?? 0) + 1)
    return text.split('*').length < 3 ? `CON You said ${text || 'nothing'}` : `END You said ${text}`
  }
}
