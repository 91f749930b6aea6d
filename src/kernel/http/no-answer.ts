import type { Told } from '../../terms/index.ts'
import { OutboundError } from '../errors.ts'
import { answeredTooLate } from './lost-answers.ts'

/** What a caller gets in place of an answer: its connection is dropped. */
export class NoAnswer {
  constructor(
    /** `lost`: the request was performed. `never`: its caller has given up, or the simulator has. */
    readonly reason: 'lost' | 'never',
    /** For the timeline: what happened, and by which fault. */
    readonly why: Told,
  ) {}

  /** The same as the error of a request that went out to this URL and waits for no more than so many milliseconds. */
  errorAt(url: string, timeoutMs: number): OutboundError {
    const { host } = new URL(url)
    if (this.reason === 'lost')
      return new OutboundError(
        'lost',
        {
          en: `${host} closed the connection before its answer was complete: the answer is lost. It may have read the request.`,
          fr: `${host} a fermé la connexion avant que sa réponse soit complète : la réponse est perdue. La requête a peut-être été lue.`,
        },
        { url },
      )
    return new OutboundError('timeout', answeredTooLate(host, timeoutMs / 1000), { url })
  }
}

/** Who waits for an answer. */
export interface Caller {
  /** Aborted when it has gone. */
  gone(): AbortSignal
  /**
   * For a call of the simulator to itself: how long it waits, in milliseconds. Such a call is not held, since the clock
   * may wait for it: what would come too late never comes, and what would come in time comes at once.
   */
  patienceMs(): number | undefined
}
