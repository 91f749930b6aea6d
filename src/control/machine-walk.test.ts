import { describe, expect, it } from 'vitest'
import { graphOf } from '../kernel/index.ts'
import { payerMachines, screenLabelOf } from '../payer/index.ts'
import { machineOf, seenIn, walkOf } from './machine-walk.ts'

const menu = graphOf('menu', payerMachines.menu.logic)
const prompt = graphOf('prompt', payerMachines.prompt.logic)
const walk = (graph: typeof menu, labels: string, ...typed: string[][]) =>
  walkOf(graph, { typed, labels: labels.split('|') }, screenLabelOf)
const states = (...of: Parameters<typeof walk>) =>
  walk(...of).map(({ through, state }) => [...through, state].join(' '))

describe('the way of a session', () => {
  it('goes from the prompt to the approval, by what the app does between two screens', () => {
    const steps = walk(prompt, 'approval|pin|pin|result', [], ['1'], ['****'], ['****'])
    expect(steps.map(({ through, state }) => [...through, state].join(' '))).toEqual([
      'openingItem approval',
      'askingPin pin',
      'approving pin',
      'approving result',
    ])
    expect(steps.map(({ typed }) => typed.join())).toEqual(['', '1', '****', '****'])
    expect(steps.at(-1)?.transitions).toEqual(['pin: answer 0', '*: ended 0'])
  })

  it('tells screens of one label apart by how they were reached', () => {
    expect(states(menu, 'menu|pin', [], ['2']).at(-1)).toBe('askingBalancePin balancePin')
    expect(states(menu, 'menu|auto-payments|auto-payment|pin', [], ['5'], ['1'], ['1']).at(-1)).toBe(
      'askingCancelPin cancelPin',
    )
    expect(states(menu, 'menu|shared-data|access|pin', [], ['8'], ['2'], ['1']).at(-1)).toBe(
      'askingTakeBackPin takeBackPin',
    )
  })

  it('follows answers that were dialled with the code', () => {
    expect(states(menu, 'pin|result', ['1', '1', '1'], ['****'])).toEqual([
      'openingMenu menu loadingApprovals approvals openingItem approval askingPin pin',
      'approving result',
    ])
  })

  it('stays where a key leads nowhere, and turns pages by the same key that elsewhere opens', () => {
    expect(states(menu, 'menu|menu', [], ['x'])).toEqual(['openingMenu menu', 'menu'])
    expect(states(menu, 'menu|history|history|menu', [], ['3'], ['9'], ['0'])).toEqual([
      'openingMenu menu',
      'loadingHistory history',
      'loadingHistory history',
      'openingMenu menu',
    ])
  })

  it('ends where the app ended the session without its machine, and stops at a screen it does not know', () => {
    expect(walk(menu, 'menu|result', [], ['1']).at(-1)).toMatchObject({ state: 'result' })
    expect(states(menu, 'menu|lottery|menu', [], ['1'], ['1'])).toEqual(['openingMenu menu'])
  })

  it('reads a code with very many answers at once, also where none leads to its screen', () => {
    const many = ['3', ...Array<string>(80).fill('0')]
    expect(states(menu, 'menu', many)[0]).toMatch(/^openingMenu menu loadingHistory history .* menu$/)
    expect(states(menu, 'lottery', many)).toEqual([])
  })

  it('says what was seen, each once', () => {
    const seen = seenIn(walk(prompt, 'approval|result', [], ['0']))
    expect(seen.states).toEqual(['openingItem', 'approval', 'result'])
    expect(seen.transitions).toEqual(['openingItem: item 1', 'approval: answer 2'])
  })

  it('is of the menu where a code was dialled, and of a prompt where none was', () => {
    expect(machineOf({ typed: [[]], labels: ['menu'] })).toBe('menu')
    expect(machineOf({ typed: [['1']], labels: ['approvals'] })).toBe('menu')
    expect(machineOf({ typed: [[]], labels: ['approval', 'pin'] })).toBe('prompt')
    expect(machineOf({ typed: [[]], labels: ['result'] })).toBeUndefined()
  })
})

describe('the words of the machines', () => {
  it.each([menu, prompt])(
    'say of each state of $name what it does, each otherwise',
    ({ states, words, screens }) => {
      for (const state of states) expect(words[state], state).toMatch(/^[A-Z][a-z]+ .{2,}/)
      expect(new Set(Object.values(words)).size).toBe(states.length)
      expect(screens.filter((state) => screenLabelOf(state) === undefined)).toEqual([])
      expect(states.filter((state) => !screens.includes(state) && screenLabelOf(state))).toEqual([])
    },
  )
})
