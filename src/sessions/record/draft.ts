import { formatDuration } from '../../terms/index.ts'
import type { StepWords } from '../schema.ts'

export interface DraftStep {
  /** Without `phone`: whose it is stands beside them. */
  words: StepWords
  phone: string | undefined
  /** What a comment above it says. */
  notes: string[]
}

/** A moment of the recording, to go back to. */
export interface Mark {
  clock: number
  last: number
}

const second = 1_000

/** The steps of a script while it is written, and how far its clock has moved. */
export class Draft {
  #steps: DraftStep[] = []
  readonly #exact: boolean
  #notes: string[] = []
  #postponed: DraftStep[] = []
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
    return this.#steps.at(-1)
  }

  add(words: StepWords, phone?: string): DraftStep {
    const step = { words, phone, notes: this.#notes }
    this.#notes = []
    this.#steps.push(step, ...this.#postponed)
    this.#postponed = []
    return step
  }

  /**
   * Removes a step, and says so above the one after it.
   *
   * @returns whether there was one
   */
  leaveOut(index: number, noteOf: (words: StepWords) => string): boolean {
    const [step] = index < 0 ? [] : this.#steps.splice(index, 1)
    if (!step) return false
    const notes = [...step.notes, noteOf(step.words)]
    const next = this.#steps[index]
    if (next) next.notes = [...notes, ...next.notes]
    else this.#notes = [...notes, ...this.#notes]
    return true
  }

  /** Has these steps come after the one that is added next. */
  postpone(steps: readonly DraftStep[]): void {
    this.#steps = this.#steps.filter((step) => !steps.includes(step))
    this.#postponed.push(...steps)
  }

  /** Adds checks to a step if it is the last, and to a step of their own where others came between. */
  check(step: DraftStep | undefined, checks: StepWords, phone: string): void {
    if (Object.keys(checks).length === 0) return
    if (step && step === this.last && (step.phone ?? phone) === phone) {
      Object.assign(step.words, checks)
      step.phone = phone
    } else this.add(checks, phone)
  }

  /** Says above the next step what is left out here, or is to be known of it. */
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
    this.add({ wait: formatDuration(seconds * second) })
  }

  /** The time that both the script and the recording have reached. */
  mark(): Mark {
    return { clock: this.#clock, last: this.#last }
  }

  backTo({ clock, last }: Mark): void {
    this.#clock = clock
    this.#last = last
  }

  /** The steps, each with its phone where that is not the one in hand. */
  written(): Array<Pick<DraftStep, 'words' | 'notes'>> {
    let hand: string | undefined
    return this.#steps.map(({ words, phone, notes }) => {
      const named = phone === undefined || phone === hand ? {} : { phone }
      hand = phone ?? hand
      return { words: { ...named, ...words }, notes }
    })
  }
}
