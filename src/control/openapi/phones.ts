import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { phoneViewSchema, screenSchema } from '../../terms/sim/phone.ts'

const section = 'Phones'
const ofHop = [
  'no-open-session',
  'session-went-on',
  'phone-off',
  'not-a-phone-number',
  'unknown-phone',
] as const

/** What documents say of `/phones`. */
export const phones = {
  listPhones: {
    summary: 'Every phone',
    description:
      'With its name, its network, whether it is on, and what it shows; by number. `limit` and `after`, the number of the last phone ' +
      'of an answer, page through many; `numbers`, with commas between them, has these alone; `search` those with a part of the ' +
      'name or the number; `open=true` those with a session that is open. With `news=true` each says by `news` whether it rings, ' +
      'how much waits for a yes or no, how many prompts nobody answered in time, and which SMS came last.',
    section,
    answers: { 200: z.array(phoneViewSchema) },
  },
  getPhone: {
    summary: 'One phone, and what it shows',
    description:
      'With `waitMs` the answer comes as soon as a screen is open, which is how a push is waited for; after that many ' +
      'milliseconds, 60,000 at most, it comes as it is. In an open world any number has a phone.',
    section,
    answers: { 200: phoneViewSchema },
    problems: ['not-a-phone-number', 'unknown-phone'],
  },
  changePhone: {
    summary: 'Switch a phone on or off, or move it to another network',
    description:
      'A phone that is switched off loses its session, and its SMS wait until it is on. `network` is the code of its mobile ' +
      'network, five digits, or null for the network of the world.',
    section,
    example: { online: true },
    answers: { 200: phoneViewSchema },
    problems: ['nothing-to-change', 'not-a-network-code', 'not-a-phone-number', 'unknown-phone'],
  },
  dialPhone: {
    summary: 'Dial a USSD code',
    description:
      'Answers the first screen. `*165#` is the payer’s own app; a code may have answers in it, such as `*165*1#`. A session ' +
      'that is open is hung up first. `status` is `open` while the session waits for an answer; where the app failed, `error` is the ' +
      'vendor’s sentence and `diagnosis` what probably happened and what to do. `warnings` would hurt on a real network.',
    section,
    example: { code: '*165#' },
    answers: { 200: screenSchema },
    problems: ['not-a-ussd-code', 'session-went-on', 'phone-off', 'not-a-phone-number', 'unknown-phone'],
  },
  replyOnPhone: {
    summary: 'Answer the screen that is open',
    description: 'Answers the next screen. The PIN of the people of the built-in world is 1234.',
    section,
    example: { text: '1' },
    answers: { 200: screenSchema },
    problems: [...ofHop, 'answer-too-long', 'answer-on-its-way', 'session-timed-out'],
  },
  chooseOnPhone: {
    summary: 'Choose an option of the open screen by its label',
    description:
      'Types the key that stands before the label on the screen, whatever it is, and answers the next screen. A part of the label ' +
      'is enough, if one option alone has it. Where none or several have, `options` of the error lists those of the screen.',
    section,
    example: { label: 'Approvals' },
    answers: { 200: screenSchema },
    problems: [...ofHop, 'no-such-option', 'answer-on-its-way'],
  },
  hangUpPhone: {
    summary: 'Hang up',
    description: 'Answers what the phone then shows. What the session was about stays as it is.',
    section,
    answers: { 200: screenSchema },
    problems: ['no-open-session', 'not-a-phone-number', 'unknown-phone'],
  },
} satisfies Record<string, ControlDescription>
