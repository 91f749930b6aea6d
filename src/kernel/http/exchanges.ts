import { randomBytes } from 'node:crypto'
import { SessionSecrets } from '../../safe-text/index.ts'
import { messageInOf, messageOf } from '../errors.ts'
import { decodeBody } from './charset.ts'
import { explanationOf } from './explanation.ts'
import type { HttpAnswer } from './http-answer.ts'
import {
  type Head,
  type HttpExchange,
  KeptExchange,
  linesOf,
  masked,
  type Purpose,
  type Unmasked,
} from './http-exchange.ts'
import type { HttpRequest } from './http-request.ts'
import { NoAnswer } from './no-answer.ts'
import type { OutboundRequest, OutboundResponse } from './outbound-messages.ts'

/** A body longer than this is cut, in characters. */
const longestBody = 16 * 1024
const mostExchanges = 2_000
/** So many of the refused requests are kept beyond that, each as long as no newer ones take its place. */
const mostRefusals = 20
/** Characters of all bodies and headers together. */
const mostCharacters = 4 * 1024 * 1024

/** See `Kernel.lastKnown`. */
export type LastKnown = () => { now: number; event: number }

/** What is known of an exchange besides its content and its time. */
type What = Omit<HttpExchange, keyof Unmasked | 'headers' | 'seq' | 'tookMs' | 'at' | 'after'>

/** What only requests of ours have. */
const asReceived = { about: undefined, again: undefined, ownApp: false } as const

interface Begun {
  at: number
  after: number
  /** Monotonic, real milliseconds. */
  started: number
}

/** What an exchange is, of a request to us. */
interface Answering {
  purpose: Purpose
  operation?: string | undefined
  /** As it was sent; by default the headers of the answer. */
  head?: Head
}

/**
 * The latest HTTP requests to and from a simulator, in memory: they are too many for the data file. Most are dropped
 * before anybody reads them, so each is split into headers and masked when it is first read: half of what an SMS costs
 * would be masking.
 */
export class ExchangeLog {
  /** New for each log, and after each {@link clear}: a `seq` is valid for one id only. */
  id = newId()
  #kept: KeptExchange[] = []
  /** The latest refused requests of those that were removed. */
  #refusals: KeptExchange[] = []
  /** How many entries at the start of `#kept` are removed. */
  #gone = 0
  #seq = 0
  #characters = 0
  #secrets = new SessionSecrets()
  readonly #lastKnown: LastKnown
  readonly #listeners = new Set<() => void>()

  constructor(lastKnown: LastKnown) {
    this.#lastKnown = lastKnown
  }

