import { describe, expect, it } from 'vitest'
import { menuMachine } from './machines/menu-machine.ts'
import { promptMachine } from './machines/prompt-machine.ts'
import type { MachineEvent } from './machines/steps.ts'
import type { MandateItem, RequestItem } from './schema.ts'
import { type SessionState, sessionShell } from './session-machines.ts'

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
const autoPayment: MandateItem = {
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

/** The session as its next hop finds it. */
function kept(state: SessionState): SessionState {
  const stored = sessionShell.unpack(sessionShell.pack(state) ?? '')
  if (!stored) throw new Error(`a session in the state ${state.value} cannot be read back`)
  return stored
}

describe('a session', () => {
  it('goes the same way from a stored snapshot as from a live one', () => {
    let live = sessionShell.begin('menu', input)
    for (const event of session) {
      const stored = kept(live.machineState)
      live = sessionShell.advance(live.machineState, event)
      const { machineState, effects } = sessionShell.advance(stored, event)
      expect(effects).toEqual(live.effects)
      expect(machineState.value).toBe(live.machineState.value)
      expect(machineState.context).toEqual(live.machineState.context)
    }
  })

  it('carries the PIN in the parameters of its effect, and nowhere else', () => {
    let step = sessionShell.begin('menu', input)
    const carried: string[] = []
    for (const event of session) {
      step = sessionShell.advance(step.machineState, event)
      expect(JSON.stringify(step.machineState.snapshot.toJSON())).not.toMatch(/7391|0000"/)
      for (const { type, params } of step.effects) if ('pin' in params) carried.push(`${type} ${params.pin}`)
    }
    expect(carried).toEqual(['approve 0000', 'approve 7391'])
  })

  it('cancels the auto-payment that was shown, by its kind and id', () => {
    let step = sessionShell.begin('menu', input)
    const cancelled: unknown[] = []
    for (const event of cancelling) {
      step = sessionShell.advance(kept(step.machineState), event)
      cancelled.push(...step.effects.filter(({ type }) => type === 'cancelAutoPayment'))
    }
    const of = { kind: 'auto-payment', id: 7 }
    expect(cancelled).toEqual(
      ['7391', '0000'].map((pin) => ({ type: 'cancelAutoPayment', params: { of, pin } })),
    )
    expect(step.machineState.value).toBe('cancelPin')
  })
})

describe('a stored session', () => {
  const stored =
    '{"machine":"menu","version":2,"snapshot":{"status":"active","value":"pin","context":{"language":"en",' +
    '"prompted":null,"waiting":1,"offset":0,"more":false,"items":[],"item":{"kind":"request-to-pay","id":7,' +
    '"at":0,"merchant":"Shop","amount":1250,"fee":0,"currency":"EUR","externalId":null,' +
    '"referenceId":"6f1c2b1e-0000-4000-8000-000000000001"},"payments":[],"hint":null}}}'

  it('of a data file is read, and written again byte for byte', () => {
    const state = sessionShell.unpack(stored)
    expect(state && sessionShell.pack(state)).toBe(stored)
  })

  it.each(['approval', 'pin', 'autoPayment', 'cancelPin', 'withdrawal', 'invoice'])(
    'has an item in the state %s',
    (value) => {
      const there = stored.replace('"pin"', `"${value}"`)
      const gone = there.replace(/"item":\{[^}]*\}/, '"item":null')
      expect(sessionShell.unpack(there)?.context.item).toEqual(item)
      expect(sessionShell.unpack(gone)).toBeUndefined()
      expect(sessionShell.unpack(gone.replace(`"${value}"`, '"menu"'))?.value).toBe('menu')
    },
  )
})

describe('the machines', () => {
  it.each([menuMachine, promptMachine])('have no time-outs and invoke nothing: $id', (machine) => {
    for (const node of Object.values(machine.states)) {
      expect(node.invoke).toEqual([])
      expect(node.after).toEqual([])
    }
  })
})
