import fc from 'fast-check'
import segments from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { approvedText } from './endings.ts'
import type { Account, Context, Ending, Item, RequestEnding } from './schema.ts'
import { type Refusal, refusal, screenOf } from './screens.ts'
import { fill, oneLine, screenSeptets, septets, shorten, tail, toGsm } from './septets.ts'
import { en } from './wording/en.ts'
import { fr } from './wording/fr.ts'
import { say } from './wording.ts'

const languages = ['en', 'fr'] as const
const frame = { appName: 'M'.repeat(60), serviceCode: '*38412345#' }
const names = [
  'Boulangerie de la Gare du Nord et fils '.repeat(5),
  '^{}[~]|€\\'.repeat(20),
  'Œuvre ça côté été '.repeat(9),
  'Магазин 商店 متجر '.repeat(12),
  'W',
]
const amounts: Array<[number, string]> = [
  [100_000_000_000, 'EUR'],
  [1_000_000_000_000, 'KWD'],
  [1_000_000_000_000, 'XOF'],
  [1, 'EUR'],
]
const items = names.flatMap((name) =>
  amounts.map(
    ([amount, currency], index): Item => ({
      id: 1,
      at: Date.parse('2026-01-05T23:59:00Z'),
      merchant: shorten(oneLine(name), 100) || '-',
      amount,
      fee: amount,
      currency,
      externalId: index % 2 === 0 ? tail('|W'.repeat(20), 16) : null,
      referenceId: 'ffffffff-ffff-4fff-8fff-ffffffffffff',
    }),
  ),
)
const hints: Array<Context['hint']> = [
  null,
  { kind: 'wrongKey' },
  { kind: 'pinFormat' },
  { kind: 'wrongPin', triesLeft: 2 },
]
const endings: Array<RequestEnding> = [
  'rejected',
  'alreadyApproved',
  'alreadyRejected',
  'expired',
  'notEnoughFunds',
  'limitReached',
  'notAllowed',
  'failed',
]

/** Every screen there is, with everything as long as it can be. */
function* longest(): Generator<[string, string]> {
  for (const language of languages) {
    for (const kind of ['over', 'unreadable', 'foreign', 'noAccount'] as Refusal[]) {
      yield [`${language} ${kind}`, refusal(kind, language, frame).text]
    }
    for (const item of items) {
      const context: Context = {
        language,
        promptedId: null,
        waiting: 100,
        offset: 9999,
        more: true,
        items: [item, { ...item, id: 2 }, { ...item, id: 3 }],
        item,
        payments: [1, 2, 3].map(() => ({ ...item, direction: 'out', about: item.merchant })),
        hint: null,
      }
      for (const hint of hints) {
        for (const promptedId of [null, 7]) {
          for (const state of ['menu', 'approvals', 'approval', 'pin', 'balancePin', 'history', 'language']) {
            const screen = screenOf(state, { ...context, hint, promptedId }, frame)
            yield [`${language} ${state} ${hint?.kind}`, screen.text]
          }
        }
      }
      const accounts: Account[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({
        environment: `mtn-environment-${n}`,
        currency: item.currency,
        amount: item.amount,
      }))
      const ends: Ending[] = [
        ...endings.map((kind) => ({ kind, item })),
        { kind: 'approved', item, transactionId: '9'.repeat(12), balance: item.amount },
        { kind: 'balance', accounts },
        { kind: 'balance', accounts: [] },
        { kind: 'locked' },
        { kind: 'waits' },
        { kind: 'requestGone' },
      ]
      for (const ending of ends) {
        yield [`${language} ${ending.kind}`, screenOf('result', { ...context, ending }, frame).text]
      }
      const money = `${item.amount} ${item.currency}`
      for (const key of ['smsPrompt', 'smsExpired', 'smsNotEnoughFunds'] as const) {
        const build = ([merchant = '']: string[]) =>
          say(language, key, { merchant, amount: money, code: frame.serviceCode })
        yield [`${language} ${key}`, fill(build, [item.merchant])]
      }
      const receipt = { item, transactionId: '9'.repeat(12), balance: item.amount }
      yield [`${language} smsPaid`, approvedText('smsPaid', receipt, language)]
    }
  }
}

