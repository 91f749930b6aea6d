import { type ClockView, clockSchema } from '../terms/sim/clock.ts'
import { listedSnapshotSchema, type Snapshot, snapshotSchema } from '../terms/sim/snapshot.ts'
import type { Wire } from './wire.ts'

const listed = listedSnapshotSchema.array()

/**
 * Snapshots of the whole world by name: money, sessions, inboxes, faults and the time.
 *
 * @example
 * await sim.snapshots.take('one order waits')
 * // …
 * await sim.snapshots.restore('one order waits')
 */
export class Snapshots {
  readonly #wire: Wire

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /** Saves the world, once all that is due has arrived; replaces a snapshot of the same name. */
  take(name: string): Promise<Snapshot> {
    return this.#wire.ask(snapshotSchema, 'POST', '/_sim/snapshots', { name })
  }

  /**
   * Restores that world and its time. Phones forget the screens since then; earlier merchants and orders still work.
   *
   * @throws ClientError if there is no such snapshot: it lists those that exist
   */
  async restore(name: string): Promise<ClockView> {
    const path = `/_sim/snapshots/${encodeURIComponent(name)}/restore`
    const clock = await this.#wire.ask(clockSchema, 'POST', path)
    this.#wire.generation += 1
    this.#wire.restores += 1
    return clock
  }

  /** The readable ones; `GET /_sim/snapshots` also lists unreadable files in the folder, with the reason. */
  async list(): Promise<Snapshot[]> {
    const all = await this.#wire.get(listed, '/_sim/snapshots')
    return all.filter((each): each is Snapshot => each.takenAt !== null)
  }

  /** @throws ClientError if there is no such snapshot */
  async delete(name: string): Promise<void> {
    await this.#wire.send({ method: 'DELETE', path: `/_sim/snapshots/${encodeURIComponent(name)}` })
  }
}
