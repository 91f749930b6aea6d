import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { faultPlanSchema } from '../../terms/index.ts'
import { faultReadingSchema } from '../../terms/sim/fault.ts'
import { operationSchema } from '../../terms/sim/operation.ts'

const section = 'Faults'

/** What documents say of `/faults` and `/operations`. */
export const faults = {
  listFaults: {
    summary: 'The fault plans, and how often each struck',
    description: '`met` counts how often a plan matched, `injected` how often it struck.',
    section,
    answers: { 200: z.array(faultReadingSchema) },
  },
  setFaults: {
    summary: 'Put fault plans in the place of all others',
    description:
      'At each point the first plan that applies strikes. `match` says at what, `when` how often, `args` how: all three may be ' +
      'left out. Counts begin anew.',
    section,
    body: z.array(faultPlanSchema).max(100),
    example: [{ point: 'sms', do: 'lost', match: { recipient: '+46733000001' }, when: { first: 1 } }],
    answers: { 200: z.array(faultReadingSchema) },
    problems: ['bad-fault-plan', 'unknown-operation', 'fault-cannot-strike', 'unknown-sms-rejection'],
  },
  clearFaults: {
    summary: 'Let nothing go wrong any more',
    section,
    answers: { 204: null },
  },
  listOperations: {
    summary: 'The operations of the vendors’ APIs, which a fault can name',
    section,
    answers: { 200: z.array(operationSchema) },
    inMemory: true,
  },
} satisfies Record<string, ControlDescription>
