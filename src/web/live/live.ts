import type { Entry } from '../../events/telling.ts'
import { ownBuild, ownWorld } from './base.ts'
import { control, isRule, openedByLink, Refusal, read, rememberAdminToken } from './http.ts'
import { Queries } from './queries.ts'
import { readStream } from './stream.ts'

/** `locked`: wants the admin token. `gone`: the world of this page ended, or never was. */
export type Connection = 'connecting' | 'live' | 'lost' | 'locked' | 'gone'

/** Changes within this time are reported together. */
const gatherMs = 40
/** Drawing new entries takes at most one part in so many of the time of a busy page, however long the list is. */
const drawsOneIn = 4
/** A history that comes in as fast as this many entries in that time is reported in few pieces. */
const manyEntries = 200
const longestGatherMs = 1_000
const checkMs = 3_000
/** What was read while the page was opened is read again so long after the first entries: something may have come in between. */
const afterOpeningMs = 1_000
const longestPauseMs = 4_000
/** The server is heard every 15 seconds. After this much silence the connection is made anew. */
const silenceMs = 20_000

/**
 * The data of the page: the end of the timeline as it grows, and the resources read so far, which are read again after every
 * event. If the connection is lost, the data stays.
 */
class Live {
  connection: Connection = 'connecting'
  /** Why the connection is `gone`: 410 for a world that ended, 404 for one that the server never had. */
  why: Refusal | undefined
  /** Whether the server has another build of the page than this one. */
  replaced = false
  /** In order. Replaced, never changed, so that React sees the change. */
  entries: readonly Entry[] = []
  /** The same in the order of their arrival. It grows, and is another list where the world has begun again. */
  arrivals: Entry[] = []
  /** The cursor for entries before all of these; null where there are none, undefined until that is known. */
  before: string | null | undefined
  /** Whether the newest entries have come, once: what can wait is read after them. */
  opened = false
  /** The id of the last event: HTTP requests do not change it. */
  lastEvent = ''
  readonly #queries = new Queries(
    read,
    (error) => !isRule(error),
    () => this.connection === 'live',
  )
  /** Where the answers of the control routes are kept. */
  readonly queries = this.#queries.client
  readonly #listeners = new Set<() => void>()
  #telling: ReturnType<typeof setTimeout> | undefined
  /** How long the page drew what it was told last. */
  #drewMs = 0
  #arrived: Entry[] = []
  #cursor = ''
  #known = new Set<string>()
  #attempt = new AbortController()
  /** By the clock of this machine, which goes on while it sleeps. */
  #heardAt = 0
  #isOpen = false
  /** Whether there was a connection before. */
  #connected = false
  /** Whether the attempt was ended to begin another at once. */
  #anew = false
  /** Whether the server was asked how this page was opened. */
  #asked = false

  /** The position after the last entry, as the server tells it. */
  get cursor(): string {
    return this.#cursor
  }

  /** Reads the timeline while the page is open. */
  async follow(): Promise<void> {
    setInterval(() => this.#check(), checkMs)
    // A laptop that slept: whichever of these comes first.
    for (const sign of ['visibilitychange', 'resume'])
      document.addEventListener(sign, () => this.#checkSilence())
    addEventListener('pageshow', () => this.#checkSilence())
    addEventListener('online', () => this.#connectAnew())
    for (let pause = 250; ; pause = Math.min(pause * 2, longestPauseMs)) {
      this.#attempt = new AbortController()
      this.#anew = false
      this.#isOpen = false
      this.#heardAt = Date.now()
      try {
        await readStream({
          after: this.#cursor,
          signal: this.#attempt.signal,
          heard: () => {
            this.#heardAt = Date.now()
          },
          opened: (build) => {
            pause = 250
            this.#isOpen = true
            this.#noteBuild(build)
            // What the page has read since it was opened is as new as the beginning of its first stream.
            if (this.connection !== 'connecting' || this.#connected) this.touch()
            this.#connected = true
            this.#become('live')
          },
          begunAgain: () => this.#beginAgain(),
          begins: (before) => {
            this.before = before
            this.#tellSoon()
          },
          arrived: (entries, cursor) => {
            this.#cursor = cursor
            for (const entry of entries) this.#add(entry)
            this.#tellSoon()
          },
        })
        this.#become('lost')
      } catch (error) {
        if (this.#anew) {
          pause = 250
          continue
        }
        const meaning = await this.#meaningOf(error)
        if (meaning === 'locked' && (await this.#asksOnce())) continue
        this.#become(meaning)
        // It does not come back by itself.
        if (meaning === 'gone') return
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

  /** A world that is not there asks nobody for a token; to open it anew needs one. */
  async #meaningOf(error: unknown): Promise<Connection> {
    if (!(error instanceof Refusal)) return 'lost'
    if (error.status === 403) return 'locked'
    if (ownWorld === undefined || (error.status !== 410 && error.status !== 404)) return 'lost'
    this.why = error
    return control('GET', '/worlds').then(
      () => 'gone',
      (refusal) => (refusal instanceof Refusal && refusal.status === 403 ? 'locked' : 'lost'),
    )
  }

  /** Whether there is another token to try. */
  async #asksOnce(): Promise<boolean> {
    if (this.#asked) return false
    this.#asked = true
    return openedByLink().catch(() => false)
  }

  /** Runs a control request, and then reads again what it may have changed. @throws Refusal */
  async act<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    try {
      return await control<Answer>(method, path, body)
    } finally {
      this.touch()
    }
  }

  /** Marks the resources as out of date. */
  touch(): void {
    this.#queries.refreshAll()
  }

  /** Drops resources that no part shows: an answer that could not be drawn is then requested again. */
  forgetUnshown(): void {
    this.#queries.forgetUnshown()
  }

  /** Reads all that is shown anew: another part may show the answer that could not be drawn here. */
  readAnew(): Promise<void> {
    return this.#queries.readAnew()
  }

  resource(path: string): { refresh: () => void } {
    return { refresh: () => this.#queries.refresh(path) }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** After a gap an entry that is known may come again. */
  #add(entry: Entry): void {
    if (this.#known.has(entry.id)) return
    this.#known.add(entry.id)
    this.#arrived.push(entry)
  }

  #beginAgain(): void {
    this.entries = []
    this.arrivals = []
    this.before = undefined
    this.lastEvent = ''
    this.#arrived = []
    this.#cursor = ''
    this.#known = new Set()
    this.#tellSoon()
  }

  #become(connection: Connection): void {
    if (this.connection === connection) return
    // Stay locked until a token is accepted, so that the page does not flicker between attempts.
    this.connection = connection
    for (const listener of this.#listeners) listener()
  }

  #noteBuild(build: string | null): void {
    const replaced = ownBuild !== undefined && build !== null && build !== ownBuild
    if (this.replaced === replaced) return
    this.replaced = replaced
    for (const listener of this.#listeners) listener()
  }

  /** Goes on after the last entry in a new connection. What is shown stays until it is open. */
  #connectAnew(): void {
    if (this.connection === 'gone') return
    this.#anew = true
    this.#attempt.abort()
  }

  /** An open connection to a server that is not heard is dead, as after a sleep of this machine. */
  #checkSilence(): void {
    if (Date.now() - this.#heardAt < silenceMs) return
    if (!this.#isOpen && this.connection === 'live') this.#become('lost')
    this.#connectAnew()
  }

  #tellSoon(): void {
    if (this.#telling !== undefined) return
    const begun = performance.now()
    const pause = Math.min(Math.max(gatherMs, this.#drewMs * (drawsOneIn - 1)), longestGatherMs)
    const gather = (before: number) => {
      this.#telling = setTimeout(() => {
        const arrived = this.#arrived.length
        if (arrived - before >= manyEntries && performance.now() - begun < longestGatherMs) gather(arrived)
        else this.#tell()
      }, pause)
    }
    gather(0)
  }

  #tell(): void {
    this.#telling = undefined
    const begun = performance.now()
    for (const entry of this.#arrived) this.arrivals.push(entry)
    this.entries = inOrder(this.entries, this.#arrived)
    this.lastEvent = this.#arrived.findLast(({ place }) => Number.isInteger(place))?.id ?? this.lastEvent
    this.#arrived = []
    const { opened } = this
    this.opened = true
    for (const listener of this.#listeners) listener()
    // What happened before the page was opened changes nothing of what it has just read.
    if (opened) this.touch()
    else setTimeout(() => this.touch(), afterOpeningMs)
    // React draws before the next task.
    setTimeout(() => {
      this.#drewMs = performance.now() - begun
    })
  }

  /** No entry reports the ticks of a running clock, a move of it by another process, or another world. */
  #check(): void {
    this.#checkSilence()
    if (this.connection !== 'live') return
    this.resource('/clock').refresh()
    this.resource('/worlds').refresh()
  }
}

/** Another list with these entries too: they are the newest, or nearly, and those before are in order. */
function inOrder(known: readonly Entry[], arrived: readonly Entry[]): Entry[] {
  const entries = known.slice()
  for (const entry of arrived) {
    let at = entries.length
    while (at > 0 && (entries[at - 1] as Entry).place > entry.place) at--
    if (at === entries.length) entries.push(entry)
    else entries.splice(at, 0, entry)
  }
  return entries
}

export const live = new Live()
