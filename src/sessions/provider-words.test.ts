import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Provider } from '../providers/index.ts'
import { grammarWith, parseScript, ScriptError, sessionJsonSchema } from './index.ts'
import { action, expectation, type Kind, name, StepFailure, type StepsPart } from './parts.ts'
import { ScriptRuns } from './script-run.fixture.ts'

interface Coupon {
  code: string
  state: 'sold' | 'redeemed'
}

const coupons: Kind<Coupon> = { idOf: ({ code }) => code }

const couponSteps: StepsPart = {
  provider: 'coupons',
  actions: {
    'sell-coupon': action({
      schema: z.strictObject({ as: name, code: z.string(), gift: z.literal(true).optional() }),
      makes: coupons,
      async perform(scene, { as, code }) {
        const { value } = await scene.resolve(code)
        scene.make(coupons, as, { code: value, state: 'sold' })
        scene.say({ kind: 'did', text: `${as}: the coupon ${value} is sold` })
      },
    }),
    'redeem-coupon': action({
      schema: name,
      refers: [
        {
          to: ['sell-coupon'],
          refusal: (named, { gift }: { gift?: true }) => (gift ? `"${named}" is a gift.` : undefined),
        },
      ],
      perform(scene, named) {
        scene.made(coupons, named).state = 'redeemed'
        scene.say({ kind: 'did', text: `${named}: it is redeemed` })
      },
    }),
  },
  expectations: {
    coupon: expectation({
      of: 'sell-coupon',
      statuses: ['SOLD', 'REDEEMED'],
      words: { digits: z.int() },
      check(scene, named, { status, digits }) {
        const { code, state } = scene.made(coupons, named)
        const seen = state.toUpperCase()
        if (seen !== status) throw new StepFailure({ expected: `${named} ${status}`, seen, path: ['status'] })
        if (digits !== undefined && code.length !== digits)
          throw new StepFailure({ expected: `${digits} digits`, seen: code, path: ['digits'] })
        scene.say({ kind: 'checked', text: `${named} is ${seen}` })
      },
    }),
  },
}

const provider: Provider = {
  name: 'coupons',
  title: 'Coupons',
  steps: () => Promise.resolve(couponSteps),
}

/** A provider with one word, which does nothing. */
const withWord = (word: string): Provider => ({
  name: 'others',
  title: 'Others',
  steps: () =>
    Promise.resolve({ provider: 'others', actions: { [word]: action({ schema: name, perform: () => {} }) } }),
})

describe('the words of a provider from outside', () => {
  let runs: ScriptRuns
  beforeAll(async () => {
    runs = await ScriptRuns.begin()
  })
  afterAll(() => runs.end())
  afterEach(() => {
    runs.output = ''
  })

  async function problems(...steps: string[]): Promise<string[]> {
    const text = ['session: A test', 'steps:', ...steps.map((step) => `  - ${step}`), ''].join('\n')
    try {
      parseScript('a.yaml', text, await grammarWith([provider]))
      return []
    } catch (error) {
      if (error instanceof ScriptError) return error.message.split('\n')
      throw error
    }
  }

  it('are played beside those of this house, with names and variables', async () => {
    const file = await runs.script('coupon.yaml', [
      'request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }',
      'sell-coupon: { as: card, code: "4711" }',
      'sell-coupon: { as: other, code: "{{card.id}}-2" }',
      'redeem-coupon: card',
      'expect: { coupon: card, status: REDEEMED, digits: 4 }',
      'expect: { coupon: other, status: SOLD, digits: 6 }',
      'expect: { request: order, status: PENDING }',
    ])
    expect(await runs.run([file], { providers: [provider] })).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('other: the coupon 4711-2 is sold')
    expect(runs.output).toContain('card is REDEEMED')
  })

  it('fail at their line, with what was expected', async () => {
    const file = await runs.script('sold.yaml', [
      'sell-coupon: { as: card, code: "4711" }',
      'expect: { coupon: card, status: REDEEMED }',
    ])
    expect(await runs.run([file], { providers: [provider] })).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('failed at sold.yaml:4:37\n')
    expect(runs.output).toMatch(/expected +card REDEEMED\n +seen +SOLD\n/)
  })

  it('are checked before anything is played', async () => {
    const sold = 'sell-coupon: { as: card, code: "4711" }'
    expect(await problems(sold, 'redeem-coupon: cart')).toEqual([
      'a.yaml:4:20 No sell-coupon before this step is named "cart"; the nearest known word is "card".',
    ])
    expect(await problems('sell-coupon: { as: card, code: "1", gift: true }', 'redeem-coupon: card')).toEqual(
      ['a.yaml:4:20 "card" is a gift.'],
    )
    expect(await problems('sell-coupon: { as: card, cod: "4711" }')).toEqual([
      'a.yaml:3:18 "code" is missing here.',
      'a.yaml:3:30 Unknown word "cod" in "sell-coupon"; the nearest known word is "code".',
    ])
    expect(await problems('sell-coupn: { as: card, code: "4711" }')).toEqual([
      'a.yaml:3:5 Unknown word "sell-coupn" in a step; the nearest known word is "sell-coupon".',
    ])
    expect(await problems(sold, 'expect: { coupon: card, status: SOULD, callbacks: 1 }')).toEqual([
      'a.yaml:4:37 status: "SOULD" is none of SOLD, REDEEMED; the nearest known word is "SOLD".',
      'a.yaml:4:44 "callbacks" does not go with "coupon"; write an expect of its own.',
    ])
  })

  it('are in the JSON Schema of scripts', async () => {
    const schema = z.fromJSONSchema(
      JSON.parse(JSON.stringify(sessionJsonSchema(await grammarWith([provider])))),
    )
    const script = (step: object) => ({ session: 'A test', steps: [step] })
    expect(schema.safeParse(script({ 'sell-coupon': { as: 'card', code: '1' } })).success).toBe(true)
    expect(schema.safeParse(script({ 'sell-coupon': { as: 'card', cod: '1' } })).success).toBe(false)
  })

  it('are unknown where the provider is not given', async () => {
    const file = await runs.script('unknown.yaml', ['redeem-coupon: card'])
    expect(await runs.run([file])).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('Unknown word "redeem-coupon" in a step')
  })

  it.each([
    [
      'dials',
      'The word "dials" of the provider others is a word of scripts already. Begin yours with others-.',
    ],
    ['transfer', 'The word "transfer" of the provider others is a word of scripts already.'],
    ['Pay Out', 'The provider others has "Pay Out" as a word of scripts. Write it in small letters'],
  ])('are refused where one is %s', async (word, refusal) => {
    await expect(grammarWith([withWord(word)])).rejects.toThrow(refusal)
  })
})
