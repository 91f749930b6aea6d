import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { namedWorldSchema } from '../../terms/sim/named-world.ts'

const section = 'Worlds by name'
const params = { name: z.string().meta({ examples: ['suite-1'] }) }

/** What documents say of `/worlds`. */
export const worlds = {
  listWorlds: {
    summary: 'The worlds of this server, beside its own',
    section,
    answers: { 200: z.array(namedWorldSchema) },
  },
  openWorld: {
    summary: 'Open a world of its own on this server',
    description:
      'Its phones, money, clock, faults and timeline are apart from those of all others, and everything of it answers below ' +
      '`/w/NAME`, and at `NAME.localhost`. It is in memory, and begins as `world` says, as a copy of `from`, or as the server began.',
    section,
    example: { name: 'suite-1', clock: 'frozen' },
    answers: { 201: namedWorldSchema },
    problems: [
      'not-a-world-name',
      'bad-world',
      'not-a-time',
      'unknown-world',
      'world-is-there',
      'too-many-worlds',
    ],
  },
  getNamedWorld: {
    summary: 'Where a world is, and what its clock shows',
    section,
    params,
    answers: { 200: namedWorldSchema },
    problems: ['unknown-world'],
  },
  endWorld: {
    summary: 'End a world, and forget all that is in it',
    section,
    params,
    answers: { 204: null },
    problems: ['unknown-world', 'own-world'],
  },
} satisfies Record<string, ControlDescription>
