import { describe, expect, it } from 'vitest'
import { type AnyStateMachine, assign, createMachine, emit, log, raise, sendTo, spawnChild } from 'xstate'
import { advance, begin, initialOf, pack, unpack } from './machine-shell.ts'
import { menuMachine } from './machines/menu-machine.ts'
import { promptMachine } from './machines/prompt-machine.ts'
import type { MachineEvent } from './machines/steps.ts'
import type { PreApprovalItem, RequestItem } from './schema.ts'

const input = { language: 'en', prompted: null } as const
const item: RequestItem = {
  kind: 'request-to-pay',
  id: 7,
  at: 0,
  merchant: 'Shop',
  amount: 1250,
  fee: 0,
  currency: 'EUR',
  externalId: null,
  referenceId: '6f1c2b1e-0000-4000-8000-000000000001',
}
const autoPayment: PreApprovalItem = {
  kind: 'auto-payment',
  id: 7,
  at: 0,
  merchant: 'Shop',
  currency: 'EUR',
  message: null,
  validitySeconds: 0,
  validUntil: null,
  lastUsedAt: null,
  referenceId: '6f1c2b1e-0000-4000-8000-000000000002',
}
const answer = (text: string): MachineEvent => ({ type: 'answer', text })
const cancelling: MachineEvent[] = [
  { type: 'home', waiting: 1 },
  answer('5'),
  { type: 'items', offset: 0, items: [autoPayment], more: false },
  answer('1'),
  { type: 'item', item: autoPayment },
  answer('1'),
  { type: 'pinAsked' },
  answer('7391'),
  { type: 'wrongPin', triesLeft: 2 },
  answer('12'),
  answer('0000'),
  { type: 'wrongPin', triesLeft: 1 },
]
const session: MachineEvent[] = [
  { type: 'home', waiting: 1 },
  answer('5'),
  { type: 'items', offset: 0, items: [], more: false },
  answer('0'),
  { type: 'home', waiting: 1 },
  answer('x'),
  answer('1'),
  { type: 'items', offset: 0, items: [item], more: false },
  answer('1'),
  { type: 'item', item },
  answer('1'),
  { type: 'pinAsked' },
  answer('12'),
  answer('0000'),
  { type: 'wrongPin', triesLeft: 2 },
  answer('7391'),
  { type: 'ended', ending: { kind: 'approved', item, transactionId: '1', balance: 0 } },
]

describe('a transition', () => {
  it('gives the same from a stored snapshot as from a live one', () => {
    let live = begin('menu', input)
    for (const event of session) {
      const restored = unpack(pack(live.machineState))
      live = advance(live.machineState, event)
      if (!restored) continue
      const { machineState, effects } = advance(restored, event)
      expect(effects).toEqual(live.effects)
      expect(machineState.value).toBe(live.machineState.value)
      expect(machineState.context).toEqual(live.machineState.context)
    }
  })

  it('carries the PIN in the parameters of its effect, and nowhere else', () => {
    let step = begin('menu', input)
    const carried: string[] = []
    for (const event of session) {
      step = advance(step.machineState, event)
      expect(JSON.stringify(step.machineState.snapshot.toJSON())).not.toMatch(/7391|0000"/)
      for (const { type, params } of step.effects) if ('pin' in params) carried.push(`${type} ${params.pin}`)
    }
    expect(carried).toEqual(['approve 0000', 'approve 7391'])
  })

  it('cancels the auto-payment that was shown, by its kind and id', () => {
    let step = begin('menu', input)
    const cancelled: unknown[] = []
    for (const event of cancelling) {
      const restored = unpack(pack(step.machineState))
      step = advance(restored ?? step.machineState, event)
      cancelled.push(...step.effects.filter(({ type }) => type === 'cancelAutoPayment'))
    }
    const of = { kind: 'auto-payment', id: 7 }
    expect(cancelled).toEqual(
      ['7391', '0000'].map((pin) => ({ type: 'cancelAutoPayment', params: { of, pin } })),
    )
    expect(step.machineState.value).toBe('cancelPin')
  })
})

describe('an action that cannot commit with its hop', () => {
  const entering = (entry: unknown) =>
    createMachine({ entry, on: { answer: {} } } as never) as AnyStateMachine
  const child = createMachine({})

  it.each<[string, unknown]>([
    ['without a name', () => {}],
    ['of another name', { type: 'payEverybody' }],
    ['raised later', raise({ type: 'answer' }, { delay: 10 })],
    ['raised at once', raise({ type: 'answer' })],
    ['sent', sendTo(({ self }) => self, { type: 'answer' })],
    ['spawned', spawnChild(child)],
    ['emitted', emit({ type: 'answer' })],
    ['logged', log('answer')],
    ['inline with the name of an effect', function approve() {}],
  ])('is refused: %s', (_, action) => {
    expect(() => initialOf(entering(action), input)).toThrow(
      expect.objectContaining({ name: 'MachineError' }),
    )
  })

  it('is refused where it is a time-out of a state', () => {
    const later = createMachine({ after: { 10: {} } }) as AnyStateMachine
    expect(() => initialOf(later, input)).toThrow(expect.objectContaining({ name: 'MachineError' }))
  })

  it('does not stop assignments', () => {
    const machine = createMachine({ entry: assign({ seen: true }) }) as AnyStateMachine
    expect(initialOf(machine, input).effects).toEqual([])
  })
})

describe('the machines', () => {
  it.each([menuMachine, promptMachine])('have no time-outs and invoke nothing: $id', (machine) => {
    for (const node of Object.values(machine.states)) {
      expect(node.invoke).toEqual([])
      expect(node.after).toEqual([])
    }
  })
})
