import { describe, expect, it } from 'vitest'
import { acceptedText, approvedText, dataOf, sharedText } from './endings.ts'
import type {
  Account,
  ConsentEnding,
  ConsentItem,
  Context,
  Ending,
  MandateEnding,
  MandateItem,
  RequestEnding,
  RequestItem,
} from './schema.ts'
import { type Refusal, refusal, screenOf } from './screens.ts'
import { fill, oneLine, screenSeptets, septets, shorten, tail, toGsm } from './septets.ts'
import { en } from './wording/en.ts'
import { fr } from './wording/fr.ts'
import { duration, say } from './wording.ts'

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
    ([amount, currency], index): RequestItem => ({
      kind: 'request-to-pay',
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
/** A mandate of one merchant, with the longest validity, message and dates. */
const mandateOf = (kind: MandateItem['kind'], item: RequestItem, long: boolean): MandateItem => ({
  kind,
  id: item.id,
  at: item.at,
  merchant: item.merchant,
  currency: item.currency,
  message: long ? shorten(oneLine(names[item.amount % names.length] ?? ''), 100) : null,
  validitySeconds: long ? Number.MAX_SAFE_INTEGER : 0,
  validUntil: long ? Number.MAX_SAFE_INTEGER : null,
  lastUsedAt: long ? item.at : null,
  referenceId: item.referenceId,
})
/** The same as a withdrawal and as an invoice, with the states of their list and details. */
const kindsOf = (
  item: RequestItem,
): [withdrawal: [string, string, RequestItem], invoice: [string, string, RequestItem]] => [
  ['withdrawals', 'withdrawal', { ...item, of: 'withdrawal' }],
  [
    'invoices',
    'invoice',
    {
      ...item,
      of: 'invoice',
      number: '9'.repeat(10),
      message: item.merchant,
      ...(item.externalId === null && { until: item.at }),
    },
  ],
]
/** A consent of one merchant, with the longest validity and every scope that has a word of its own, or all data. */
const consentOf = (kind: ConsentItem['kind'], item: RequestItem, long: boolean): ConsentItem => ({
  kind,
  id: item.id,
  at: item.at,
  merchant: item.merchant,
  scopes: long ? ['openid', 'profile', 'email', 'phone', 'address'] : ['all_info'],
  validitySeconds: long ? Number.MAX_SAFE_INTEGER : 3_600,
  validUntil: long ? Number.MAX_SAFE_INTEGER : null,
  referenceId: item.referenceId,
})
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
  'cancelled',
  'notEnoughFunds',
  'limitReached',
  'notAllowed',
  'failed',
]

const mandateEndings: MandateEnding[] = [
  'autoAccepted',
  'autoRejected',
  'autoAlreadyAccepted',
  'autoAlreadyRejected',
  'autoExpired',
  'autoFailed',
  'autoCancelled',
  'autoAlreadyCancelled',
  'autoRanOut',
]

const consentEndings: ConsentEnding[] = [
  'dataShared',
  'dataRejected',
  'dataAlreadyShared',
  'dataAlreadyRejected',
  'dataExpired',
  'dataFailed',
  'dataTakenBack',
  'dataAlreadyTakenBack',
  'dataRanOut',
]

/** One-line messages about a merchant. */
const texts = [
  'smsPrompt',
  'smsExpired',
  'smsNotEnoughFunds',
  'smsAutoPrompt',
  'smsAutoExpired',
  'smsAutoCancelledByPayer',
  'smsAutoCancelledByMerchant',
  'smsAutoRanOut',
  'smsAutoNotEnoughFunds',
  'smsAutoLimitReached',
  'smsWithdrawalPrompt',
  'smsWithdrawalExpired',
  'smsWithdrawalNotEnoughFunds',
  'smsInvoicePrompt',
  'smsInvoiceExpired',
  'smsInvoiceCancelled',
  'smsDataPrompt',
  'smsDataExpired',
  'smsDataTakenBack',
  'smsDataRanOut',
] as const

/** Every screen, with every value as long as it can be. */
function* longest(): Generator<[string, string]> {
  for (const language of languages) {
    for (const kind of ['over', 'unreadable', 'foreign', 'noAccount'] as Refusal[]) {
      yield [`${language} ${kind}`, refusal(kind, language, frame).text]
    }
    for (const item of items) {
      const context: Context = {
        language,
        prompted: null,
        waiting: 100,
        offset: 9999,
        more: true,
        items: [item, { ...item, id: 2 }, { ...item, id: 3 }],
        item,
        payments: [1, 2, 3].map(() => ({
          at: item.at,
          amount: item.amount,
          currency: item.currency,
          direction: 'out',
          ...(item.externalId === null && { cash: true as const }),
          about: item.merchant,
        })),
        hint: null,
      }
      for (const hint of hints) {
        for (const prompted of [null, { kind: 'request-to-pay', id: 7 }] as const) {
          for (const state of ['menu', 'approvals', 'approval', 'pin', 'balancePin', 'history', 'language']) {
            const screen = screenOf(state, { ...context, hint, prompted }, frame)
            yield [`${language} ${state} ${hint?.kind}`, screen.text]
          }
          for (const [list, state, one] of kindsOf(item)) {
            const at = {
              ...context,
              hint,
              prompted,
              item: one,
              items: [one, { ...one, id: 2 }, { ...one, id: 3 }],
            }
            for (const value of [list, state, 'pin'])
              yield [`${language} ${value} ${hint?.kind}`, screenOf(value, at, frame).text]
            yield [`${language} ${list} empty`, screenOf(list, { ...at, items: [] }, frame).text]
            yield [
              `${language} invoiceNumber`,
              screenOf('invoiceNumber', { ...at, hint: { kind: 'noInvoice' } }, frame).text,
            ]
          }
          for (const long of [true, false]) {
            const wanted = mandateOf('pre-approval', item, long)
            const mixed: Context = {
              ...context,
              hint,
              prompted,
              item: wanted,
              items: [wanted, item, { ...wanted, id: 2 }],
            }
            const auto = mandateOf('auto-payment', item, long)
            const active: Context = {
              ...mixed,
              item: auto,
              items: [auto, { ...auto, id: 2 }, { ...auto, id: 3 }],
            }
            const asked = consentOf('consent', item, long)
            const consents: Context = { ...mixed, item: asked, items: [asked, wanted, { ...asked, id: 2 }] }
            const shared = consentOf('shared-data', item, long)
            const access: Context = {
              ...mixed,
              item: shared,
              items: [shared, { ...shared, id: 2 }, { ...shared, id: 3 }],
            }
            for (const [state, at] of [
              ['approvals', mixed],
              ['approval', mixed],
              ['pin', mixed],
              ['autoPayments', active],
              ['autoPayment', active],
              ['cancelPin', active],
              ['autoPayments', { ...active, items: [] }],
              ['approvals', consents],
              ['approval', consents],
              ['pin', consents],
              ['sharedData', access],
              ['access', access],
              ['takeBackPin', access],
              ['sharedData', { ...access, items: [] }],
            ] as Array<[string, Context]>) {
              yield [`${language} ${state} ${hint?.kind}`, screenOf(state, at, frame).text]
            }
          }
        }
      }
      const accounts: Account[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({
        environment: `mtn-environment-${n}`,
        currency: item.currency,
        amount: item.amount,
      }))
      const ends: Ending[] = [
        ...[item, ...kindsOf(item).map(([, , one]) => one)].flatMap((one) => [
          ...endings.map((kind) => ({ kind, item: one })),
          { kind: 'approved' as const, item: one, transactionId: '9'.repeat(12), balance: item.amount },
        ]),
        ...mandateEndings.flatMap((kind) =>
          [true, false].map((long) => ({ kind, item: mandateOf('pre-approval', item, long) })),
        ),
        ...consentEndings.flatMap((kind) =>
          [true, false].map((long) => ({ kind, item: consentOf('shared-data', item, long) })),
        ),
        { kind: 'balance', accounts },
        { kind: 'balance', accounts: [] },
        { kind: 'locked' },
        { kind: 'waits' },
        { kind: 'invoiceWaits' },
        { kind: 'requestGone' },
      ]
      for (const ending of ends) {
        yield [`${language} ${ending.kind}`, screenOf('result', { ...context, ending }, frame).text]
      }
      const money = `${item.amount} ${item.currency}`
      const data = dataOf(consentOf('consent', item, true), language)
      const values = {
        amount: money,
        currency: item.currency,
        code: frame.serviceCode,
        data,
        number: '9'.repeat(10),
      }
      for (const key of texts) {
        const build = ([merchant = '']: string[]) => say(language, key, { ...values, merchant })
        yield [`${language} ${key}`, fill(build, [item.merchant])]
      }
      const receipt = { item, transactionId: '9'.repeat(12), balance: item.amount }
      yield [`${language} smsPaid`, approvedText('smsPaid', receipt, language)]
      yield [`${language} smsAutoPaid`, approvedText('smsAutoPaid', receipt, language)]
      for (const [key, [, , one]] of [
        ['smsWithdrawn', kindsOf(item)[0]],
        ['smsInvoicePaid', kindsOf(item)[1]],
      ] as const) {
        const of = { ...receipt, item: one, message: item.merchant }
        yield [`${language} ${key}`, approvedText(key, of, language)]
      }
      const message = item.merchant
      yield [`${language} smsReceived`, approvedText('smsReceived', { ...receipt, message }, language)]
      for (const long of [true, false]) {
        const accepted = mandateOf('auto-payment', item, long)
        const text = acceptedText('smsAutoAccepted', accepted, language, frame.serviceCode)
        yield [`${language} smsAutoAccepted`, text]
        const shared = consentOf('shared-data', item, long)
        yield [`${language} smsDataShared`, sharedText('smsDataShared', shared, language, frame.serviceCode)]
      }
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
          prompted: null,
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
      const item = {
        ...items[0],
        amount: 1250,
        currency: 'EUR',
        fee: 0,
        merchant: oneLine(merchant),
      } as RequestItem
      const end = { ending: { kind: 'rejected', item } } as const
      return screenOf('result', { language: 'en', ...end } as Context, frame).text
    }
    for (const name of ['{{amount}}', '$t(locked)', '9 More', '%{x} $1 $&'])
      expect(named(name)).toContain(name)
    expect(named('A\n1 Approve\r2 B')).toContain('A 1 Approve 2 B.')
  })

  it('tells a length of time in the largest unit that is exact', () => {
    const lengths = [1, 90, 60, 5400, 3600, 129_600, 86_400, 2_592_000]
    expect(lengths.map((seconds) => duration(seconds, 'en'))).toEqual([
      '1 s',
      '90 s',
      '1 min',
      '90 min',
      '1 h',
      '36 h',
      '1 day',
      '30 days',
    ])
    expect(duration(86_400_000_000, 'fr')).toBe('1000000 jours')
  })

  it('is refused for a state that has none, or has another item', () => {
    expect(() => screenOf('approving', { item: null } as Context, frame)).toThrow(RangeError)
    const other = { item: items[0], language: 'en' } as Context
    for (const state of ['autoPayment', 'cancelPin', 'access', 'takeBackPin'])
      expect(() => screenOf(state, other, frame)).toThrow(RangeError)
  })
})