  /** Begins to record a request to us; the result takes its answer, or why it has none. */
  begin(): (request: HttpRequest, answer: HttpAnswer | NoAnswer, what: Answering) => void {
    const begun = this.#begin()
    return (request, answer, { purpose, operation, head }) => {
      const { method, url, rawHeaders, receivedBody, phone, trace, isOfThisProcess: inProcess } = request
      this.#keep(
        { direction: 'in', inProcess, method, ...asReceived, purpose, operation, phone, trace },
        begun,
        {
          url,
          head: rawHeaders,
          body: cut(receivedBody.toString()),
          ...(answer instanceof NoAnswer
            ? { answer: null, error: answer.why }
            : { answer: answered(answer, head), error: null }),
          explanation: explanationOf(request),
        },
      )
    }
  }

  /** Records an outgoing request. */
  async recordOutgoing(
    request: OutboundRequest,
    sending: () => Promise<OutboundResponse>,
    { ownApp = false }: { ownApp?: boolean } = {},
  ): Promise<OutboundResponse> {
    const { method, url, headers, about, again, purpose, operation, trace } = request
    const phone = request.phone ?? undefined
    const what: What = {
      direction: 'out',
      inProcess: false,
      method,
      about,
      again,
      ownApp,
      purpose,
      operation,
      phone,
      trace,
    }
    const begun = this.#begin()
    const sent = cut(String(request.body ?? ''))
    try {
      const response = await sending()
      const { status, reason, headers: head } = response
      const answer = { status, reason, head, body: cut(bodyOf(response)) }
      const explanation = explanationOf(response)
      this.#keep(what, begun, { url, head: headers, body: sent, answer, error: null, explanation })
      return response
    } catch (error) {
      const en = messageOf(error)
      const words = { en, fr: messageInOf(error)?.fr ?? en }
      const explanation = explanationOf(error)
      this.#keep(what, begun, { url, head: headers, body: sent, answer: null, error: words, explanation })
      throw error
    }
  }

  /** The exchanges after a `seq`, oldest first. */
  read(after: number, limit: number): HttpExchange[] {
    const first = this.#firstKept
    const from = this.#gone + Math.max(0, after - first)
    const refusals = after < first ? this.#refusals.filter(({ seq }) => seq > after) : []
    return [...refusals, ...this.#kept.slice(from, from + limit)].slice(0, limit).map((one) => one.read())
  }

  /** The newest exchanges up to a `seq`, newest first. */
  readBack(upTo: number, limit: number): HttpExchange[] {
    const to = Math.min(this.#kept.length, this.#gone + Math.max(0, upTo - this.#firstKept))
    const from = Math.max(this.#gone, to - limit)
    const refusals = this.#refusals.filter(({ seq }) => seq <= upTo)
    return [...refusals, ...this.#kept.slice(from, to)]
      .slice(-limit)
      .reverse()
      .map((one) => one.read())
  }

  /** What comes after this `seq` is kept. */
  get #firstKept(): number {
    return this.#seq - (this.#kept.length - this.#gone)
  }

  /** The requests to these operations, oldest first. */
  calls(operations: ReadonlySet<string>): HttpExchange[] {
    const found: HttpExchange[] = []
    for (const kept of this.#all()) {
      const { direction, operation } = kept.asked
      if (direction === 'in' && operation !== undefined && operations.has(operation)) found.push(kept.read())
    }
    return found
  }

  /** How many exchanges are not kept any more. */
  get dropped(): number {
    return this.#firstKept - this.#refusals.length
  }

  /** What a call that is not over yet says, with its secrets masked as they will be here. */
  shown({ url, headers, body }: Pick<HttpExchange, 'url' | 'headers' | 'body'>) {
    const secrets = this.#secrets.of(body, () => headers)()
    const head = headers.flat()
    const content = { url, head, body, answer: null, error: null, explanation: undefined }
    return masked(content, { secrets, spoken: true })
  }

  /**
   * Who sent the first request of each of these traces: a page of this server, payersim's own client, or another program.
   * A trace is absent once its request is not kept any more.
   */
  askers(traces: ReadonlySet<string>): ReadonlyMap<string, Asker> {
    const found = new Map<string, Asker>()
    for (const kept of this.#all()) {
      const { trace } = kept
      if (trace === null || !traces.has(trace) || found.has(trace)) continue
      const { asked } = kept
      if (asked.direction === 'in') found.set(trace, askerOf(asked))
    }
    return found
  }

  /** Calls the listener after every exchange, and after {@link clear}; returns how to unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Empties the log, when another world begins. */
  clear(): void {
    this.id = newId()
    this.#kept = []
    this.#refusals = []
    this.#gone = 0
    this.#seq = 0
    this.#characters = 0
    this.#secrets = new SessionSecrets()
    for (const listener of this.#listeners) listener()
  }

  /** Oldest first. */
  *#all(): Generator<KeptExchange> {
    yield* this.#refusals
    for (let at = this.#gone; at < this.#kept.length; at++) yield this.#kept[at] as KeptExchange
  }

  #begin(): Begun {
    const { now, event } = this.#lastKnown()
    return { at: now, after: event, started: performance.now() }
  }

  #keep(what: What, { at, after, started }: Begun, unmasked: Unmasked): void {
    this.#seq += 1
    // Named one by one, because collecting them with `...` took two thirds of the time of a record.
    const { direction, inProcess, method, about, again, ownApp, purpose, operation, phone, trace } = what
    const tookMs = performance.now() - started
    const facts = {
      seq: this.#seq,
      direction,
      inProcess,
      at,
      after,
      tookMs,
      method,
      about,
      again,
      ownApp,
      purpose,
      operation,
      phone,
      trace,
    }
    const secrets = this.#secrets.of(unmasked.body, () => linesOf(unmasked.head))
    const last = new KeptExchange(facts, unmasked, secrets)
    this.#kept.push(last)
    this.#characters += last.size
    while (this.#characters > mostCharacters || this.#kept.length - this.#gone > mostExchanges) {
      const oldest = this.#kept[this.#gone] as KeptExchange
      this.#characters -= oldest.size
      if (oldest.isRefusal) this.#refusals = [...this.#refusals, oldest].slice(-mostRefusals)
      this.#kept[this.#gone] = undefined as never
      this.#gone += 1
    }
    // Frees the removed entries from time to time.
    if (this.#gone > mostExchanges) {
      this.#kept = this.#kept.slice(this.#gone)
      this.#gone = 0
    }
    for (const listener of this.#listeners) listener()
  }
}

/** The record of an exchange for its delivery: the sent headers, and the answer. Cut as in the log. */
export function recordOf(headers: Record<string, string>, answer: OutboundResponse) {
  const { status, headers: answered } = answer
  return { status, headers, answer: { headers: answered, body: cut(bodyOf(answer)) } }
}

export type Asker = 'page' | 'payersim' | 'program'

/** A browser says that a page of the same origin asks, and payersim's client names itself; who names nothing is a program. */
export function askerOf({ inProcess, headers }: Pick<HttpExchange, 'inProcess' | 'headers'>): Asker {
  if (inProcess) return 'payersim'
  const has = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
  if (has('sec-fetch-site') === 'same-origin') return 'page'
  return /^payersim\b/.test(has('user-agent') ?? '') ? 'payersim' : 'program'
}

function answered({ status, reason, headers, body }: HttpAnswer, head: Head = headers) {
  return { status, reason, head, body: cut(String(body)) }
}

const newId = () => randomBytes(3).toString('hex')

/** Decoded by its content type. */
const bodyOf = ({ headers, body }: OutboundResponse) => decodeBody(headers['content-type'], body).text

function cut(text: string): string {
  if (text.length <= longestBody) return text
  return `${text.slice(0, longestBody)}… cut after ${longestBody} of ${text.length} characters`
}
