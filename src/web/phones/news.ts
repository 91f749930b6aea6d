import type { Entry } from '../../events/telling.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'

/** What is new on one phone. */
export interface PhoneNews {
  /** The ids of the SMS that arrived, the newest last. */
  sms: readonly string[]
  /** Prompts that ended unanswered, since the phone was last used. */
  missed: number
  /** Orders that wait for this person's yes or no. */
  toApprove: number
}

/** Counts the prompts that each phone missed, entry by entry as they come: one more costs no look at all others. */
export class Missed {
  readonly #missed = new Map<string, number>()
  /** The sessions that the network opened. */
  readonly #pushed = new Set<string>()
  #taken = 0
  #first: Entry | undefined

  /** Takes entries in the order of their arrival: those that it has, and more. Others begin it anew. */
  take(arrived: readonly Entry[]): this {
    if (arrived[0] !== this.#first || arrived.length < this.#taken) {
      this.#missed.clear()
      this.#pushed.clear()
      this.#taken = 0
      this.#first = arrived[0]
    }
    for (; this.#taken < arrived.length; this.#taken++) {
      const entry = arrived[this.#taken]
      if (entry) this.#add(entry)
    }
    return this
  }

  of(msisdn: string): number {
    return this.#missed.get(msisdn) ?? 0
  }

  #add(entry: Entry): void {
    const { phone } = entry
    if (entry.kind === 'ussd.pushed') this.#pushed.add(entry.data.sessionId)
    if (phone === null) return
    if (entry.kind === 'ussd.dialled') this.#missed.delete(phone)
    else if (entry.kind === 'ussd.hop') {
      if (entry.data.text !== '') this.#missed.delete(phone)
    } else if (entry.kind === 'ussd.session-ended') {
      const { sessionId, status, input } = entry.data
      if (this.#pushed.delete(sessionId) && status === 'timed-out' && input === '')
        this.#missed.set(phone, this.of(phone) + 1)
    }
  }
}

/** `ringing`: the network opened a session, and nobody has answered its first screen. */
export type Standing = 'off' | 'ringing' | 'in-session' | 'idle'

export function standingOf(phone: PhoneView | undefined): Standing {
  if (!phone) return 'idle'
  if (!phone.online) return 'off'
  if (phone.screen?.status !== 'open') return 'idle'
  return phone.news?.rings ? 'ringing' : 'in-session'
}
