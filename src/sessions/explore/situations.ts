import type { StepWords } from '../schema.ts'
import type { Situation } from './world.ts'

const ama = '+46733000001'
const cleo = '+46733000003'
const awa = '+2250544000001'

const request = (as: string, amount: string): StepWords => ({
  'request-to-pay': { as, payer: ama, amount, currency: 'EUR' },
})
const preApproval = (as: string): StepWords => ({
  'pre-approval': { as, payer: ama, currency: 'EUR', validity: 'P1D', message: `Plan ${as}` },
})
const consent = (as: string): StepWords => ({
  consent: { as, payer: ama, scopes: ['profile', 'email'], validity: 'P1D' },
})
const shared = (as: string): StepWords[] => [
  consent(as),
  { phone: ama, prompted: true },
  { chooses: 'Accept' },
  { types: '{{pin}}', ends: 'shared' },
]
const accepted = (as: string): StepWords[] => [
  preApproval(as),
  { phone: ama, prompted: true },
  { chooses: 'Accept' },
  { types: '{{pin}}', ends: 'accepted' },
]
const withdrawal = (as: string, amount: string): StepWords => ({
  withdrawal: { as, payer: ama, amount, currency: 'EUR' },
})
const invoice = (as: string, amount: string): StepWords => ({
  invoice: { as, payer: ama, amount, currency: 'EUR', validity: 'P1D', description: `Bill ${as}` },
})
const hangUp: StepWords = { phone: ama, cancels: true }
const wrongPin: StepWords = { types: '9999' }
const times = <Item>(count: number, make: (number: number) => Item[]): Item[] =>
  Array.from({ length: count }, (_, index) => make(index + 1)).flat()

/** Long enough for any session to end. */
const longHesitation = 'PT10M'

/** What a payer of the built-in world can find on their phone. */
export function payerSituations(code: string): Situation[] {
  const situation = (
    name: string,
    steps: readonly StepWords[],
    more: Partial<Omit<Situation, 'name' | 'steps'>> = {},
  ): Situation => ({
    name,
    steps,
    msisdn: ama,
    code,
    hesitation: longHesitation,
    prompted: false,
    ...more,
  })
  return [
    situation('nothing waits', []),
    situation('a request waits', [request('order', '12.50')], { prompted: true }),
    situation('a pre-approval waits', [preApproval('gym')], { prompted: true }),
    situation('an auto-payment is active', accepted('gym')),
    situation('a payment came back in part', [
      request('order', '12.50'),
      { phone: ama, prompted: true },
      { chooses: 'Approve' },
      { types: '{{pin}}', ends: 'approved' },
      { refund: { as: 'cup', of: 'order', amount: '6.25', currency: 'EUR', note: 'Cup broken' } },
    ]),
    situation('a consent waits', [consent('bank')], { prompted: true }),
    situation('a withdrawal waits', [withdrawal('cash', '20.00')], { prompted: true }),
    situation('an invoice waits', [invoice('bill', '12.50')]),
    situation('many withdrawals and invoices', [
      ...times(4, (number) => [withdrawal(`cash${number}`, `${number}.50`), hangUp]),
      ...times(4, (number) => [invoice(`bill${number}`, `${number}.25`)]),
    ]),
    situation('many items', [
      // Before the requests, which would expire meanwhile.
      ...times(4, (number) => [...shared(`bank${number}`), { wait: 'PT1M' }]),
      ...times(4, (number) => [request(`order${number}`, `${number}.50`), hangUp]),
      // A minute apart, so that their labels differ by the time and not by an id.
      ...times(4, (number) => [...accepted(`plan${number}`), { wait: 'PT1M' }]),
      ...times(4, (number) => [request(`paid${number}`, `${number}.25`)]),
    ]),
    situation('the PIN is locked', [
      ...accepted('gym'),
      preApproval('club'),
      { prompted: true },
      { chooses: 'Accept' },
      wrongPin,
      wrongPin,
      { ...wrongPin, ends: 'locked' },
    ]),
    situation(
      'too little money',
      [{ 'request-to-pay': { as: 'order', payer: cleo, amount: '12.50', currency: 'EUR' } }],
      { msisdn: cleo, prompted: true },
    ),
    situation(
      'in French',
      [
        {
          'request-to-pay': {
            as: 'order',
            payer: awa,
            amount: '12500',
            currency: 'XOF',
            environment: 'mtnivorycoast',
          },
        },
      ],
      { msisdn: awa, prompted: true },
    ),
    situation('a request is about to expire', [request('order', '12.50'), { wait: 'PT4M50S' }], {
      hesitation: 'PT15S',
    }),
    situation('shared data is about to end', [...shared('bank'), { wait: 'PT23H59M50S' }], {
      hesitation: 'PT15S',
    }),
    situation('an invoice is about to end', [invoice('bill', '12.50'), { wait: 'PT23H59M50S' }], {
      hesitation: 'PT15S',
    }),
    situation('an auto-payment is about to run out', [...accepted('gym'), { wait: 'PT23H59M50S' }], {
      hesitation: 'PT15S',
    }),
  ]
}

/** The situation for any app: its code is dialled for the first time. */
export function appSituation(of: { url: string; code: string; msisdn?: string }): Situation {
  const { url, code, msisdn = ama } = of
  return {
    name: `${code} at ${url}`,
    msisdn,
    code,
    steps: [{ app: { code, url } }],
    hesitation: longHesitation,
    prompted: false,
  }
}
