import { control, Refusal, rememberAdminToken } from './http.ts'
import { Resource } from './resource.ts'
import type { TimelineEvent } from './shapes.ts'
import { readStream } from './stream.ts'

export type Connection = 'connecting' | 'live' | 'lost' | 'locked'

/** Changes that come within this time are told together. */
const gatherMs = 40
const checkMs = 3_000
const longestPauseMs = 4_000

/**
 * What the page knows: the timeline as it grows, and what it has read of the rest, which is read again whenever
 * something has happened. A lost server takes nothing away.
 */
export class Live {
  connection: Connection = 'connecting'
  /** Replaced, never changed, so that React sees it. */
  events: readonly TimelineEvent[] = []
  readonly #resources = new Map<string, Resource>()
  readonly #listeners = new Set<() => void>()
  #telling: ReturnType<typeof setTimeout> | undefined
  #arrived: TimelineEvent[] = []
  #attempt = new AbortController()

  /** Reads the timeline for as long as the page is open. */
  async follow(): Promise<void> {
    setInterval(() => void this.#check(), checkMs)
    for (let pause = 250; ; pause = Math.min(pause * 2, longestPauseMs)) {
      this.#attempt = new AbortController()
      try {
        await this.#dropOtherWorld()
        await readStream({
          after: this.#lastId(),
          signal: this.#attempt.signal,
          opened: () => {
            pause = 250
            this.#become('live')
            this.touch()
          },
          arrived: (events) => {
            this.#arrived.push(...events)
            this.#tellSoon()
          },
        })
        this.#become('lost')
      } catch (error) {
        this.#become(error instanceof Refusal && error.status === 403 ? 'locked' : 'lost')
      }
      await new Promise<void>((resolve) => {
        setTimeout(resolve, pause)
        this.#attempt.signal.addEventListener('abort', () => resolve())
      })
    }
  }

  unlock(token: string): void {
    rememberAdminToken(token)
    this.#become('connecting')
    this.#attempt.abort()
  }

  /** Does something, and reads again what may have changed by it. @throws Refusal */
  async act<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    try {
      return await control<Answer>(method, path, body)
    } finally {
      this.touch()
      // These put another world in the place of this one.
      if (path === '/reset' || path.endsWith('/restore')) void this.#check()
    }
  }

  /** Something may have changed. */
  touch(): void {
    for (const resource of this.#resources.values()) resource.refresh()
  }

  resource(path: string): Resource {
    const found = this.#resources.get(path)
    if (found) return found
    const made = new Resource(path)
    this.#resources.set(path, made)
    return made
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #lastId(): number {
    return this.#arrived.at(-1)?.id ?? this.events.at(-1)?.id ?? 0
  }

  #become(connection: Connection): void {
    if (this.connection === connection) return
    // Still locked until a token has opened it: no flicker between attempts.
    this.connection = connection
    for (const listener of this.#listeners) listener()
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined
      this.events = [...this.events, ...this.#arrived]
      this.#arrived = []
      for (const listener of this.#listeners) listener()
      this.touch()
    }, gatherMs)
  }

  async #check(): Promise<void> {
    if (this.connection !== 'live') return
    await this.#dropOtherWorld().catch(() => undefined)
    this.resource('/clock').refresh()
  }

  /** After a reset, or when another server listens here, what was is no longer on the timeline. */
  async #dropOtherWorld(): Promise<void> {
    const first = this.events[0]
    const last = this.events.at(-1)
    if (!first || !last) return
    const [[begins], [stands]] = await Promise.all([
      control<TimelineEvent[]>('GET', '/timeline?limit=1'),
      control<TimelineEvent[]>('GET', `/timeline?after=${last.id - 1}&limit=1`),
    ])
    const same = (one: TimelineEvent, other?: TimelineEvent) => one.id === other?.id && one.at === other.at
    if (same(first, begins) && same(last, stands)) return
    const same0 = stands !== undefined && same(last, stands)
    const keepFrom = same0 ? (begins?.id ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
    this.events = this.events.filter(({ id }) => id >= keepFrom)
    for (const listener of this.#listeners) listener()
    this.touch()
    // Another world's entries may have lower ids: read it from its beginning.
    if (!same0 && this.connection === 'live') this.#attempt.abort()
  }
}

export const live = new Live()
