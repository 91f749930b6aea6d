import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { machineSchema, standingSchema } from '../../terms/sim/machine.ts'

const section = 'Machines'

/** What documents say of `/machines`. */
export const machines = {
  listMachines: {
    summary: 'The state machines of the payer’s app, as graphs',
    section,
    answers: { 200: z.array(machineSchema) },
    inMemory: true,
  },
  getPhoneMachine: {
    summary: 'The state of the session on a phone',
    description: 'Null where no session of the payer’s app is open.',
    section,
    answers: { 200: standingSchema },
    problems: ['not-a-phone-number', 'unknown-phone'],
  },
} satisfies Record<string, ControlDescription>
