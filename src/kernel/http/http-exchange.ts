import { STATUS_CODES } from 'node:http'
import { type Known, maskHeader, maskText } from '../../safe-text/index.ts'
import type { Told } from '../../terms/index.ts'

export type HeaderLines = ReadonlyArray<readonly [string, string]>

/** Hop: an app is asked. Request: an API is called. Callback: an app or a merchant is notified. */
export const purposes = ['request', 'hop', 'callback'] as const
export type Purpose = (typeof purposes)[number]

/** What is the same masked and unmasked. */
interface Facts {
  /** 1 for the first of its log. */
  seq: number
  /** `in`: sent to the simulator; `out`: sent by it. */
  direction: 'in' | 'out'
  /** Of one to the simulator: it came over no socket. */
  inProcess: boolean
  /** Business time of its start, epoch milliseconds. */
  at: number
  /** The last event before it began; 0 for none. */
  after: number
  /** Real milliseconds that it took. */
  tookMs: number
  method: string
  /** A reference id, if the bytes do not contain it. */
  about: string | undefined
  purpose: Purpose
  /** Of a callback: whether it is sent again if this attempt failed. */
  again: boolean | undefined
  /** Sent by the simulator to the payer's app that it brings. */
  ownApp: boolean
  /** The operation that is asked, such as `momo.createRequestToPay`, where it is one of a vendor's API. */
  operation: string | undefined
  /** The handset concerned, `+` and digits. */
  phone: string | undefined
  /** What it belongs to. */
  trace: string | null
}

interface Answer {
  status: number
  reason: string
  headers: HeaderLines
  body: string
}

export interface Content {
  /** A path for incoming requests, an absolute URL for outgoing ones. */
  url: string
  headers: HeaderLines
  body: string
  /** Null if no answer came. */
  answer: Answer | null
  /** Why no answer came. */
  error: Told | null
  /** What the answer does not say, in plain words: see `explain`. Never on the wire. */
  explanation: Told | undefined
}

/** Headers as they came: as Node's `rawHeaders`, in which names and values take turns, or an object. */
export type Head = readonly string[] | Readonly<Record<string, string>>

/** The content before its headers are split and its secrets masked. */
export type Unmasked = Omit<Content, 'headers' | 'answer'> & {
  head: Head
  /** `reason` where it is not HTTP's usual one. */
  answer: (Omit<Answer, 'headers' | 'reason'> & { head: Head; reason: string | undefined }) | null
}

/** One HTTP request and its answer, with secrets masked. */
export interface HttpExchange extends Facts, Content {}

/** An exchange that is masked when it is first read, and once. */
export class KeptExchange {
  /** In characters; headers count as 500. */
  readonly size: number
  readonly #secrets: () => ReadonlySet<string>
  #kept: { facts: Facts; unmasked: Unmasked } | HttpExchange

  /** @param secrets those that were typed in its session */
  constructor(facts: Facts, unmasked: Unmasked, secrets: () => ReadonlySet<string>) {
    this.#kept = { facts, unmasked }
    this.#secrets = secrets
    const { url, body, answer, error, explanation } = unmasked
    const said = (answer?.body.length ?? 0) + lengthOf(error) + lengthOf(explanation)
    this.size = url.length + body.length + said + 500
  }

  /** Without masking what nobody may read. */
  get asked(): Pick<Facts, 'direction' | 'inProcess' | 'operation'> & { headers: HeaderLines } {
    if (!('unmasked' in this.#kept)) return this.#kept
    const { facts, unmasked } = this.#kept
    const { direction, inProcess, operation } = facts
    return { direction, inProcess, operation, headers: linesOf(unmasked.head) }
  }

  get seq(): number {
    return 'unmasked' in this.#kept ? this.#kept.facts.seq : this.#kept.seq
  }

  /** Whether it was sent to the simulator, and refused or not answered. */
  get isRefusal(): boolean {
    const { answer } = 'unmasked' in this.#kept ? this.#kept.unmasked : this.#kept
    const { direction } = 'unmasked' in this.#kept ? this.#kept.facts : this.#kept
    return direction === 'in' && (answer === null || answer.status >= 400)
  }

  get trace(): string | null {
    return 'unmasked' in this.#kept ? this.#kept.facts.trace : this.#kept.trace
  }

  read(): HttpExchange {
    if ('unmasked' in this.#kept) {
      const { facts, unmasked } = this.#kept
      this.#kept = { ...facts, ...masked(unmasked, { secrets: this.#secrets(), spoken: true }) }
    }
    return this.#kept
  }
}

/** The content with its secrets masked. */
export function masked(unmasked: Unmasked, known: Known): Content {
  const { url, head, body, answer, error, explanation } = unmasked
  const safe = (lines: HeaderLines): HeaderLines =>
    lines.map(([name, value]) => [name, maskHeader(name, value, known)])
  return {
    url: maskText(url, known),
    headers: safe(linesOf(head)),
    body: maskText(body, known),
    answer: answer && {
      status: answer.status,
      reason: answer.reason ?? STATUS_CODES[answer.status] ?? '',
      headers: safe(linesOf(answer.head)),
      body: maskText(answer.body, known),
    },
    error: error && maskTold(error, known),
    explanation: explanation && maskTold(explanation, known),
  }
}

function maskTold({ en, fr }: Told, known: Known): Told {
  return { en: maskText(en, known), fr: maskText(fr, known) }
}

const lengthOf = (words: Told | null | undefined) => (words ? words.en.length + words.fr.length : 0)

export function linesOf(head: Head): HeaderLines {
  if (!isRaw(head)) return Object.entries(head)
  const pairs: Array<[string, string]> = []
  for (let at = 0; at < head.length; at += 2) pairs.push([String(head[at]), String(head[at + 1])])
  return pairs
}

const isRaw = (head: object): head is readonly string[] => Array.isArray(head)
