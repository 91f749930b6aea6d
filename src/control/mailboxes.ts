import type { Request, Response, Router } from 'express'
import type { Kernel, Rx } from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { OpenProvider } from '../providers/index.ts'
import type { Email, MailboxView } from '../terms/sim/mailbox.ts'
import { messagesQuery } from '../terms/sim/message.ts'
import { gone } from './phones.ts'
import { parse } from './schema.ts'

/** `/mailboxes`: e-mail, as its receivers see it. */
export function mailboxRoutes(
  routes: Router,
  { kernel, mail, providers }: { kernel: Kernel; mail: Mail; providers: readonly OpenProvider[] },
): void {
  routes.get('/mailboxes', async (_, response: Response<MailboxView[]>) => {
    const withMail = await kernel.read((rx) => mail.mailboxes(rx))
    const counts = new Map<string, number>()
    for (const { mailboxes } of providers) for (const address of mailboxes?.() ?? []) counts.set(address, 0)
    for (const { address, messages } of withMail) counts.set(address, messages)
    response.json([...counts].map(([address, messages]) => ({ address, messages })))
  })
  routes.get('/mailboxes/:address/messages', async (request: Request, response: Response<Email[]>) => {
    const { waitMs, ...query } = parse(messagesQuery, request.query, 'query')
    const some = async (rx: Rx) => {
      const messages = await mail.messages(rx, String(request.params.address), query)
      return messages.length > 0 ? messages : undefined
    }
    response.json((await kernel.waitFor(some, waitMs, gone(response))) ?? [])
  })
}
