import type { Outbound } from '../kernel/index.ts'
import { untilHot } from '../terms/index.ts'
import { failureOf, type SmsFailure } from './failure.ts'
import { ownNetworkClient } from './own-network.ts'
import { smsAnswer } from './schema.ts'
import { sdkClient } from './sdk.ts'
import type { SmsClient } from './sms-client.ts'

export interface MessagingConfig {
  username: string
  apiKey: string
  /** The host of `/version1/messaging`; null for Africa's Talking itself, or its sandbox when the username is `sandbox`. */
  baseUrl: string | null
  /** Sender id or short code; null for Africa's Talking's default. */
  from: string | null
  /** `baseUrl` is the network of this process, so that no SDK is needed, and any number may be a phone. */
  ownNetwork?: boolean
}

/** An SMS that was not sent, for the timeline. Without the text, which may hold a secret. */
export interface UnsentSms extends Omit<SmsFailure, 'ok'> {
  to: string
  trace: string | null
}

export interface OutgoingSms {
  to: string
  text: string
  from?: string | null
  /** What it belongs to. */
  trace: string | null
  /**
   * The id of this delivery. The simulated network accepts each id once, so a retry sends no second SMS. The id is not
   * sent to Africa's Talking, which has no such field.
   */
  delivery?: number
}

/** The result of sending one SMS, through any service. */
type SmsResult = { ok: true; messageId: string } | { ok: false; reason: string }

/** The same for Africa's Talking, with the kind of failure. */
export type SmsOutcome = Extract<SmsResult, { ok: true }> | SmsFailure

/** Sends SMS: to Africa's Talking through its official SDK, and to the network of this process without. */
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
    /** Called for each SMS that was not sent, before {@link send} resolves. */
    report?: (unsent: UnsentSms) => Promise<void>
  }) {
    this.#report = report
    this.#config = config
    const { baseUrl } = config
    this.#client =
      config.ownNetwork && baseUrl !== null
        ? ownNetworkClient({ ...config, baseUrl, outbound })
        : sdkClient({ ...config, outbound })
  }

  /**
   * Sends one SMS, once. Never throws: a failure is a result too, and says whether to send it again. `to` is `+` and
   * digits; `from` is a sender id or short code that replaces the configured one.
   */
  async send(message: OutgoingSms): Promise<SmsOutcome> {
    const outcome = await this.#attempt(message)
    if (!outcome.ok) {
      const { ok: _, ...failure } = outcome
      await this.#report({ to: message.to, ...failure, trace: message.trace })
    }
    return outcome
  }

  async #attempt({ to, text, from = this.#config.from, trace, delivery }: OutgoingSms): Promise<SmsOutcome> {
    let answer: unknown
    try {
      answer = await this.#client.send(
        { to: [to], message: text, ...(from === null ? {} : { from }) },
        { delivery, trace, phone: to },
      )
    } catch (error) {
      return failureOf(error)
    }
    const parsed = smsAnswer.safeParse(answer, untilHot(smsAnswer))
    if (!parsed.success) {
      const reason = 'the answer is not one of Africa’s Talking’s'
      const reasonIn = { fr: 'la réponse n’est pas une réponse d’Africa’s Talking' }
      return { ok: false, kind: 'unknown', reason, reasonIn, again: false }
    }
    const { Message, Recipients } = parsed.data.SMSMessageData
    const [recipient] = Recipients
    // A bad sender id is answered 201 without recipients.
    if (!recipient) return { ok: false, kind: 'refused', reason: Message, again: false }
    const { status, messageId } = recipient
    if (status !== 'Success') return { ok: false, kind: 'refused', reason: status, again: false }
    return { ok: true, messageId }
  }
}
