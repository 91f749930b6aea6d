import { PayersimError } from '../kernel/index.ts'
import type { Origin } from './answer.ts'

/**
 * A request that MTN's API answers with an error, or redirects. Thrown inside a unit it undoes the unit, so that a
 * refused request leaves nothing behind. Its message is for the log: on the wire MTN often says nothing.
 */
export class Refusal extends PayersimError {
  override readonly name = 'Refusal' as const
  constructor(
    readonly status: number,
    /** An object is sent as JSON, a text as it is; undefined is an empty body. */
    readonly body: object | string | undefined,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly origin: Origin = 'wallet',
  ) {
    super(message, { status })
  }

  /** What MTN's answer keeps to itself: for the timeline and the log, never for the wire. Without secrets. */
  explanation: string | undefined

  /** The same refusal, with its explanation. */
  explained(explanation: string): this {
    this.explanation = explanation
    return this
  }
}
