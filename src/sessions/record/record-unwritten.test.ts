import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SimulatorClient, TimelineEvent } from '../../client/index.ts'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'
import { startRecording } from './recording.ts'

let studio: Studio
beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

/** The simulator, with its answer to one question changed. */
function answering<Word extends 'timeline' | 'settle'>(
  word: Word,
  answer: SimulatorClient[Word],
): SimulatorClient {
  return new Proxy(studio.sim, {
    get(target, key) {
      if (key === word) return answer
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const options = () => ({ ownUrl: studio.simulator.url ?? '' })
const dial = async () => {
  await studio.ama.dial('*165#')
}

describe('what a recording cannot write', () => {
  it('of a deed is a comment, and the rest is written', async () => {
    const recording = await startRecording(studio.sim, options())
    const settle = await recording.tell('faults.set', {
      plans: [{ point: 'sms', do: 'turned to gold' }, null],
    })
    settle(true)
    await dial()
    for (let round = 0; round < 2; round++) {
      const text = await recording.script('by-hand')
      expect(text).toMatch(/# Left out, since a script cannot hold it: faults\.set: \S/)
      expect(text).toContain('dials: "*165#"')
      expect(await failureOf(text, studio)).toBe('')
    }
  })

  it('of an event is a comment, with what speaks of it later', async () => {
    const made = (id: number, referenceId: string, amount: string): TimelineEvent => ({
      id,
      kind: 'request-to-pay.created',
      phone: '+46733000001',
      at: '2026-01-05T09:00:00.000Z',
      data: { referenceId, amount, currency: 'EUR', byHand: true, message: 'two\nlines' },
    })
    const odd: TimelineEvent[] = [
      { id: 900_001, kind: 'ussd.dialled', phone: 17, at: 'noon' },
      made(900_002, 'a', 'as you like'),
      made(900_003, 'b', '2'),
    ]
    let told: TimelineEvent[] = []
    const client = answering('timeline', async ({ after = 0 } = {}) => told.filter(({ id }) => id > after))
    const recording = await startRecording(client, options())
    told = odd
    const text = await recording.script('by-hand')
    expect(text).toContain(
      'Left out, since a script cannot hold it: unreadable: its event, ussd.dialled, is not',
    )
    expect(text).toMatch(/Left out, since a script cannot hold it: request-to-pay: .*amount/)
    expect(text).toMatch(/Left out, since a script cannot hold it: expect: .*order/)
    expect(text).toContain('as: order-2')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('since something is under way for too long is written, with a word', async () => {
    const client = answering('settle', async () => {
      throw new Error('A callback is under way for longer than a minute.')
    })
    const recording = await startRecording(client, options())
    const settle = await recording.tell('faults.set', { plans: [{ point: 'sms', do: 'lost' }] })
    settle(true)
    await dial()
    const text = await recording.script('by-hand')
    expect(text).toContain('A callback is under way for longer than a minute.')
    expect(text).toContain('fault: { point: sms, do: lost }')
  })

  it('is told where nothing else was recorded', async () => {
    const recording = await startRecording(studio.sim, options())
    const settle = await recording.tell('faults.set', { plans: [{ point: 'moon' }] })
    settle(true)
    await expect(recording.script('by-hand')).rejects.toThrow(/Nothing happened .* Left out, .*faults\.set/)
  })
})
