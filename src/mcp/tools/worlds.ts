import { z } from 'zod'
import type { NamedWorld, Snapshot } from '../../client/index.ts'
import { listed } from '../say.ts'
import { type Tool, tool } from '../tool.ts'

const snapshotName = z.string().describe('Such as one-order-waits')
const worldName = z.string().describe('Small letters, digits and hyphens, such as agent-1')

const saySnapshot = ({ name, takenAt }: Snapshot) => `${name}, taken ${takenAt}`
const sayWorld = ({ name, url, clock: { mode, now }, endsAt }: NamedWorld) =>
  `${name}: ${url}, its clock ${mode} at ${now}${endsAt === null ? '' : `, ends at ${endsAt} if unused`}`

export const worldTools: readonly Tool[] = [
  tool({
    name: 'take_snapshot',
    title: 'Save the world',
    description:
      'Saves money, sessions, SMS, faults and time under a name. One of the same name is replaced.',
    input: { name: snapshotName },
    does: 'changes',
    async run({ name }, { sim }) {
      const snapshot = await sim.snapshots.take(name)
      return { text: `Saved: ${saySnapshot(snapshot)}.`, data: { snapshot } }
    },
  }),
  tool({
    name: 'restore_snapshot',
    title: 'Go back to a snapshot',
    description: 'Puts the world back as it was, with its time. What happened since is gone.',
    input: { name: snapshotName },
    does: 'removes',
    async run({ name }, { sim }) {
      const clock = await sim.snapshots.restore(name)
      return { text: `The world is as in ${name}. It is ${clock.now}, ${clock.mode}.`, data: { clock } }
    },
  }),
  tool({
    name: 'list_snapshots',
    title: 'List the snapshots',
    description: 'The snapshots that can be restored.',
    input: {},
    does: 'reads',
    async run(_, { sim }) {
      const snapshots = await sim.snapshots.list()
      return { text: listed(snapshots.map(saySnapshot), 'There is no snapshot.'), data: { snapshots } }
    },
  }),
  tool({
    name: 'reset_world',
    title: 'Start again',
    description:
      'Resets to the world file: all orders, SMS and sessions are gone, and balances are as at the start.',
    input: {},
    does: 'removes',
    async run(_, { sim }) {
      await sim.reset()
      return { text: 'The world has begun again.', data: {} }
    },
  }),
  tool({
    name: 'list_worlds',
    title: 'List the worlds',
    description:
      "The worlds by name beside the server's own, each with phones, money and a clock of its own.",
    input: {},
    does: 'reads',
    async run(_, { sim }) {
      const worlds = await sim.worlds.list()
      const text = listed(worlds.map(sayWorld), "There is no world but the server's own.")
      return { text, data: { worlds } }
    },
  }),
  tool({
    name: 'open_world',
    title: 'Open a world',
    description:
      'Opens a world of its own, so that nothing that others do is touched. Pass its name as world to the other tools, and its base URL to your program.',
    input: {
      name: worldName,
      from: z.string().optional().describe("A world to copy as it is now; default is the server's own"),
      clock: z.enum(['running', 'frozen']).optional(),
      at: z.string().optional().describe('With a frozen clock: its ISO 8601 time'),
      world_file: z.string().optional().describe('The text of a world file, YAML'),
      seed: z.string().optional().describe('Makes ids and codes repeatable'),
    },
    does: 'changes',
    async run({ name, from, clock, at, world_file, seed }, { sim }, desk) {
      desk.forget(name)
      await sim.worlds.open(name, {
        ...(from === undefined ? {} : { from }),
        ...(clock === undefined ? {} : { clock }),
        ...(at === undefined ? {} : { at }),
        ...(world_file === undefined ? {} : { world: world_file }),
        ...(seed === undefined ? {} : { seed }),
      })
      const opened = await sim.worlds.find(name)
      return { text: sayWorld(opened), data: { opened } }
    },
  }),
  tool({
    name: 'end_world',
    title: 'End a world',
    description: 'Ends a world by name, with all that is in it.',
    input: { name: worldName },
    does: 'removes',
    async run({ name }, { sim }, desk) {
      await sim.worlds.end(name)
      desk.forget(name)
      return { text: `The world ${name} has ended.`, data: { ended: name } }
    },
  }),
]
