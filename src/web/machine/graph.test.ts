import { describe, expect, it } from 'vitest'
import type { MachineGraph } from '../../terms/sim/machine.ts'
import { drawingOf, neverOf, screensOn, waysOf } from './graph.ts'

const way = (from: string, event: string, to: string, when = '') => ({
  id: `${from}: ${event} ${when}`,
  from,
  event,
  when,
  to,
})
const graph: MachineGraph = {
  name: 'prompt',
  initial: 'opening',
  final: ['result'],
  states: ['opening', 'approval', 'asking', 'pin', 'approving', 'rejecting', 'result'],
  screens: ['approval', 'pin', 'result'],
  words: {
    approval: 'Asks to approve',
    pin: 'Asks for the PIN to see the balance',
    result: 'Says how it ended',
  },
  transitions: [
    way('*', 'ended', 'result'),
    way('opening', 'item', 'approval'),
    way('approval', 'answer', 'asking', 'pressed 1'),
    way('approval', 'answer', 'rejecting', 'pressed 2'),
    way('approval', 'answer', 'approval'),
    way('asking', 'pinAsked', 'pin'),
    way('pin', 'answer', 'approving', 'typedPin'),
    way('pin', 'answer', 'pin'),
    way('approving', 'wrongPin', 'pin'),
  ],
}

describe('the ways between screens', () => {
  it('leave out what the app passes through, and a PIN whose form nobody sees', () => {
    expect(waysOf(graph).map(({ from, typed, to }) => `${from} · ${typed} · ${to}`)).toEqual([
      'approval · 1 · pin',
      'approval · 2 · result',
      'approval · a wrong key · approval',
      'pin · a PIN · pin',
      'pin · a PIN · result',
    ])
  })

  it('know the transitions that they are made of', () => {
    expect(waysOf(graph)[1]?.transitions).toEqual(['approval: answer pressed 2', '*: ended '])
  })

  it('are the screens of a session in their order', () => {
    const steps = [
      { typed: [], through: ['opening'], transitions: [], state: 'approval' },
      { typed: ['1'], through: ['asking'], transitions: [], state: 'pin' },
    ]
    expect(screensOn(graph, steps)).toEqual(['approval', 'pin'])
  })
})

describe('what was never done', () => {
  it('is the screens, the ways and the lines that no session took', () => {
    const seen = {
      machine: 'prompt',
      sessions: 1,
      states: ['opening', 'approval', 'rejecting', 'result'],
      transitions: ['opening: item ', 'approval: answer pressed 2', '*: ended '],
    }
    const { states, lines, ways } = neverOf(graph, seen)
    expect([...states]).toEqual(['pin'])
    expect([...lines]).toEqual(['approval pin', 'approval approval', 'pin pin', 'pin result'])
    expect(ways).toHaveLength(4)
  })

  it('is unknown before it was read', () => {
    expect(neverOf(graph, undefined)).toMatchObject({ ways: [] })
  })
})

describe('a drawing', () => {
  const whole = drawingOf(graph, { path: [], only: false, direction: 'TB' })

  it('has each screen once, inside its bounds, and one line for all ways between two', () => {
    expect(whole.nodes.map(({ state }) => state).sort()).toEqual(['approval', 'pin', 'result'])
    expect(whole.edges.map(({ from, to, label }) => `${from} ${label} ${to}`).sort()).toEqual([
      'approval 1 pin',
      'approval 2 result',
      'pin a PIN result',
    ])
    for (const { x, y, width, height } of whole.nodes) {
      expect(Math.min(x - width / 2, y - height / 2)).toBeGreaterThanOrEqual(0)
      expect(x + width / 2).toBeLessThanOrEqual(whole.width)
      expect(y + height / 2).toBeLessThanOrEqual(whole.height)
    }
  })

  it('breaks long words into lines', () => {
    expect(whole.nodes.find(({ state }) => state === 'pin')?.lines).toEqual([
      'Asks for the PIN',
      'to see the',
      'balance',
    ])
  })

  it('is of a session alone, with a step that no definition tells', () => {
    const own = drawingOf(graph, { path: ['approval', 'result', 'approval'], only: true, direction: 'LR' })
    expect(own.nodes.map(({ state }) => state)).toEqual(['approval', 'result'])
    expect(own.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['approval result', 'result approval'])
  })
})
