import { PayersimError } from '../kernel/index.ts'

/**
 * A request that OnePipe answers with `Failed`. Thrown inside a unit it undoes the unit, so that a refused request
 * leaves nothing behind. The message is for the app's developer and holds no secret.
 */
export class Refusal extends PayersimError {
  override readonly name = 'Refusal' as const
  constructor(
    readonly code: string,
    message: string,
    /** `unauthorized` and `failed` have the HTTP status that the quirks say. */
    readonly kind: 'failed' | 'unauthorized' | 'malformed' = 'failed',
    /** Tells the app nothing, as the captured answer of the real gateway does. */
    readonly opaque = false,
  ) {
    super(message, { code })
  }

  /** What the answer keeps to itself: for the timeline and the log, never for the wire. Without secrets. */
  explanation: string | undefined

  /** The same refusal, with its explanation. */
  explained(explanation: string): this {
    this.explanation = explanation
    return this
  }
}