describe('every screen', () => {
  it('is at most 156 septets of the GSM alphabet, in both languages, with the longest values', () => {
    let count = 0
    for (const [name, text] of longest()) {
      count++
      expect(septets(text), `${name}\n${text}`).toBeLessThanOrEqual(screenSeptets)
      expect(toGsm(text), name).toBe(text)
      expect(text, name).not.toMatch(/\{\{|undefined|\n\n| $/)
    }
    expect(count).toBeGreaterThan(1000)
  })

  it('has three approvals that are told apart, whatever they look like', () => {
    for (const language of languages) {
      for (const item of items) {
        const context: Context = {
          language,
          promptedId: null,
          waiting: 3,
          offset: 0,
          more: true,
          items: [item, { ...item, referenceId: '1' }, { ...item, referenceId: '2' }],
          item: null,
          payments: [],
          hint: { kind: 'wrongKey' },
        }
        const options = screenOf('approvals', context, frame).text.split('\n').slice(2, 5)
        expect(options.map((line) => line.slice(0, 2))).toEqual(['1 ', '2 ', '3 '])
        expect(new Set(options.map((line) => line.slice(2))).size).toBe(3)
      }
    }
  })

  it('has all texts in both languages', () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort())
    const values = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort()
    for (const key of Object.keys(en) as Array<keyof typeof en>)
      expect(values(fr[key])).toEqual(values(en[key]))
  })

  it('shows a merchant’s name as it is, even where it looks like a template or an option', () => {
    const named = (merchant: string) => {
      const item = { ...items[0], amount: 1250, currency: 'EUR', fee: 0, merchant: oneLine(merchant) } as Item
      const end = { ending: { kind: 'rejected', item } } as const
      return screenOf('result', { language: 'en', ...end } as Context, frame).text
    }
    for (const name of ['{{amount}}', '$t(locked)', '9 More', '%{x} $1 $&'])
      expect(named(name)).toContain(name)
    expect(named('A\n1 Approve\r2 B')).toContain('A 1 Approve 2 B.')
  })

  it('is refused for a state that has none', () => {
    expect(() => screenOf('approving', { item: null } as Context, frame)).toThrow(RangeError)
  })
})

describe('the GSM alphabet', () => {
  it('counts as a library counts', () => {
    for (const text of ['plain', 'éèàùìò Ç ñ', '^{}[~]|€\\', 'Ω ß\n1 A_b @ $ ¥']) {
      const message = new segments.SegmentedMessage(text, 'GSM-7')
      expect(septets(text) * 7, text).toBe(message.messageSize)
    }
  })

  it('has every text that was put into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const gsm = toGsm(text)
        expect(toGsm(gsm)).toBe(gsm)
        expect(new segments.SegmentedMessage(gsm, 'auto').encodingName).toBe('GSM-7')
        expect(oneLine(text)).not.toMatch(/[\n\r]/)
      }),
    )
  })

  it('replaces what it lacks', () => {
    expect(toGsm('Français, ça, fête, `x`, Łódź')).toBe("Francais, ca, fete, 'x', Lodz")
    expect(toGsm('déjà à côté où Ç')).toBe('déjà à coté où Ç')
    expect(toGsm('e\u0301')).toBe('é')
  })

  it('shortens within a limit, whatever the limit', () => {
    expect(shorten('Boulangerie', 8)).toBe('Boulan..')
    expect(shorten('€€€€', 7)).toBe('€€..')
    expect(tail('ORDER-10017', 5)).toBe('10017')
    expect(tail('|||', 5)).toBe('||')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, limit) => {
        expect(septets(shorten(oneLine(text), limit))).toBeLessThanOrEqual(limit)
      }),
    )
  })
})
