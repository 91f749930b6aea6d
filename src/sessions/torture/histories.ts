import type { Callback, Order, PreApproval, Transfer } from '../../client/index.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'

export type MerchantOrder = Order | PreApproval | Transfer

/** What counts at the end of a script that restores snapshots: orders and callbacks after the snapshot are undone. */
export class Histories {
  readonly #scene: Scene
  readonly #kept = new Map<string, Map<MerchantOrder, number>>()
  readonly #gone = new Set<MerchantOrder>()
  readonly #undone = new Map<MerchantOrder, Array<{ from: number; to: number }>>()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  /** Call it after each step. */
  done({ snapshot, restore }: StepWords): void {
    if (snapshot !== undefined) {
      this.#kept.set(snapshot, new Map(this.made().map(([, made]) => [made, made.callbacks.length])))
    }
    const kept = restore === undefined ? undefined : this.#kept.get(restore)
    if (!kept) return
    for (const [, made] of this.made()) {
      const from = kept.get(made)
      if (from === undefined) this.#gone.add(made)
      else {
        this.#undone.set(made, [...(this.#undone.get(made) ?? []), { from, to: made.callbacks.length }])
      }
    }
  }

  /** The orders of the merchants, by name. */
  made(): Array<[string, MerchantOrder]> {
    const { orders, preApprovals, transfers } = this.#scene
    const all: Array<[string, MerchantOrder]> = [...orders, ...preApprovals, ...transfers]
    return all.filter(([, made]) => !this.#gone.has(made))
  }

  callbacksOf(made: MerchantOrder): Callback[] {
    const undone = this.#undone.get(made) ?? []
    return made.callbacks.filter((_, index) => !undone.some(({ from, to }) => index >= from && index < to))
  }
}
