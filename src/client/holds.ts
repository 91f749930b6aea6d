import {
  type HeldCall,
  type HeldChange,
  type HoldInput,
  type HoldsReading,
  holdSchema,
  holdsSchema,
} from '../terms/sim/hold.ts'
import { ClientError } from './errors.ts'
import { checkOptions, milliseconds } from './known-options.ts'
import type { Wire } from './wire.ts'

/** A call on its way that waits until it is let go. */
export interface HeldRequest {
  /** What it says; secrets in it are masked. */
  readonly call: HeldCall
  /** Lets it go on as it is. @throws ClientError if it is not held any more */
  release(): Promise<void>
  /**
   * Lets it go on changed: `status` of an answer, `headers` by name, where null takes one away, and `body`.
   *
   * @throws ClientError if it is not held any more, or cannot be changed so
   */
  change(change: HeldChange): Promise<void>
  /** It gets no further: its sender gets no answer. */
  drop(): Promise<void>
}

/**
 * Holds calls on their way.
 *
 * @example
 * const hold = await sim.holds.add({ point: 'callback', first: 1 })
 * const held = await hold.next()
 * await held.change({ body: '{"status":"FAILED"}' })
 */
export class Holds {
  readonly #wire: Wire

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /**
   * From now on holds the calls at a point: `request` and `answer` of vendors' APIs, `callback` and `hop` of the simulator.
   * All of them, or those that `match`; `first` so many and no more.
   *
   * @throws ClientError for an unknown word
   */
  async add(hold: HoldInput): Promise<Hold> {
    const { id } = await this.#wire.ask(holdSchema, 'POST', '/_sim/holds', { ...hold })
    return new Hold(this.#wire, id)
  }

  /** The holds, and the calls that are held now. */
  list(): Promise<HoldsReading> {
    return this.#wire.get(holdsSchema, '/_sim/holds')
  }

  /** Holds nothing more; what is held by now waits on. */
  async clear(): Promise<void> {
    await this.#wire.send({ method: 'DELETE', path: '/_sim/holds' })
  }
}

/** One hold. */
export class Hold {
  readonly #wire: Wire
  readonly #seen = new Set<string>()

  constructor(
    wire: Wire,
    readonly id: string,
  ) {
    this.#wire = wire
  }

  /**
   * The next call that it holds.
   *
   * @throws ClientError if none comes within `waitMs` (real time, 3000 by default)
   */
  async next(options: { waitMs?: number } = {}): Promise<HeldRequest> {
    checkOptions('next', options, { waitMs: milliseconds })
    const { waitMs = 3_000 } = options
    const after = [...this.#seen].at(-1)
    const { calls } = await this.#wire.get(holdsSchema, '/_sim/holds', { hold: this.id, after, waitMs })
    const call = calls.find(({ hold, id }) => hold === this.id && !this.#seen.has(id))
    if (!call) throw new ClientError(`No call was held by ${this.id} within ${waitMs} ms.`)
    this.#seen.add(call.id)
    const path = `/_sim/holds/calls/${call.id}/release`
    const release = async (body: object) => {
      const headers = { 'content-type': 'application/json' }
      await this.#wire.send({ method: 'POST', path, headers, body: JSON.stringify(body) })
    }
    return {
      call,
      release: () => release({}),
      change: (change) => release({ change }),
      drop: () => release({ drop: true }),
    }
  }

  /** Holds nothing more by it; what is held by now waits on. */
  async end(): Promise<void> {
    await this.#wire.send({ method: 'DELETE', path: `/_sim/holds/${this.id}` })
  }
}
