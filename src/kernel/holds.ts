import { AsyncLocalStorage } from 'node:async_hooks'
import { isUtf8 } from 'node:buffer'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { Hold, HoldReading, Release } from '../terms/sim/hold.ts'
import { ConflictError, messageOf, NotFoundError } from './errors.ts'
import type { CallInTransit, LetGo } from './http/index.ts'
import type { Transact } from './tx.ts'

/** A call that is held, with its content unmasked. */
export interface Held extends CallInTransit {
  id: string
  hold: string
  /** Business time, epoch milliseconds. */
  since: number
}

interface Waiting {
  held: Held
  delivery: number | undefined
  letGo(release: LetGo): void
}

/** They follow from the body and the connection. */
const fixed = new Set(['content-length', 'transfer-encoding', 'content-encoding', 'connection', 'host'])

/**
 * Calls that are held until a person or a test lets them go, in memory: a call that waits is no state of the world. A crash
 * ends it as it ends any call on its way. Where there is no hold, a call passes by one look at {@link any}.
 */
export class Holds {
  readonly #needs: { now: () => number; transact: Transact }
  #holds: HoldReading[] = []
  readonly #waiting = new Map<string, Waiting>()
  #lastHold = 0
  #lastCall = 0
  /** The delivery that is attempted. */
  readonly #delivery = new AsyncLocalStorage<number>()
  readonly #listeners = new Set<() => void>()

  constructor(needs: { now: () => number; transact: Transact }) {
    this.#needs = needs
  }

  /** Whether a call may be held. */
  get any(): boolean {
    return this.#holds.length > 0
  }

  list(): HoldReading[] {
    return this.#holds
  }

