import type { Callback } from '../../client/index.ts'
import type { Kind, Scene } from '../scene.ts'
import type { Grammar, StepWords } from '../schema.ts'
import type { Order } from '../steps-part.ts'

/** An order that a step has made, and how its word reads it. */
export interface MadeOrder {
  name: string
  thing: unknown
  order: Order<unknown, unknown>
}

/** What counts at the end of a script that restores snapshots: orders and callbacks after the snapshot are undone. */
export class Histories {
  readonly #scene: Scene
  readonly #kinds: ReadonlyArray<{ kind: Kind<unknown>; order: Order<unknown, unknown> }>
  readonly #kept = new Map<string, Map<unknown, number>>()
  readonly #gone = new Set<unknown>()
  readonly #undone = new Map<unknown, Array<{ from: number; to: number }>>()

  constructor(scene: Scene, { actions }: Grammar) {
    this.#scene = scene
    this.#kinds = [...actions.values()].flatMap(({ makes: kind, order }) =>
      kind && order ? [{ kind, order }] : [],
    )
  }

  /** Call it after each step. */
  done({ snapshot, restore }: StepWords): void {
    if (snapshot !== undefined) {
      this.#kept.set(snapshot, new Map(this.made().map((made) => [made.thing, callbacksOf(made).length])))
    }
    const kept = restore === undefined ? undefined : this.#kept.get(restore)
    if (!kept) return
    for (const made of this.made()) {
      const { thing } = made
      const from = kept.get(thing)
      if (from === undefined) this.#gone.add(thing)
      else {
        const undone = { from, to: callbacksOf(made).length }
        this.#undone.set(thing, [...(this.#undone.get(thing) ?? []), undone])
      }
    }
  }

  /** The orders that are not undone. */
  made(): MadeOrder[] {
    return this.#kinds
      .flatMap(({ kind, order }) =>
        [...this.#scene.allMade(kind)].map(([name, thing]) => ({ name, thing, order })),
      )
      .filter(({ thing }) => !this.#gone.has(thing))
  }

  callbacksOf(made: MadeOrder): Callback[] {
    const undone = this.#undone.get(made.thing) ?? []
    return callbacksOf(made).filter((_, index) => !undone.some(({ from, to }) => index >= from && index < to))
  }
}

function callbacksOf({ order, thing }: MadeOrder): readonly Callback[] {
  return order.callbacks(thing)
}
