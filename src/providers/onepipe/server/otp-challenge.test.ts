import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Challenge, challenges } from './challenge.ts'
import { type ChallengeEvent, type ChallengeInput, challengeStates, otpChallenge } from './otp-challenge.ts'

const input: ChallengeInput = { at: 0, lifeMs: 300_000, cooldownMs: 30_000, tries: 3, issues: 4 }

const begin = (of: ChallengeInput): Challenge => challenges.begin('otp-challenge', of).machineState

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
        let challenge: Challenge = begin(input)
        for (const { after, type, right, blocked } of steps) {
          now += after
          const event = (
            type === 'answer' ? { type, at: now, right, blocked } : { type, at: now }
          ) as ChallengeEvent
          const { machineState: next, effects } = challenges.advance(challenge, event)
          model.take(event)
          erased += effects.filter(({ type }) => type === 'erase').length
          sent += effects.filter(({ type }) => type === 'sendCode').length
          expect({ state: next.value, erased, sent }).toEqual({
            state: model.state,
            erased: model.erased,
            sent: model.sent,
          })
          const stored = challenges.pack(next)
          expect(stored === null).toBe(next.value !== 'waiting')
          if (stored === null) break
          expect(next.context).toMatchObject({ triesLeft: model.tries, expiresAt: model.expires })
          const back = challenges.unpack(stored)
          if (!back) throw new Error(`${stored} cannot be read back`)
          challenge = back
        }
      }),
      { numRuns: 500 },
    )
  })

  it('has one way in, and nowhere to go from its ends', () => {
    const { machineState, effects } = challenges.begin('otp-challenge', input)
    expect(machineState.value).toBe('waiting')
    expect(effects).toEqual([])
    const right: ChallengeEvent = { type: 'answer', at: 1, right: true, blocked: false }
    for (const value of challengeStates.filter((name) => name !== 'waiting')) {
      const snapshot = otpChallenge.resolveState({ value, context: machineState.context })
      const after = challenges.advance({ ...machineState, value, over: true, snapshot }, right)
      expect(after).toMatchObject({ machineState: { value }, effects: [] })
    }
  })

  it('sends no code where none is to be sent', () => {
    const pin = begin({ ...input, issues: 0 })
    const after = challenges.advance(pin, { type: 'issue', at: 1 })
    expect(after).toMatchObject({ machineState: { value: 'waiting' }, effects: [] })
  })
})

describe('a stored challenge', () => {
  const stored = challenges.pack(begin(input)) ?? ''
  const changed = (change: (envelope: { machine: string; version: number; snapshot: never }) => object) =>
    JSON.stringify(change(JSON.parse(stored)))

  it('is what data files hold, and comes back as it was', () => {
    expect(stored).toBe(
      '{"machine":"otp-challenge","version":1,"snapshot":{"status":"active","value":"waiting","context":' +
        '{"triesLeft":3,"issuesLeft":4,"expiresAt":300000,"nextIssueAt":0,"lifeMs":300000,"cooldownMs":30000}}}',
    )
    expect(challenges.unpack(stored)).toMatchObject({
      value: 'waiting',
      context: { triesLeft: 3, expiresAt: 300_000 },
    })
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
    expect(challenges.unpack(text)).toBeUndefined()
  })
})
