import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { machineSchema, seenSchema, standingSchema, walkedSchema } from '../../terms/sim/machine.ts'
import { inLanguage } from './headers.ts'

const section = 'Machines'

/** What documents say of `/machines`. */
export const machines = {
  listMachines: {
    summary: 'The state machines of the payer’s app, as graphs',
    description: 'The words are English, or French for `Accept-Language: fr`.',
    section,
    headers: inLanguage,
    answers: { 200: z.array(machineSchema) },
    inMemory: true,
  },
  listSeenStates: {
    summary: 'What the sessions of this world have seen of each machine',
    description:
      'Of the 10,000 newest sessions, from their answers and the labels of their screens. What is in none of them was never done.',
    section,
    answers: { 200: z.array(seenSchema) },
  },
  getPhonePath: {
    summary: 'The way of the last session on a phone through the payer’s app',
    description:
      'Of the session that the phone shows or showed last, the secrets in it hidden. Null where that was of another app, or there was none.',
    section,
    answers: { 200: walkedSchema },
    problems: ['not-a-phone-number', 'unknown-phone'],
  },
  getPhoneMachine: {
    summary: 'The state of the session on a phone',
    description: 'Null where no session of the payer’s app is open.',
    section,
    answers: { 200: standingSchema },
    problems: ['not-a-phone-number', 'unknown-phone'],
  },
} satisfies Record<string, ControlDescription>
