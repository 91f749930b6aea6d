import { formatDuration } from '../../terms/index.ts'

/** A step of a script while it is written, with words of this room or of a provider. */
export interface DraftStep<Words extends object = object> {
  /** Without `phone`, which is kept beside them. */
  words: Words
  phone: string | undefined
  /** The comment lines above the step. */
  notes: string[]
}

/** The times of a snapshot, for a restore. */
export interface Mark {
  clock: number
  last: number
}

const second = 1_000

/** The steps of a script while it is written, and the time that its clock has reached. */
export class ScriptDraft<Words extends object = Record<string, unknown>> {
  #steps: Array<DraftStep<Words>> = []
  readonly #exact: boolean
  #notes: string[] = []
  #postponed: Array<DraftStep<Words>> = []
  #clock: number
  #last: number

  /**
   * @param from when the recording began, epoch milliseconds
   * @param exact whether every wait is written to the second, because the clock was moved by hand; if not, waits under
   * a second are left out
   */
  constructor(from: number, exact: boolean) {
    this.#clock = from
    this.#last = from
    this.#exact = exact
  }

  get last(): DraftStep<Words> | undefined {
    return this.#steps.at(-1)
  }

  add(words: Words, phone?: string): DraftStep<Words> {
    const step = { words, phone, notes: this.#notes }
    this.#notes = []
    this.#steps.push(step, ...this.#postponed)
    this.#postponed = []
    return step
  }

  /**
   * Removes a step, and adds a note about it above the next one.
   *
   * @returns whether there was such a step
   */
  leaveOut(index: number, noteOf: (words: Words) => string): boolean {
    const [step] = index < 0 ? [] : this.#steps.splice(index, 1)
    if (!step) return false
    const notes = [...step.notes, noteOf(step.words)]
    const next = this.#steps[index]
    if (next) next.notes = [...notes, ...next.notes]
    else this.#notes = [...notes, ...this.#notes]
    return true
  }

  /** Moves these steps behind the one that is added next. */
  postpone(steps: ReadonlyArray<DraftStep<object>>): void {
    this.#postponed.push(...this.#steps.filter((step) => steps.includes(step)))
    this.#steps = this.#steps.filter((step) => !steps.includes(step))
  }

  /** Adds checks to a step if it is the last one, or else as a new step. */
  check(step: DraftStep<Words> | undefined, checks: Words, phone: string): void {
    if (Object.keys(checks).length === 0) return
    if (step && step === this.last && (step.phone ?? phone) === phone) {
      Object.assign(step.words, checks)
      step.phone = phone
    } else this.add(checks, phone)
  }

  /** Adds a comment above the next step, for example about what is left out there. */
  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text)
  }

  /** The notes after the last step. */
  get trailing(): readonly string[] {
    return this.#notes
  }

  /** Adds a `wait` for the time since the last event. */
  pass(at: number): void {
    const since = at - this.#last
    this.#last = at
    // The clock was set back: continue from there.
    if (since < 0) this.#clock = at
    if (!this.#exact && since < second) return
    const seconds = Math.ceil((at - this.#clock) / second)
    if (seconds <= 0) return
    this.#clock += seconds * second
    this.add({ wait: formatDuration(seconds * second) } as unknown as Words)
  }

  /** The present times of the script and of the recording. */
  mark(): Mark {
    return { clock: this.#clock, last: this.#last }
  }

  backTo({ clock, last }: Mark): void {
    this.#clock = clock
    this.#last = last
  }

  /** The steps; `phone` is written only where it changes. */
  written(): Array<Pick<DraftStep<Words>, 'words' | 'notes'>> {
    let hand: string | undefined
    return this.#steps.map(({ words, phone, notes }) => {
      const named = phone === undefined || phone === hand ? {} : { phone }
      hand = phone ?? hand
      return { words: { ...named, ...words }, notes }
    })
  }
}
