import { PayersimError } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import type { Origin } from './answer.ts'

/**
 * MTN's API answers a request with an error, or redirects it. Thrown inside a unit, it rolls the unit back, so that a
 * refused request changes nothing. Its message is for the log: on the wire MTN often gives no reason.
 */
export class Refusal extends PayersimError {
  override readonly name = 'Refusal' as const
  /** The message where it is payersim's own; undefined where it is MTN's. */
  readonly told: Told | undefined
  constructor(
    readonly status: number,
    /** An object is sent as JSON, a text unchanged; undefined: an empty body. */
    readonly body: object | string | undefined,
    message: string | Told,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly origin: Origin = 'wallet',
  ) {
    super(typeof message === 'string' ? message : message.en, { status })
    this.told = typeof message === 'string' ? undefined : message
  }

  /** The reason that MTN's answer does not give: for the timeline and the log, never for the wire. Without secrets. */
  explanation: Told | undefined

  /** The same refusal, with its explanation. */
  explained(explanation: Told): this {
    this.explanation = explanation
    return this
  }
}
