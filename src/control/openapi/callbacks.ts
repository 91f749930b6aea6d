import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { callbackSchema } from '../../terms/sim/callback.ts'

const section = 'Callbacks'

/** What documents say of `/callbacks`. */
export const callbacks = {
  listCallbacks: {
    summary: 'Every callback, and what came of it',
    description:
      'To merchants and, on SMS, to apps, oldest first. `result` has what was sent and answered, or the error.',
    section,
    answers: { 200: z.array(callbackSchema) },
  },
  resendCallback: {
    summary: 'Send a callback again',
    description: 'Answers the new one, once it has been attempted.',
    section,
    params: { id: z.string().meta({ examples: ['1'] }) },
    answers: { 201: callbackSchema },
    problems: ['not-a-callback-id', 'unknown-callback', 'busy'],
  },
} satisfies Record<string, ControlDescription>
