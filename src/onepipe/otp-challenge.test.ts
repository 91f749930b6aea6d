import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, begin, type ChallengeStep, pack, unpack } from './challenge-shell.ts'
import { type ChallengeEvent, type ChallengeInput, challengeStates } from './otp-challenge.ts'

const input: ChallengeInput = { at: 0, lifeMs: 300_000, cooldownMs: 30_000, tries: 3, issues: 4 }

/** The same rules, written as simply as possible. */
class Model {
  state = 'waiting'
  erased = 0
  sent = 0
  tries = input.tries
  expires = input.lifeMs
  next = 0

  take(event: ChallengeEvent): void {
    if (this.state !== 'waiting') return
    const end = this.#endOf(event)
    if (end !== undefined) {
      this.state = end
      this.erased++
    } else if (event.type === 'issue' && this.sent < input.issues && event.at >= this.next) {
      this.sent++
      this.expires = event.at + input.lifeMs
      this.next = event.at + input.cooldownMs
    }
  }

  #endOf(event: ChallengeEvent): string | undefined {
    if (event.at >= this.expires) return 'expired'
    if (event.type === 'reverse') return 'reversed'
    if (event.type === 'refuse') return 'undelivered'
    if (event.type !== 'answer') return undefined
    if (event.blocked) return 'locked'
    if (event.right) return 'verified'
    this.tries--
    return this.tries === 0 ? 'locked' : undefined
  }
}

const step = fc.record({
  after: fc.oneof(fc.nat({ max: 40_000 }), fc.nat({ max: 310_000 }), fc.constant(0)),
  type: fc.constantFrom('issue', 'issue', 'answer', 'answer', 'answer', 'expire', 'reverse', 'refuse'),
  right: fc.boolean(),
  blocked: fc.nat({ max: 9 }).map((n) => n === 0),
})

describe('the challenge', () => {
  it('does what the rules say, over any life, kept and read back at each step', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const model = new Model()
        let now = 0
        let erased = 0
        let sent = 0
        let challenge: Pick<ChallengeStep, 'state' | 'context'> = begin(input)
        for (const { after, type, right, blocked } of steps) {
          now += after
          const event = (
            type === 'answer' ? { type, at: now, right, blocked } : { type, at: now }
          ) as ChallengeEvent
          const next = advance(challenge, event)
          model.take(event)
          erased += next.effects.filter((effect) => effect === 'erase').length
          sent += next.effects.filter((effect) => effect === 'sendCode').length
          expect({ state: next.state, erased, sent }).toEqual({
            state: model.state,
            erased: model.erased,
            sent: model.sent,
          })
          const stored = pack(next)
          expect(stored === null).toBe(next.state !== 'waiting')
          if (stored === null) break
          expect(next.context).toMatchObject({ triesLeft: model.tries, expiresAt: model.expires })
          challenge = unpack(stored) ?? { state: 'expired', context: next.context }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('has one way in, and nowhere to go from its ends', () => {
    expect(begin(input)).toMatchObject({ state: 'waiting', effects: [] })
    for (const state of challengeStates.filter((name) => name !== 'waiting')) {
      const { context } = begin(input)
      const after = advance({ state, context }, { type: 'answer', at: 1, right: true, blocked: false })
      expect(after).toMatchObject({ state, effects: [] })
    }
  })

  it('sends no code where none is to be sent', () => {
    const pin = begin({ ...input, issues: 0 })
    expect(advance(pin, { type: 'issue', at: 1 })).toMatchObject({ state: 'waiting', effects: [] })
  })
})

describe('a stored challenge', () => {
  const stored = pack(begin(input)) ?? ''
  const changed = (change: (envelope: { machine: string; version: number; snapshot: never }) => object) =>
    JSON.stringify(change(JSON.parse(stored)))

  it('comes back as it was', () => {
    expect(unpack(stored)).toMatchObject({ state: 'waiting', context: { triesLeft: 3, expiresAt: 300_000 } })
  })

  it.each([
    ['no JSON', '{'],
    ['another machine', changed((envelope) => ({ ...envelope, machine: 'menu' }))],
    ['another version', changed((envelope) => ({ ...envelope, version: 2 }))],
    ['another state', stored.replace('"value":"waiting"', '"value":"verified"')],
    ['another status', stored.replace('"active"', '"done"')],
    ['no tries left', stored.replace('"triesLeft":3', '"triesLeft":0')],
    ['something more', stored.replace('"triesLeft"', '"code":"123456","triesLeft"')],
  ])('is refused with %s', (_name, text) => {
    expect(text).not.toBe(stored)
    expect(unpack(text)).toBeUndefined()
  })
})
