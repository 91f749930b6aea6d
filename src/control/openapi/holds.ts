import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { holdSchema, holdsSchema } from '../../terms/sim/hold.ts'

const section = 'Held calls'
const params = (example: string) => ({ id: z.string().meta({ examples: [example] }) })

/** What documents say of `/holds`. */
export const holds = {
  listHolds: {
    summary: 'What is to be held, and what is held now',
    description:
      'Secrets in the calls are masked. With `waitMs` the answer comes as soon as a call is held, by the hold `hold` and after the ' +
      'call `after`, where they are named.',
    section,
    answers: { 200: holdsSchema },
    inMemory: true,
  },
  hold: {
    summary: 'Hold calls on their way until they are let go',
    description:
      'A call that matches waits, however far the clock moves. `GET /_sim/operations` lists what `match: { operation }` may name. Holds are not in snapshots; a reset, a restore or the end of ' +
      'payersim ends what is held: a request is answered 503 in its vendor’s words, and a callback counts as failed.',
    section,
    example: { point: 'callback', first: 1 },
    answers: { 201: holdSchema },
    problems: ['unknown-operation'],
    inMemory: true,
  },
  clearHolds: {
    summary: 'Hold nothing more',
    description: 'What is held by now waits on.',
    section,
    answers: { 204: null },
    inMemory: true,
  },
  deleteHold: {
    summary: 'Hold nothing more by one of them',
    section,
    params: params('hold-1'),
    answers: { 204: null },
    problems: ['unknown-hold'],
    inMemory: true,
  },
  releaseCall: {
    summary: 'Let a held call go, changed or not, or drop it',
    description:
      '`change` puts another status (of an answer), other headers (null takes one away) or another body in the place of those ' +
      'that there are. A masked secret is sent as it is, unless its header or body is changed.',
    section,
    params: params('call-1'),
    example: { change: { body: '{"status":"SUCCESSFUL"}' } },
    answers: { 204: null },
    problems: ['unknown-held-call', 'call-not-held', 'cannot-change-call'],
    inMemory: true,
  },
} satisfies Record<string, ControlDescription>
