import { describe, expect, it } from 'vitest'
import {
  type AnyStateMachine,
  assign,
  createMachine,
  emit,
  log,
  raise,
  sendTo,
  setup,
  spawnChild,
} from 'xstate'
import { z } from 'zod'
import { type EffectTable, performedByShell } from './effects.ts'
import { MachineShell } from './machine-shell.ts'

interface Params {
  greet: { name: string }
  leave: undefined
}
const effects: EffectTable<Params, [said: string[]], string> = {
  greet: (said, { name }) => String(said.push(`Hello ${name}`)),
  leave: (said) => String(said.push('Bye')),
}
const context = z.strictObject({ met: z.int().nonnegative() })

const doorman = setup({
  types: {
    context: {} as z.output<typeof context>,
    events: {} as { type: 'come'; name: string } | { type: 'go' },
    input: {} as { met: number },
  },
  actions: { ...performedByShell<Params>(), count: assign({ met: ({ context }) => context.met + 1 }) },
}).createMachine({
  id: 'doorman',
  context: ({ input }) => input,
  initial: 'waits',
  states: {
    waits: {
      on: {
        come: {
          target: 'busy',
          actions: ['count', { type: 'greet', params: ({ event }) => ({ name: event.name }) }],
        },
        go: { target: 'home', actions: 'leave' },
      },
    },
    busy: { on: { go: 'waits' } },
    home: { type: 'final' },
  },
})

type Accepts = ConstructorParameters<
  typeof MachineShell<{ doorman: typeof entry }, typeof effects>
>[0]['accepts']
const entry = { version: 3, logic: doorman }
const shellWith = (accepts?: Accepts) =>
  new MachineShell({ machines: { doorman: entry }, effects, context, ...(accepts && { accepts }) })
const shell = shellWith()
const come = { type: 'come', name: 'Ama' } as const
const begun = () => shell.begin('doorman', { met: 0 }).machineState

describe('a step', () => {
  it('tells the state, and each effect with its parameters', () => {
    expect(shell.begin('doorman', { met: 0 })).toMatchObject({
      machineState: { machine: 'doorman', value: 'waits', context: { met: 0 }, over: false },
      effects: [],
    })
    expect(shell.advance(begun(), come)).toMatchObject({
      machineState: { value: 'busy', context: { met: 1 }, over: false },
      effects: [{ type: 'greet', params: { name: 'Ama' } }],
    })
    expect(shell.advance(begun(), { type: 'go' })).toMatchObject({
      machineState: { value: 'home', over: true },
      effects: [{ type: 'leave', params: undefined }],
    })
  })

  it('reports each step to the watch, with the transitions it took', () => {
    const seen: unknown[] = []
    const machines = { doorman: entry }
    const watched = new MachineShell({ machines, effects, context, watch: (step) => seen.push(step) })
    const { machineState } = watched.begin('doorman', { met: 0 })
    watched.advance(machineState, come)
    expect(seen).toEqual([
      { machine: 'doorman', state: 'waits' },
      { machine: 'doorman', state: 'busy', transitions: ['waits: come 0'] },
    ])
  })

  it('has its effects performed by the table that allows them', () => {
    const said: string[] = []
    const [greet] = shell.advance(begun(), come).effects
    const [leave] = shell.advance(begun(), { type: 'go' }).effects
    if (!greet || !leave) throw new Error('no effects')
    expect([shell.perform(greet, said), shell.perform(leave, said)]).toEqual(['1', '2'])
    expect(said).toEqual(['Hello Ama', 'Bye'])
  })
})

