import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SimulatorClient, TimelineEvent } from '../../client/index.ts'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'
import { startRecording } from './recording.ts'

let studio: Studio
beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

/** The simulator, with a timeline that the test makes. */
function telling(events: () => readonly TimelineEvent[]): SimulatorClient {
  return new Proxy(studio.sim, {
    get(target, key) {
      if (key === 'timeline') return async ({ after = 0 } = {}) => events().filter(({ id }) => id > after)
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const options = () => ({ ownUrl: studio.simulator.url ?? '' })
const at = '2026-01-05T09:00:00.000Z'

/** The script of a recording with these events. */
async function scriptOf(events: readonly object[]): Promise<string> {
  let happened: readonly TimelineEvent[] = []
  const recording = await startRecording(
    telling(() => happened),
    options(),
  )
  happened = events as TimelineEvent[]
  const text = await recording.script('by-hand')
  expect(await recording.script('by-hand')).toBe(text)
  return text
}

const made = (id: number, referenceId: string, amount: string) => ({
  id,
  kind: 'request-to-pay.created',
  phone: '+46733000001',
  at,
  data: { referenceId, amount, currency: 'EUR', byHand: true, message: 'two\nlines' },
})
const faults = (id: number, plans: unknown[]) => ({
  id,
  kind: 'faults.set',
  phone: null,
  at,
  data: { plans },
})

describe('what a recording cannot write', () => {
  it('of a setting is a comment, and the rest is written', async () => {
    const text = await scriptOf([
      faults(900_001, [{ point: 'sms', do: 'turned to gold' }, null]),
      made(900_002, 'a', '2'),
    ])
    expect(text).toMatch(/# Left out, since a script cannot hold it: fault.*: \S/)
    expect(text).toContain('as: order')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('of an event is a comment, with what speaks of it later', async () => {
    const text = await scriptOf([
      { id: 900_001, kind: 'ussd.dialled', phone: 17, at: 'noon' },
      made(900_002, 'a', 'as you like'),
      made(900_003, 'b', '2'),
    ])
    expect(text).toContain(
      'Left out, since a script cannot hold it: unreadable: its event, ussd.dialled, is not',
    )
    expect(text).toMatch(/Left out, since a script cannot hold it: request-to-pay: .*amount/)
    expect(text).toMatch(/Left out, since a script cannot hold it: expect: .*order/)
    expect(text).toContain('as: order-2')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('is told where nothing else was recorded', async () => {
    await expect(scriptOf([faults(900_001, [{ point: 'moon' }])])).rejects.toThrow(
      /Nothing happened .* Left out, .*fault/,
    )
  })
})