  /** The calls that are held now, the oldest first. */
  calls(): Held[] {
    return [...this.#waiting.values()].map(({ held }) => held)
  }

  /** From now on holds the calls that match. */
  add({ match = {}, ...hold }: Hold): HoldReading {
    this.#lastHold += 1
    const added = { id: `hold-${this.#lastHold}`, ...hold, match, held: 0 }
    this.#holds = [...this.#holds, added]
    return added
  }

  /** Holds nothing more by it; the calls that it holds wait on. @throws NotFoundError */
  remove(id: string): void {
    if (!this.#holds.some((one) => one.id === id))
      throw new NotFoundError(`No hold ${JSON.stringify(id)}.`, { id }, { problem: 'unknown-hold' })
    this.#holds = this.#holds.filter((one) => one.id !== id)
  }

  clear(): void {
    this.#holds = []
  }

  /** Another world begins, or payersim stops: holds nothing more, and ends what is held. */
  end(): void {
    this.clear()
    for (const { held, letGo } of [...this.#waiting.values()]) letGo({ ...contentOf(held), how: 'ended' })
  }

  /**
   * Waits until the call is let go, if a hold matches it; undefined where none does.
   */
  async hold(call: CallInTransit): Promise<LetGo | undefined> {
    const hold = this.#holds.find((one) => matches(one, call))
    if (!hold) return undefined
    hold.held += 1
    if (hold.held === hold.first) this.#holds = this.#holds.filter((one) => one !== hold)
    this.#lastCall += 1
    const id = `call-${this.#lastCall}`
    const held = { ...call, id, hold: hold.id, since: this.#needs.now() }
    const delivery = this.#delivery.getStore()
    const waits = new Promise<LetGo>((letGo) => this.#waiting.set(id, { held, delivery, letGo }))
    const onGone = () => this.#waiting.get(id)?.letGo({ ...contentOf(held), how: 'caller gone' })
    call.gone?.addEventListener('abort', onGone)
    if (call.gone?.aborted) onGone()
    for (const listener of [...this.#listeners]) listener()
    try {
      await this.#tell('call.held', held, { method: held.method })
      const released = await waits
      this.#waiting.delete(id)
      if (released.how !== 'ended') await this.#tell('call.released', held, { how: released.how })
      return released
    } finally {
      this.#waiting.delete(id)
      call.gone?.removeEventListener('abort', onGone)
    }
  }

  /**
   * Lets a call go on, changed or not, or drops it.
   *
   * @throws NotFoundError for an id that no call had
   * @throws ConflictError if it is not held any more, or cannot be changed so; then it is still held
   */
  release(id: string, { change, drop }: Release): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) throw this.#notHeld(id)
    const content = contentOf(waiting.held)
    const how = drop ? 'dropped' : change ? 'changed' : 'as it was'
    const next = change ? changed(waiting.held, change) : content
    // Let go twice in one turn, it would be told twice.
    this.#waiting.delete(id)
    waiting.letGo({ ...next, how })
  }

  #notHeld(id: string): Error {
    const number = Number(/^call-([1-9]\d{0,14})$/.exec(id)?.[1])
    if (number <= this.#lastCall)
      return new ConflictError(`${id} is not held any more.`, { id }, { problem: 'call-not-held' })
    return new NotFoundError(
      `No call ${JSON.stringify(id)} was held here.`,
      { id },
      { problem: 'unknown-held-call' },
    )
  }

  /** What is held while `work` runs belongs to this delivery. */
  during<Result>(delivery: number, work: () => Promise<Result>): Promise<Result> {
    return this.#delivery.run(delivery, work)
  }

  /** The deliveries that wait in a held call: nobody else waits for them. */
  deliveries(): ReadonlySet<number> {
    return new Set([...this.#waiting.values()].flatMap(({ delivery }) => delivery ?? []))
  }

  /** Calls the listener when a call begins to be held; returns how to unsubscribe. */
  onHeld(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #tell(
    kind: 'call.held' | 'call.released',
    { id: call, point, url, operation, merchant, phone, trace }: Held,
    more: object,
  ): Promise<void> {
    const data = {
      call,
      point,
      url: placeOf(url),
      ...(operation === undefined ? {} : { operation }),
      ...(merchant === undefined ? {} : { merchant }),
      ...more,
    }
    await this.#needs.transact((tx) => tx.emit({ kind, phone: phone ?? undefined, data: data as never }), {
      trace,
    })
  }
}

/** Without what may be a secret: the path of a callback, and each query. */
function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : (url.split('?')[0] ?? url)
}

function contentOf({ status, headers, body }: Held): Omit<LetGo, 'how'> {
  return { status, headers, body }
}

function matches({ point, match }: HoldReading, call: CallInTransit): boolean {
  if (point !== call.point) return false
  const { operation, merchant, phone, host } = match
  if (operation !== undefined && call.operation !== operation && !call.operation?.startsWith(`${operation}.`))
    return false
  if (merchant !== undefined && call.merchant !== merchant) return false
  if (phone !== undefined && call.phone !== phone) return false
  if (host === undefined) return true
  const seen = URL.canParse(call.url) ? new URL(call.url).host : undefined
  // A host without a port matches any port.
  return seen === host || seen?.replace(/:\d+$/, '') === host
}

/** Whether the body can be shown and changed as text. */
export const hasText = ({ body }: Pick<Held, 'body'>): boolean => isUtf8(body)

/** @throws ConflictError that names what cannot be changed */
function changed(
  held: Held,
  { status, headers = {}, body }: NonNullable<Release['change']>,
): Omit<LetGo, 'how'> {
  const refuse = (why: string) => {
    throw new ConflictError(
      `${held.id} is still held: ${why}`,
      { id: held.id },
      { problem: 'cannot-change-call' },
    )
  }
  if (status !== undefined && held.status === undefined)
    refuse('a request has no status. Hold the point "answer" to change that of its answer.')
  if (body !== undefined && !hasText(held)) refuse('its body is no text in UTF-8. Let it go as it is.')
  const lines = new Map(held.headers.map(([name, value]) => [name.toLowerCase(), [name, value] as const]))
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase()
    if (fixed.has(key) || key.startsWith('payersim-')) refuse(`the header ${name} follows from the rest.`)
    try {
      validateHeaderName(name)
      if (value !== null) validateHeaderValue(name, value)
    } catch (error) {
      refuse(messageOf(error))
    }
    if (value === null) lines.delete(key)
    else lines.set(key, [lines.get(key)?.[0] ?? name, value])
  }
  // The length follows from the new body.
  if (body !== undefined) lines.delete('content-length')
  return {
    status: status ?? held.status,
    headers: [...lines.values()],
    body: body === undefined ? held.body : Buffer.from(body),
  }
}
