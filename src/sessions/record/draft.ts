import type { StepWords } from '../schema.ts'

export interface DraftStep {
  words: StepWords
  /** What a comment above it says. */
  notes: string[]
}

const second = 1_000

/** The steps of a script while it is written: the phone in hand, and how far its clock has moved. */
export class Draft {
  readonly steps: DraftStep[] = []
  readonly #exact: boolean
  #hand: string | undefined
  #notes: string[] = []
  #clock: number
  #last: number

  /**
   * @param from when the recording began, epoch milliseconds
   * @param exact whether every second counts, since people moved the clock by hand; or else only those are written
   * that something came of
   */
  constructor(from: number, exact: boolean) {
    this.#clock = from
    this.#last = from
    this.#exact = exact
  }

  get last(): DraftStep | undefined {
    return this.steps.at(-1)
  }

  /** Adds a step; the phone is named where it is not in hand. */
  add(words: StepWords, phone?: string): DraftStep {
    const named = phone === undefined || phone === this.#hand ? {} : { phone }
    this.#hand = phone ?? this.#hand
    const step = { words: { ...named, ...words }, notes: this.#notes }
    this.#notes = []
    this.steps.push(step)
    return step
  }

  /** Adds checks to a step if it is the last, and to a step of their own where others came between. */
  check(step: DraftStep | undefined, checks: StepWords, phone: string): void {
    if (Object.keys(checks).length === 0) return
    if (step && step === this.last && (step.words.phone ?? this.#hand) === phone)
      Object.assign(step.words, checks)
    else this.add(checks, phone)
  }

  /** Says above the next step what is left out here. */
  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text)
  }

  /** What was noted after the last step. */
  get trailing(): readonly string[] {
    return this.#notes
  }

  /** Lets the time pass that passed until then. */
  pass(at: number): void {
    const since = at - this.#last
    this.#last = at
    // Somebody set the clock back: it goes on from there.
    if (since < 0) this.#clock = at
    if (!this.#exact && since < second) return
    const seconds = Math.ceil((at - this.#clock) / second)
    if (seconds <= 0) return
    this.#clock += seconds * second
    this.add({ wait: durationOf(seconds) })
  }
}

/** An ISO 8601 duration such as `PT1M30S` or `P30D`. */
export function durationOf(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const time = [
    [Math.floor(seconds / 3_600) % 24, 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ]
    .filter(([number]) => number !== 0)
    .map((part) => part.join(''))
    .join('')
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
}
