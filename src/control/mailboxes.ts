import type { Kernel, Rx } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import { type ControlRoute, controlRoute, type OpenProvider } from '../providers/index.ts'
import type { Email, MailboxView } from '../terms/sim/mailbox.ts'
import { messagesQuery } from '../terms/sim/message.ts'
import { json } from './answers.ts'

/** `/mailboxes`: e-mail, as its receivers see it. */
export const mailboxRoutes = ({
  kernel,
  mail,
  providers,
}: {
  kernel: Kernel
  mail: Mail
  providers: readonly OpenProvider[]
}): ControlRoute[] => [
  controlRoute({
    operation: 'listMailboxes',
    method: 'GET',
    path: '/mailboxes',
    async answer() {
      const withMail = await kernel.read((rx) => mail.mailboxes(rx))
      const counts = new Map<string, number>()
      for (const { mailboxes } of providers) for (const address of mailboxes?.() ?? []) counts.set(address, 0)
      for (const { address, messages } of withMail) counts.set(address, messages)
      return json<MailboxView[]>([...counts].map(([address, messages]) => ({ address, messages })))
    },
  }),
  controlRoute({
    operation: 'listEmails',
    method: 'GET',
    path: '/mailboxes/{address}/messages',
    query: messagesQuery,
    async answer({ params: { address }, query: { waitMs, ...query }, gone }) {
      const some = async (rx: Rx) => {
        const messages = await mail.messages(rx, address, query)
        return messages.length > 0 ? messages : undefined
      }
      return json<Email[]>((await kernel.waitFor(some, waitMs, gone())) ?? [])
    },
  }),
]
