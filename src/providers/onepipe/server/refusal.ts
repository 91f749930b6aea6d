import { PayersimError } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'

/**
 * OnePipe answers a request with `Failed`. Thrown inside a unit, it rolls the unit back, so that a refused request
 * changes nothing. The message is for the app's developer and holds no secret.
 */
export class Refusal extends PayersimError {
  override readonly name = 'Refusal' as const
  constructor(
    readonly code: string,
    message: string,
    /** `unauthorized` and `failed` have the HTTP status that the quirks say. */
    readonly kind: 'failed' | 'unauthorized' | 'malformed' = 'failed',
    /** Gives the app no reason, like the captured answer of the real gateway. */
    readonly opaque = false,
  ) {
    super(message, { code })
  }

  /** The reason that the answer does not give: for the timeline and the log, never for the wire. Without secrets. */
  explanation: Told | undefined

  /** The same refusal, with its explanation. */
  explained(explanation: Told): this {
    this.explanation = explanation
    return this
  }
}
