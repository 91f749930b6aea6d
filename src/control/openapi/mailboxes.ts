import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { emailSchema, mailboxSchema } from '../../terms/sim/mailbox.ts'

const section = 'Mailboxes'

/** What documents say of `/mailboxes`. */
export const mailboxes = {
  listMailboxes: {
    summary: 'The mailboxes, with the number of messages in each',
    description: 'Those of OnePipe’s sources, and those that have mail.',
    section,
    answers: { 200: z.array(mailboxSchema) },
  },
  listEmails: {
    summary: 'The e-mail in a mailbox, oldest first',
    description:
      'Every address has a mailbox. `after`, `contains`, which looks at subject and text, and `waitMs` work as with SMS.',
    section,
    params: { address: z.string().meta({ examples: ['bola.eze@example.com'] }) },
    answers: { 200: z.array(emailSchema) },
    problems: ['not-a-mail-address'],
  },
} satisfies Record<string, ControlDescription>
