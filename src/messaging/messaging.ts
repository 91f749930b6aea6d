import { messageOf, type Outbound } from '../kernel/index.ts'
import { smsAnswer } from './schema.ts'
import { type SmsClient, smsClient } from './sdk.ts'

export interface MessagingConfig {
  username: string
  apiKey: string
  /** Where `/version1/messaging` is; null is Africa's Talking itself. */
  baseUrl: string | null
  /** Sender id or short code; Africa's Talking's default where null. */
  from: string | null
}

/** What became of one SMS. `reason` is a recipient status of Africa's Talking, or what went wrong on the way. */
export type SmsResult = { ok: true; messageId: string } | { ok: false; reason: string }

/** SMS out, through the official `africastalking` SDK. */
export class Messaging {
  readonly #outbound: Outbound
  #client: SmsClient
  #config: MessagingConfig

  constructor({ outbound, config }: { outbound: Outbound; config: MessagingConfig }) {
    this.#outbound = outbound
    this.#config = config
    this.#client = smsClient({ ...config, outbound })
  }

  configure(config: MessagingConfig): void {
    this.#config = config
    this.#client = smsClient({ ...config, outbound: this.#outbound })
  }

  /** Sends one SMS. Never throws: a refusal is an answer too. `to` is `+` and digits. */
  async send({ to, text }: { to: string; text: string }): Promise<SmsResult> {
    const { from } = this.#config
    let answer: unknown
    try {
      answer = await this.#client.send({ to: [to], message: text, ...(from === null ? {} : { from }) })
    } catch (error) {
      // The SDK rejects with a plain body where the status is not 201.
      return { ok: false, reason: error instanceof Error ? messageOf(error) : JSON.stringify(error) }
    }
    const parsed = smsAnswer.safeParse(answer)
    if (!parsed.success) return { ok: false, reason: 'the answer is not one of Africa’s Talking’s' }
    const { Message, Recipients } = parsed.data.SMSMessageData
    const [recipient] = Recipients
    // 201 with no recipients is how a bad sender id is told.
    if (!recipient) return { ok: false, reason: Message }
    if (recipient.status !== 'Success') return { ok: false, reason: recipient.status }
    return { ok: true, messageId: recipient.messageId }
  }
}
