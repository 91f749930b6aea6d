/** A check that failed. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure' as const
  readonly expected: string
  readonly seen: string
  /** The path of the value that it is about, inside the step's word. */
  readonly path: readonly string[]
  /** A suggestion. */
  readonly hint: string | undefined

  constructor(of: { expected: string; seen: string; path?: readonly string[]; hint?: string }) {
    super(`Expected ${of.expected}; seen: ${of.seen.replace(/\.$/, '')}.`)
    this.expected = of.expected
    this.seen = of.seen
    this.path = of.path ?? []
    this.hint = of.hint
  }
}

/** A screen that a real network would not show whole. */
export class ScreenMisfit extends StepFailure {}
