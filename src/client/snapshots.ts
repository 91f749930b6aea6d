import { type ClockView, clockSchema } from '../terms/sim/clock.ts'
import { listedSnapshotSchema, type Snapshot, snapshotSchema } from '../terms/sim/snapshot.ts'
import type { Wire } from './wire.ts'

const listed = listedSnapshotSchema.array()

/**
 * Whole worlds under names: money, sessions, inboxes, faults and the time.
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

  /** Keeps the world as it is, once all that is due has arrived; one of the same name is replaced. */
  take(name: string): Promise<Snapshot> {
    return this.#wire.ask(snapshotSchema, 'POST', '/_sim/snapshots', { name })
  }

  /**
   * Back to that world and its time. Phones forget what they showed since; merchants and orders made before go on.
   *
   * @throws ClientError where there is no such snapshot: it lists those there are
   */
  async restore(name: string): Promise<ClockView> {
    const path = `/_sim/snapshots/${encodeURIComponent(name)}/restore`
    const clock = await this.#wire.ask(clockSchema, 'POST', path)
    this.#wire.generation += 1
    this.#wire.restores += 1
    return clock
  }

  /** Those that can be read; `GET /_sim/snapshots` names others in the folder too, with what is wrong with them. */
  async list(): Promise<Snapshot[]> {
    const all = await this.#wire.get(listed, '/_sim/snapshots')
    return all.filter((each): each is Snapshot => each.takenAt !== null)
  }

  /** @throws ClientError where there is no such snapshot */
  async delete(name: string): Promise<void> {
    await this.#wire.send({ method: 'DELETE', path: `/_sim/snapshots/${encodeURIComponent(name)}` })
  }
}
