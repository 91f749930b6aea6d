import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { messageSchema, sentSmsSchema, threadSchema } from '../../terms/sim/message.ts'

const section = 'SMS'
const ofNumber = ['not-a-phone-number', 'unknown-phone'] as const

/** What documents say of the SMS of phones. */
export const sms = {
  listMessages: {
    summary: 'The SMS on a phone, oldest first',
    description:
      'Those after the id `after`, with the text `contains` in them. With `waitMs` the answer comes with the first of them, and ' +
      'is empty after that many milliseconds. `code` is the 4 to 8 digits next to a word such as code or OTP.',
    section,
    answers: { 200: z.array(messageSchema) },
    problems: ofNumber,
  },
  sendMessage: {
    summary: 'Send an SMS from a phone',
    description:
      'To a short code of 3 to 8 digits, whose app is told if it has a URL; a sender id takes `STOP` and `START` alone.',
    section,
    example: { to: '24242', text: 'Hello' },
    answers: { 201: sentSmsSchema },
    problems: ['not-a-short-code', 'not-an-sms', 'phone-off', ...ofNumber],
  },
  listThreads: {
    summary: 'What a phone and each sender wrote to each other',
    description: 'The thread with the newest message stands first.',
    section,
    answers: { 200: z.array(threadSchema) },
    problems: ofNumber,
  },
} satisfies Record<string, ControlDescription>
