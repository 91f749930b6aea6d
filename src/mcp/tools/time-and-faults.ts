import { z } from 'zod'
import { ClientError, type FaultPlan } from '../../client/index.ts'
import { faultArgsSchema, faultMatchSchema, faultPointNames, faultTimesSchema } from '../../terms/index.ts'
import type { FaultReading } from '../../terms/sim/fault.ts'
import { listed } from '../say.ts'
import { type Tool, tool } from '../tool.ts'

const plan = z.strictObject({
  id: z.string().optional().describe('Named on the timeline; fault-1, fault-2, … by default'),
  point: z.enum(faultPointNames).describe('Where it goes wrong'),
  do: z.string().describe('What goes wrong; a wrong word is answered with those of the point'),
  match: faultMatchSchema.optional(),
  when: faultTimesSchema.optional(),
  args: faultArgsSchema.optional(),
})

function sayFault({ id, point, do: what, match, met, injected }: FaultReading): string {
  const to = Object.entries(match).map(([word, value]) => `${word} ${value}`)
  const where = to.length > 0 ? ` for ${to.join(', ')}` : ''
  return `${id}: ${point} ${what}${where}; matched ${met} times, applied ${injected} times`
}

const sayFaults = (plans: readonly FaultReading[]) => listed(plans.map(sayFault), 'No fault is set.')

export const timeAndFaultTools: readonly Tool[] = [
  tool({
    name: 'read_clock',
    title: 'Read the clock',
    description: "The simulator's own time, and whether it runs or is frozen.",
    input: {},
    does: 'reads',
    async run(_, { sim }) {
      const clock = await sim.clock.read()
      return { text: `${clock.now}, ${clock.mode}`, data: { clock } }
    },
  }),
  tool({
    name: 'move_clock',
    title: 'Move, freeze or run the clock',
    description:
      "Moves the simulator's time forward by a duration, freezes it, or lets it run. It answers when all that fell due has been done: expiries, callbacks, SMS. Your own program's clock does not move.",
    input: {
      advance: z.string().optional().describe('An ISO 8601 duration such as PT5M'),
      mode: z.enum(['frozen', 'running']).optional(),
      at: z.string().optional().describe('With mode frozen: the ISO 8601 time to stand at'),
    },
    does: 'changes',
    async run({ advance, mode, at }, { sim: { clock } }) {
      if (advance === undefined && mode === undefined) throw new ClientError('Give advance, mode, or both.')
      if (at !== undefined && mode !== 'frozen') throw new ClientError('A time goes with mode frozen alone.')
      if (mode === 'frozen') await clock.freeze(at)
      if (mode === 'running') await clock.run()
      const now = advance === undefined ? await clock.read() : await clock.advance(advance)
      return { text: `It is ${now.now}, and the clock is ${now.mode}.`, data: { clock: now } }
    },
  }),
  tool({
    name: 'settle',
    title: 'Wait until all that is due is done',
    description: 'Answers when every prompt, callback and SMS that is due now has been sent. Moves no clock.',
    input: {},
    does: 'reads',
    async run(_, { sim }) {
      await sim.settle()
      return { text: 'All that was due has been done.', data: {} }
    },
  }),
  tool({
    name: 'list_operations',
    title: "List the vendors' operations",
    description: "The operations of the vendors' APIs, as a fault at the point operation can name them.",
    input: {},
    does: 'reads',
    async run(_, { sim }) {
      const operations = await sim.operations()
      return {
        text: operations
          .map(({ name, title, method, path }) => `${name}: ${title}, ${method} ${path}`)
          .join('\n'),
        data: { operations },
      }
    },
  }),
  tool({
    name: 'list_faults',
    title: 'List the faults',
    description: 'What is to go wrong, and how often it did.',
    input: {},
    does: 'reads',
    async run(_, { sim }) {
      const faults = await sim.faults.list()
      return { text: sayFaults(faults), data: { faults } }
    },
  }),
  tool({
    name: 'set_faults',
    title: 'Make things go wrong',
    description:
      "Replaces all faults by these: lose an SMS, drop a session, let a callback come late, twice or never, or have a call of a vendor's API answered 500, late or never. An empty list clears them.",
    input: { faults: z.array(plan).max(100) },
    does: 'changes',
    async run({ faults: wanted }, { sim }) {
      // Which action goes with which point the simulator says, with the nearest known word.
      const faults = await sim.faults.set(wanted as FaultPlan[])
      return { text: sayFaults(faults), data: { faults } }
    },
  }),
  tool({
    name: 'clear_faults',
    title: 'Clear the faults',
    description: 'From now on nothing goes wrong on command.',
    input: {},
    does: 'changes',
    async run(_, { sim }) {
      await sim.faults.clear()
      return { text: 'No fault is set.', data: { faults: [] } }
    },
  }),
]
