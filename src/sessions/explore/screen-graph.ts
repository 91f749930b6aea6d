import type { Screen } from '../../client/index.ts'
import type { StepWords } from '../schema.ts'
import type { Situation } from './world.ts'

/** A screen that the walk reached. */
export interface ScreenNode {
  situation: Situation
  screen: Screen
  /** The steps to this screen, after the situation's own steps. */
  path: readonly StepWords[]
  /** The payer had hesitated before. */
  late: boolean
  /** The screens that its answers lead to. */
  ways: Set<ScreenNode>
}

/** A problem that the walk found, and the path to it. */
export interface Finding {
  kind:
    | 'crashed'
    | 'does-not-fit'
    | 'warned'
    | 'sms'
    | 'leads-nowhere'
    | 'wrong-answer-taken'
    | 'no-way-on'
    | 'ledger'
    | 'walk-failed'
  message: string
  situation: string
  path: readonly StepWords[]
  text: string
  /** The refused answer, and the probable reason. */
  answer?: string | undefined
  diagnosis?: string | undefined
}

/** The screens of one situation, told apart by their text. */
export class ScreenGraph {
  readonly all: ScreenNode[] = []
  readonly #byKey = new Map<string, ScreenNode>()

  find(screen: Screen, late: boolean): ScreenNode | undefined {
    return this.#byKey.get(keyOf(screen, late))
  }

  add(node: ScreenNode): void {
    this.all.push(node)
    this.#byKey.set(keyOf(node.screen, node.late), node)
  }

  /** Open screens from which no answer leads to an end. */
  traps(): ScreenNode[] {
    const safe = new Set(this.all.filter(({ screen }) => screen.status !== 'open'))
    for (let before = -1; before < safe.size; ) {
      before = safe.size
      for (const node of this.all) if ([...node.ways].some((way) => safe.has(way))) safe.add(node)
    }
    return this.all.filter((node) => !safe.has(node) && node.ways.size > 0)
  }
}

function keyOf({ status, text, error }: Screen, late: boolean): string {
  return JSON.stringify([late, status, text, error])
}
