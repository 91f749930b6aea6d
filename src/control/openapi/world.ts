import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { connectSchema } from '../../terms/sim/connect.ts'
import { healthSchema } from '../../terms/sim/health.ts'
import { providerViewSchema } from '../../terms/sim/provider.ts'
import { worldViewSchema } from '../../terms/sim/world.ts'

const section = 'World'

/** The shape of the world, with the parts of these providers; one from outside may have a part that is not described. */
export function worldWith(
  views: ReadonlyArray<readonly [name: string, view: z.ZodType | undefined]>,
): z.ZodType {
  const known = views.flatMap(([name, view]) => (view ? [[name, view] as const] : []))
  return worldViewSchema.unwrap().extend(Object.fromEntries(known))
}

/** What documents say of the world, and of the simulator as a whole. */
export const describeWorld = (worldSchema: z.ZodType): Record<string, ControlDescription> => ({
  getWorld: {
    summary: 'Phones with their PINs and balances, and all keys that a newcomer needs',
    description:
      'Begin here: the subscription keys and API users of MTN MoMo, the apps of OnePipe, the key of Africa’s Talking, and the ' +
      'phones that have a name. Each provider has its part under its own name. Of many phones `limit` has so many, 0 for none; ' +
      '`numbers`, with commas between them, these alone; `search` those with a part of the name or the number.',
    section,
    answers: { 200: worldSchema },
  },
  getConnect: {
    summary: 'How a program reaches each vendor’s API in this world',
    description:
      'The base URL, keys, documents, and programs in several languages that make a first call. `url` is the base URL by which the ' +
      'programs are to reach this world, where it is another than the one on which payersim listens; `language` is that of the texts.',
    section,
    answers: { 200: z.array(connectSchema) },
  },
  resetWorld: {
    summary: 'Start again from the world file',
    description:
      'Forgets all that happened, the clock’s moves too; snapshots stay. It waits until nothing is on its way, and answers the world as it begins.',
    section,
    answers: { 200: worldSchema },
    problems: ['busy'],
  },
  getHealth: {
    summary: 'Whether the simulator can work',
    description: '503 with `reason` and `detail` while the data file cannot be used.',
    section,
    answers: { 200: healthSchema, 503: healthSchema },
  },
  listProviders: {
    summary: 'The vendors whose APIs are simulated, and their hosts',
    description: 'For `payersim run`, which leads calls to these hosts here. It needs no admin token.',
    section,
    answers: { 200: z.array(providerViewSchema) },
    inMemory: true,
  },
})