describe('a stored machine', () => {
  const stored = shell.pack(shell.advance(begun(), come).machineState) ?? ''

  it('is an envelope of name, version and snapshot', () => {
    expect(stored).toBe(
      '{"machine":"doorman","version":3,"snapshot":{"status":"active","value":"busy","context":{"met":1}}}',
    )
  })

  it('comes back as it was, and goes on', () => {
    const back = shell.unpack(stored)
    expect(back).toMatchObject({ machine: 'doorman', value: 'busy', context: { met: 1 }, over: false })
    expect(back && shell.advance(back, { type: 'go' }).machineState.value).toBe('waits')
  })

  it('is checked only once', () => {
    let checks = 0
    const counting = shellWith(() => ++checks > 0)
    expect(counting.unpack(stored)).toBe(counting.unpack(stored))
    expect(checks).toBe(1)
  })

  it('is read the same however many others were', () => {
    const other = shellWith()
    for (let met = 0; met < 1_200; met++) {
      expect(other.unpack(stored.replace('"met":1', `"met":${met}`))?.context).toEqual({ met })
    }
    expect(other.unpack(stored)?.context).toEqual({ met: 1 })
  })

  it('is nothing once it is over', () => {
    expect(shell.pack(shell.advance(begun(), { type: 'go' }).machineState)).toBeNull()
  })

  it.each([
    ['no JSON', '{'],
    ['JSON of something else', 'null'],
    ['another machine', stored.replace('doorman', 'porter')],
    ['a machine that every object has', stored.replace('doorman', 'toString')],
    ['another version', stored.replace('"version":3', '"version":2')],
    ['another state', stored.replace('busy', 'asleep')],
    ['a state that every object has', stored.replace('busy', 'toString')],
    ['a last state', stored.replace('busy', 'home')],
    ['another status', stored.replace('"active"', '"done"')],
    ['a context that is none', stored.replace('"met":1', '"met":-1')],
    ['something more', stored.replace('"met"', '"code":"123456","met"')],
  ])('is refused with %s', (_name, text) => {
    expect(text).not.toBe(stored)
    expect(shell.unpack(text)).toBeUndefined()
  })

  it('is refused where its room does not accept the state with the context', () => {
    const strict = shellWith(({ value, context: { met } }) => value !== 'busy' || met > 1)
    expect(strict.unpack(stored)).toBeUndefined()
    expect(strict.unpack(stored.replace('"met":1', '"met":2'))?.value).toBe('busy')
  })
})

describe('a machine that cannot be stored', () => {
  const nested = { initial: 'in', states: { in: {} } }
  it.each([
    ['states inside a state', createMachine({ id: 'm', initial: 'a', states: { a: nested } }), 'm.a'],
    ['states side by side', createMachine({ id: 'm', type: 'parallel', states: { a: {}, b: {} } }), 'm'],
  ])('is refused: %s', (_, logic, state) => {
    const context = z.looseObject({})
    expect(() => new MachineShell({ machines: { one: { version: 1, logic } }, effects, context })).toThrow(
      expect.objectContaining({ name: 'MachineError', data: { machine: 'one', state } }),
    )
  })
})

describe('an action that cannot commit with its unit', () => {
  const begin = (logic: AnyStateMachine) =>
    new MachineShell({
      machines: { one: { version: 1, logic } },
      effects,
      context: z.looseObject({}),
    }).begin('one', undefined)
  const entering = (action: unknown) => createMachine({ entry: action, on: { answer: {} } } as never)
  const child = createMachine({})

  it.each<[string, unknown]>([
    ['without a name', () => {}],
    ['of another name', { type: 'payEverybody' }],
    ['of a name that every object has', { type: 'toString' }],
    ['raised later', raise({ type: 'answer' }, { delay: 10 })],
    ['raised at once', raise({ type: 'answer' })],
    ['sent', sendTo(({ self }) => self, { type: 'answer' })],
    ['spawned', spawnChild(child)],
    ['emitted', emit({ type: 'answer' })],
    ['logged', log('answer')],
    ['inline with the name of an effect', function greet() {}],
  ])('is refused: %s', (_, action) => {
    expect(() => begin(entering(action))).toThrow(
      expect.objectContaining({ name: 'MachineError', message: expect.stringContaining('greet, leave') }),
    )
  })

  it('is refused where the machine has a function of its own for an effect', () => {
    const logic = createMachine({ entry: 'leave' }, { actions: { leave: () => {} } })
    expect(() => begin(logic)).toThrow(expect.objectContaining({ name: 'MachineError' }))
  })

  it('is refused where it is a time-out of a state', () => {
    expect(() => begin(createMachine({ after: { 10: {} } }))).toThrow(
      expect.objectContaining({ name: 'MachineError' }),
    )
  })

  it('does not stop assignments', () => {
    expect(begin(createMachine({ entry: assign({ seen: true }) })).effects).toEqual([])
  })
})
