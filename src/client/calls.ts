import {
  type ApiCalls,
  type CallerName,
  type CallsCheck,
  callsCheckSchema,
  callsSchema,
  type ExpectedCallsInput,
} from '../terms/sim/call.ts'
import { checkOptions, milliseconds, oneOf, text } from './known-options.ts'
import type { Wire } from './wire.ts'

/**
 * What the vendors' APIs were asked, from the log of HTTP requests.
 *
 * @example
 * const { calls } = await sim.calls.list({ operation: 'momo.getRequestToPay', by: 'program' })
 * const { holds } = await sim.calls.check({ operation: 'momo.createToken', count: 1 })
 */
export class Calls {
  readonly #wire: Wire

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /**
   * The calls, oldest first, of everybody; of one operation, or of a whole API such as `momo`.
   *
   * @throws ClientError for an operation that there is not
   */
  async list(options: { operation?: string; reference?: string; by?: CallerName } = {}): Promise<ApiCalls> {
    checkOptions('list', options, {
      operation: text,
      reference: text,
      by: oneOf('program', 'payersim', 'page'),
    })
    return this.#wire.get(callsSchema, '/_sim/calls', options)
  }

  /**
   * Whether calls by the program under test are as expected. `waitMs` (real time, 0 by default): how long it waits for
   * calls that are still missing.
   *
   * @throws ClientError for an operation that there is not, or an unknown word
   */
  async check(expected: ExpectedCallsInput, options: { waitMs?: number } = {}): Promise<CallsCheck> {
    checkOptions('check', options, { waitMs: milliseconds })
    const { waitMs = 0 } = options
    return this.#wire.ask(callsCheckSchema, 'POST', `/_sim/calls/check?waitMs=${waitMs}`, { ...expected })
  }
}
