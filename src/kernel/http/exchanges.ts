import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hopLabel, type Known, maskHeader, maskText, SessionSecrets } from '../../safe-text/index.ts'
import { decodeBody } from './charset.ts'
import { explanationOf } from './explanation.ts'
import type { OutboundRequest, OutboundResponse } from './outbound-messages.ts'

/** A body longer than this is cut, in characters. */
const longestBody = 16 * 1024
const mostExchanges = 2_000
/** Characters of all bodies and headers together. */
const mostCharacters = 4 * 1024 * 1024

export type HeaderLines = ReadonlyArray<readonly [string, string]>

interface ExchangeData {
  seq: number
  direction: 'in' | 'out'
  at: number
  after: number
  tookMs: number
  method: string
  url: string
  headers: HeaderLines
  body: string
  about: string | undefined
  answer: { status: number; reason: string; headers: HeaderLines; body: string } | null
  error: string | null
  explanation: string | undefined
}

/** An exchange before its secrets are masked. */
type Unmasked = Omit<ExchangeData, 'seq' | 'at' | 'after' | 'tookMs'>

/** One HTTP request and its answer, with secrets masked. */
export class HttpExchange {
  readonly #data: ExchangeData
  constructor(data: ExchangeData) {
    this.#data = data
  }
  /** 1 for the first of its log. */
  get seq(): number {
    return this.#data.seq
  }
  /** `in`: sent to the simulator; `out`: sent by it. */
  get direction(): 'in' | 'out' {
    return this.#data.direction
  }
  /** Business time of its start, epoch milliseconds. */
  get at(): number {
    return this.#data.at
  }
  /** The last event before it began; 0 for none. */
  get after(): number {
    return this.#data.after
  }
  /** Real milliseconds that it took. */
  get tookMs(): number {
    return this.#data.tookMs
  }
  get method(): string {
    return this.#data.method
  }
  /** A path for incoming requests, an absolute URL for outgoing ones. */
  get url(): string {
    return this.#data.url
  }
  get body(): string {
    return this.#data.body
  }
  /** A reference id, if the bytes do not contain it. */
  get about(): string | undefined {
    return this.#data.about
  }
  /** What the answer does not say, in plain words: see `explain`. Never on the wire. */
  get explanation(): string | undefined {
    return this.#data.explanation
  }
  /** Why no answer came. */
  get error(): string | null {
    return this.#data.error
  }
  get headers(): HeaderLines {
    return this.#data.headers
  }
  /** Null if no answer came. */
  get answer(): ExchangeData['answer'] {
    return this.#data.answer
  }
  /** Its size in characters; headers count as 500. */
  get size(): number {
    const { body, answer, url, error, explanation } = this.#data
    const said = (answer?.body.length ?? 0) + (error?.length ?? 0) + (explanation?.length ?? 0)
    return body.length + said + url.length + 500
  }
}

/** See `Kernel.lastKnown`. */
export type LastKnown = () => { now: number; event: number }

type Begun = { at: number; after: number; started: number }

/**
 * The latest HTTP requests to and from a simulator, in memory: they are too many for the data file. Each is masked once,
 * when it is recorded, not at each read.
 */
export class ExchangeLog {
  /** New for each log, and after each {@link clear}: a `seq` is valid for one id only. */
  id = newId()
  #kept: HttpExchange[] = []
  /** How many entries at the start of `#kept` are removed. */
  #gone = 0
  #seq = 0
  #characters = 0
  #secrets = new SessionSecrets()
  readonly #lastKnown: LastKnown
  readonly #listeners = new Set<(last?: HttpExchange) => void>()

  constructor(lastKnown: LastKnown) {
    this.#lastKnown = lastKnown
  }

