import type { Outbound } from '../kernel/index.ts'
import { failureOf, type SmsFailure } from './failure.ts'
import { smsAnswer } from './schema.ts'
import { type SmsClient, smsClient } from './sdk.ts'

export interface MessagingConfig {
  username: string
  apiKey: string
  /** Where `/version1/messaging` is; null is Africa's Talking itself, its sandbox for the username `sandbox`. */
  baseUrl: string | null
  /** Sender id or short code; Africa's Talking's default where null. */
  from: string | null
  /**
   * Whether every number is sent to, those too that the SDK's own check drops. It knows the plans of the countries, and
   * the phones of our own network may have numbers outside of them.
   */
  anyNumber?: boolean
}

/** An SMS that was not sent, for those who look at the timeline. The text may hold a secret, and is not told. */
export interface UnsentSms extends Omit<SmsFailure, 'ok'> {
  to: string
}

export interface OutgoingSms {
  to: string
  text: string
  from?: string | null
  /**
   * The id of the delivery that this SMS is. Our own network takes each once, however often it is sent; Africa's Talking
   * knows no such id, and is not told.
   */
  delivery?: number
}

/** What became of one SMS, by whichever service it went. */
type SmsResult = { ok: true; messageId: string } | { ok: false; reason: string }

/** The same, with what Africa's Talking and the way there tell. */
export type SmsOutcome = Extract<SmsResult, { ok: true }> | SmsFailure

/** SMS out, through the official `africastalking` SDK. */
export class Messaging {
  readonly #report: (unsent: UnsentSms) => Promise<void>
  readonly #client: SmsClient
  readonly #config: MessagingConfig

  constructor({
    outbound,
    config,
    report = async () => {},
  }: {
    outbound: Outbound
    config: MessagingConfig
    /** Is told of each SMS that was not sent, before {@link send} resolves. */
    report?: (unsent: UnsentSms) => Promise<void>
  }) {
    this.#report = report
    this.#config = config
    this.#client = smsClient({ ...config, outbound })
  }

  /**
   * Sends one SMS, once. Never throws: a refusal is an answer too, and says whether to send it again. `to` is `+` and
   * digits; `from` is a sender id or short code in the place of the configured one.
   */
  async send(message: OutgoingSms): Promise<SmsOutcome> {
    const outcome = await this.#attempt(message)
    if (!outcome.ok) {
      const { kind, reason, again } = outcome
      await this.#report({ to: message.to, kind, reason, again })
    }
    return outcome
  }

  async #attempt({ to, text, from = this.#config.from, delivery }: OutgoingSms): Promise<SmsOutcome> {
    let answer: unknown
    try {
      answer = await this.#client.send(
        { to: [to], message: text, ...(from === null ? {} : { from }) },
        delivery,
      )
    } catch (error) {
      return failureOf(error)
    }
    const parsed = smsAnswer.safeParse(answer)
    if (!parsed.success) {
      const reason = 'the answer is not one of Africa’s Talking’s'
      return { ok: false, kind: 'unknown', reason, again: false }
    }
    const { Message, Recipients } = parsed.data.SMSMessageData
    const [recipient] = Recipients
    // 201 with no recipients is how a bad sender id is told.
    if (!recipient) return { ok: false, kind: 'refused', reason: Message, again: false }
    const { status, messageId } = recipient
    if (status !== 'Success') return { ok: false, kind: 'refused', reason: status, again: false }
    return { ok: true, messageId }
  }
}
