import { hot, type Kernel, type OldRows, type Rx, type Tx } from '../kernel/index.ts'
import { maskText, oneTimeCode } from '../safe-text/index.ts'
import type { InOtherLanguages } from '../terms/index.ts'
import type { Email as MailboxMessage, MailboxView } from '../terms/sim/mailbox.ts'
import { mailAddress } from './address.ts'
import type { MailRow, MailTables } from './tables.ts'

export interface Email {
  /** Unique for each message: one that is delivered twice is in the mailbox once. */
  id: string
  from: string
  to: string
  subject: string
  text: string
  /** What it belongs to. */
  trace?: string | null
}

/** The sender's result. It is `ok` for an e-mail that a fault loses, as a real mail host would answer. */
export type MailOutcome =
  | { ok: true }
  | { ok: false; kind: 'refused'; reason: string; reasonIn?: InOtherLanguages }

const refusedByHost = {
  reason: 'the mail host of the recipient refused it',
  reasonIn: { fr: 'l’hôte de messagerie du destinataire l’a refusé' },
}

const insert = hot<
  MailTables,
  { address: string; sender: string; subject: string; text: string; messageId: string; now: number }
>()((db, slot) =>
  db.insertInto('mailbox_messages').values({
    address: slot('address'),
    sender: slot('sender'),
    subject: slot('subject'),
    text: slot('text'),
    message_id: slot('messageId'),
    received_at: slot('now'),
  }),
)
const sameMessage = hot<MailTables, { address: string; messageId: string }>()((db, slot) =>
  db
    .selectFrom('mailbox_messages')
    .select('id')
    .where('address', '=', slot('address'))
    .where('message_id', '=', slot('messageId')),
)
const received = hot<MailTables, { address: string; after: number }>()((db, slot) =>
  db
    .selectFrom('mailbox_messages')
    .selectAll()
    .where('address', '=', slot('address'))
    .where('id', '>', slot('after'))
    .orderBy('id'),
)

/**
 * Mailboxes for every address, read by scripts, the library and the page. No mail server: no mail leaves the simulator,
 * and only its own services send any.
 */
export class Mail {
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    kernel.retention.add({ table: 'mailbox_messages', row: 'id', at: 'received_at', prune })
  }

  /**
   * Puts an e-mail into its mailbox, in its own transaction, unless a fault rejects or loses it.
   *
   * @throws InputError for a malformed address
   */
  async deliver(email: Email): Promise<MailOutcome> {
    const address = mailAddress(email.to)
    return this.#kernel.transact(async (tx) => {
      if (await tx.first(sameMessage, { address, messageId: email.id })) return { ok: true }
      const fault = await this.#kernel.faults.next(tx, { point: 'email', address })
      if (fault?.do === 'rejected') {
        const why = fault.reason === null ? refusedByHost : { reason: fault.reason }
        await tx.emit({ kind: 'email.rejected', data: { ...shown(email, address), ...why } })
        return { ok: false, kind: 'refused', ...why }
      }
      if (fault) {
        await tx.emit({ kind: 'email.lost', data: shown(email, address) })
        return { ok: true }
      }
      const { from: sender, subject, text, id: messageId } = email
      const emailId = await tx.insert(insert, { address, sender, subject, text, messageId, now: tx.now })
      // A one-time code is a secret: the event shows the message without it.
      const data = { ...shown(email, address), text: maskText(text), emailId }
      await tx.emit({ kind: 'email.received', data })
      return { ok: true }
    }, email)
  }

  /**
   * Oldest first; empty for an address without mail. `contains` searches subject and text, ignoring case.
   *
   * @throws InputError for a malformed address
   */
  async messages(
    rx: Rx,
    to: string,
    { after = 0, contains }: { after?: number | undefined; contains?: string | undefined } = {},
  ): Promise<MailboxMessage[]> {
    const rows = await rx.run(received, { address: mailAddress(to), after })
    const wanted = contains?.toLowerCase()
    return rows
      .filter(
        ({ subject, text }) => wanted === undefined || `${subject}\n${text}`.toLowerCase().includes(wanted),
      )
      .map(toMessage)
  }

  /** The addresses that have mail, with how many messages each. */
  async mailboxes(rx: Rx): Promise<MailboxView[]> {
    const rows = await rx
      .db<MailTables>()
      .selectFrom('mailbox_messages')
      .select((eb) => ['address', eb.fn.countAll<number>().as('messages')])
      .groupBy('address')
      .orderBy('address')
      .execute()
    return rows.map(({ address, messages }) => ({ address, messages: Number(messages) }))
  }
}

async function prune(tx: Tx, { after, through, before }: OldRows): Promise<void> {
  await tx
    .db<MailTables>()
    .deleteFrom('mailbox_messages')
    .where('id', '>', after)
    .where('id', '<=', through)
    .where('received_at', '<', before)
    .execute()
}

function toMessage({ id, sender, subject, text, received_at }: MailRow): MailboxMessage {
  return {
    id,
    from: sender,
    subject,
    text,
    code: oneTimeCode(text),
    receivedAt: new Date(received_at).toISOString(),
  }
}

/** The part of an e-mail that events contain. */
function shown({ id: messageId, from, subject }: Email, to: string) {
  return { to, from, subject: maskText(subject), messageId }
}
