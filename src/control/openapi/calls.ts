import type { ControlDescription } from '../../providers/index.ts'
import { callsCheckSchema, callsSchema } from '../../terms/sim/call.ts'

const section = 'Calls'

/** What documents say of `/calls`. */
export const calls = {
  listCalls: {
    summary: 'The calls of the vendors’ APIs, oldest first',
    description:
      'From the log of HTTP requests, which keeps the latest 2,000 in memory. `operation` names one, or a whole API; `by: program` leaves out ' +
      'the page and payersim’s own clients.',
    section,
    answers: { 200: callsSchema },
    problems: ['unknown-operation'],
    inMemory: true,
  },
  checkCalls: {
    summary: 'Whether the program under test called an API as it should',
    description:
      'Counts the calls of a program, where `by` says nothing else. With `waitMs` it waits for calls that are still missing. Where ' +
      'older requests are not kept any more, what says that something never came does not hold.',
    section,
    example: { operation: 'momo.createRequestToPay', count: 1, unique: 'reference' },
    answers: { 200: callsCheckSchema },
    problems: ['unknown-operation'],
    inMemory: true,
  },
} satisfies Record<string, ControlDescription>