  /** Records an incoming request, when it is answered. */
  recordIncoming(request: IncomingMessage, response: ServerResponse): void {
    const begun = this.#begin()
    const { method = '', url = '', rawHeaders } = request
    const asked = new Text()
    const said = new Text()
    const push = request.push.bind(request)
    request.push = (chunk, encoding) => {
      asked.add(chunk)
      return push(chunk, encoding)
    }
    const write = response.write.bind(response) as (...chunk: unknown[]) => boolean
    response.write = (...chunk: unknown[]) => {
      said.add(chunk[0])
      return write(...chunk)
    }
    const end = response.end.bind(response) as (...chunk: unknown[]) => ServerResponse
    response.end = (...chunk: unknown[]) => {
      response.end = end as typeof response.end
      // Some implementations of `end` call `write`.
      response.write = write as typeof response.write
      if (typeof chunk[0] !== 'function') said.add(chunk[0])
      const ended = end(...chunk)
      this.#keep(begun, {
        direction: 'in',
        method,
        url,
        headers: pairsOf(rawHeaders),
        body: asked.text(),
        about: undefined,
        answer: {
          status: response.statusCode,
          reason: response.statusMessage,
          headers: linesOf(headOf(response)),
          body: said.text(),
        },
        error: null,
        explanation: explanationOf(response),
      })
      return ended
    }
  }

  /** Records an outgoing request. */
  async recordOutgoing(
    request: OutboundRequest,
    sending: () => Promise<OutboundResponse>,
  ): Promise<OutboundResponse> {
    const begun = this.#begin()
    const { method, url, headers, about } = request
    const of = { direction: 'out', method, url, headers: Object.entries(headers), about } as const
    const body = cut(String(request.body ?? ''))
    try {
      const response = await sending()
      const { status, reason, headers: head } = response
      const answer = { status, reason, headers: Object.entries(head), body: cut(bodyOf(response)) }
      this.#keep(begun, { body, answer, error: null, explanation: explanationOf(response), ...of })
      return response
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      this.#keep(begun, { body, answer: null, error: words, explanation: explanationOf(error), ...of })
      throw error
    }
  }

  /** The exchanges after a `seq`, oldest first. */
  read(after: number, limit: number): HttpExchange[] {
    const first = this.#seq - (this.#kept.length - this.#gone)
    const from = this.#gone + Math.max(0, after - first)
    return this.#kept.slice(from, from + limit)
  }

  /** Calls the listener after every exchange, and after {@link clear}; returns how to unsubscribe. */
  onChange(listener: (last?: HttpExchange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Empties the log, when another world begins. */
  clear(): void {
    this.id = newId()
    this.#kept = []
    this.#gone = 0
    this.#seq = 0
    this.#characters = 0
    this.#secrets = new SessionSecrets()
    for (const listener of this.#listeners) listener()
  }

  #begin(): Begun {
    const { now, event } = this.#lastKnown()
    return { at: now, after: event, started: performance.now() }
  }

  #keep({ at, after, started }: Begun, unmasked: Unmasked): void {
    this.#seq += 1
    const tookMs = performance.now() - started
    const label = unmasked.headers.find(([name]) => name.toLowerCase() === hopLabel)?.[1]
    const known = { secrets: this.#secrets.of(unmasked.body, label), spoken: true }
    const last = new HttpExchange({ seq: this.#seq, at, after, tookMs, ...masked(unmasked, known) })
    this.#kept.push(last)
    this.#characters += last.size
    while (this.#characters > mostCharacters || this.#kept.length - this.#gone > mostExchanges) {
      this.#characters -= this.#kept[this.#gone]?.size ?? 0
      this.#kept[this.#gone] = undefined as never
      this.#gone += 1
    }
    // Frees the removed entries from time to time.
    if (this.#gone > mostExchanges) {
      this.#kept = this.#kept.slice(this.#gone)
      this.#gone = 0
    }
    for (const listener of this.#listeners) listener(last)
  }
}

/** The record of an exchange for its delivery: the sent headers, and the answer. Cut as in the log. */
export function recordOf(headers: Record<string, string>, answer: OutboundResponse) {
  const { status, headers: answered } = answer
  return { status, headers, answer: { headers: answered, body: cut(bodyOf(answer)) } }
}

function masked(unmasked: Unmasked, known: Known): Unmasked {
  const { url, headers, body, answer, error, explanation } = unmasked
  const safe = (lines: HeaderLines): HeaderLines =>
    lines.map(([name, value]) => [name, maskHeader(name, value, known)])
  return {
    ...unmasked,
    url: maskText(url, known),
    headers: safe(headers),
    body: maskText(body, known),
    answer: answer && { ...answer, headers: safe(answer.headers), body: maskText(answer.body, known) },
    error: error === null ? null : maskText(error, known),
    explanation: explanation === undefined ? undefined : maskText(explanation, known),
  }
}

const newId = () => randomBytes(3).toString('hex')

/** Decoded by its content type. */
const bodyOf = ({ headers, body }: OutboundResponse) => decodeBody(headers['content-type'], body).text

function cut(text: string): string {
  if (text.length <= longestBody) return text
  return `${text.slice(0, longestBody)}… cut after ${longestBody} of ${text.length} characters`
}

/** Collects the text of a body from chunks. Chunks are copied, because each may be a view of a large buffer. */
class Text {
  #text = ''
  #length = 0

  add(chunk: unknown): void {
    const text = Buffer.isBuffer(chunk) ? chunk.toString('utf8') : typeof chunk === 'string' ? chunk : ''
    this.#length += text.length
    if (this.#text.length <= longestBody) this.#text += text.slice(0, longestBody + 1)
  }

  text(): string {
    if (this.#length <= longestBody) return this.#text
    return `${this.#text.slice(0, longestBody)}… cut after ${longestBody} of ${this.#length} characters`
  }
}

/** The head of an answer as it was sent; headers passed to `writeHead` are stored nowhere else. */
function headOf(response: ServerResponse): string {
  return (response as unknown as { _header: string | null })._header ?? ''
}

function pairsOf(raw: readonly string[]): HeaderLines {
  const pairs: Array<[string, string]> = []
  for (let at = 0; at < raw.length; at += 2) pairs.push([String(raw[at]), String(raw[at + 1])])
  return pairs
}

function linesOf(head: string): HeaderLines {
  return head
    .split('\r\n')
    .slice(1)
    .flatMap((line): Array<[string, string]> => {
      const colon = line.indexOf(': ')
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 2)]]
    })
}
