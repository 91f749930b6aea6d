import type { Screen } from '../../client/index.ts'
import type { StepWords } from '../schema.ts'
import type { Situation } from './world.ts'

/** A screen that the walk reached. */
export interface Place {
  situation: Situation
  screen: Screen
  /** The steps to this screen, after the situation's own steps. */
  path: readonly StepWords[]
  /** The payer had hesitated before. */
  late: boolean
  /** The screens that its answers lead to. */
  ways: Set<Place>
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
export class Places {
  readonly all: Place[] = []
  readonly #byKey = new Map<string, Place>()

  find(screen: Screen, late: boolean): Place | undefined {
    return this.#byKey.get(keyOf(screen, late))
  }

  add(place: Place): void {
    this.all.push(place)
    this.#byKey.set(keyOf(place.screen, place.late), place)
  }

  /** Open screens from which no answer leads to an end. */
  traps(): Place[] {
    const safe = new Set(this.all.filter(({ screen }) => screen.status !== 'open'))
    for (let before = -1; before < safe.size; ) {
      before = safe.size
      for (const place of this.all) if ([...place.ways].some((way) => safe.has(way))) safe.add(place)
    }
    return this.all.filter((place) => !safe.has(place) && place.ways.size > 0)
  }
}

function keyOf({ status, text, error }: Screen, late: boolean): string {
  return JSON.stringify([late, status, text, error])
}
