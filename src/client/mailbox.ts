import { type Email, emailSchema } from '../terms/sim/mailbox.ts'
import { ClientError } from './errors.ts'
import { anything, checkOptions, milliseconds, text } from './known-options.ts'
import type { Wire } from './wire.ts'

export interface EmailQuery {
  /** Only messages after this one, given as the message or its id. */
  after?: number | Pick<Email, 'id'>
  /** In the subject or the text, ignoring case. */
  contains?: string
  /** Real milliseconds to wait for the first match. */
  waitMs?: number
}

const emailWords = { after: anything, contains: text, waitMs: milliseconds }
const emailsSchema = emailSchema.array()

/**
 * One person's mailbox.
 *
 * @example
 * const { code } = await sim.mailbox('ngozi@example.com').nextEmail({ contains: 'balance' })
 */
export class Mailbox {
  /** In lower case. */
  readonly address: string
  readonly #wire: Wire
  #generation: number
  #lastEmail = 0

  constructor(wire: Wire, address: string) {
    this.#wire = wire
    this.#generation = wire.generation
    this.address = canonicalAddress(address)
  }

  /** E-mail received, oldest first. */
  async messages(query: EmailQuery = {}): Promise<Email[]> {
    checkOptions('messages', query, emailWords)
    const { after, contains, waitMs } = query
    this.#forgetOldWorld()
    const id = typeof after === 'object' ? after.id : after
    const path = `/_sim/mailboxes/${encodeURIComponent(this.address)}/messages`
    return this.#wire.get(emailsSchema, path, { after: id, contains, waitMs })
  }

  /**
   * The next e-mail, and the one-time code in it; by default newer than every one returned before, so that no code is
   * read twice. E-mail from before {@link skipEmails} is left out too.
   *
   * @throws ClientError if none comes within `waitMs` (real time, 3000 by default): it lists those that did
   */
  async nextEmail(options: EmailQuery = {}): Promise<Email> {
    checkOptions('nextEmail', options, emailWords)
    const { after, contains, waitMs = 3_000 } = options
    this.#forgetOldWorld()
    const mark = after ?? this.#lastEmail
    const query = { after: mark, ...(contains === undefined ? {} : { contains }) }
    const [email] = await this.messages({ ...query, waitMs })
    if (email) {
      this.#lastEmail = Math.max(this.#lastEmail, email.id)
      return email
    }
    const others = await this.messages({ after: mark })
    const wanted = contains === undefined ? '' : ` that contains "${contains}"`
    const came =
      others.length > 0
        ? ` These came: ${others.map(({ subject }) => JSON.stringify(subject)).join(', ')}.`
        : ''
    throw new ClientError(`No e-mail${wanted} came to ${this.address} within ${waitMs} ms.${came}`)
  }

  /** Skips all e-mail received so far: the next one is newer. */
  async skipEmails(): Promise<void> {
    this.#forgetOldWorld()
    const came = await this.messages({ after: this.#lastEmail })
    this.#lastEmail = came.at(-1)?.id ?? this.#lastEmail
  }

  #forgetOldWorld(): void {
    if (this.#generation === this.#wire.generation) return
    this.#generation = this.#wire.generation
    this.#lastEmail = 0
  }
}

/** @throws ClientError if the text is not an e-mail address */
export function canonicalAddress(typed: string): string {
  if (typeof typed !== 'string') {
    throw new ClientError(
      `${String(typed)} is no e-mail address. Write it as a text, such as "ngozi@example.com".`,
    )
  }
  const address = typed.trim().toLowerCase()
  if (/^[^\s@]+@[^\s@]+$/.test(address)) return address
  throw new ClientError(`${JSON.stringify(typed)} is no e-mail address. Write one such as ngozi@example.com.`)
}
