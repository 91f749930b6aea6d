import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { order, ScriptRuns } from '../src/sessions/script-run.fixture.ts'
import { type FaultAction, faultPoints } from '../src/terms/index.ts'

/** How a script calls an operation, and what it then sees. */
interface Exercise {
  /** Steps before the fault. */
  before?: readonly string[]
  /** The step that calls it. */
  step: string
  /** The same call with a token, where that is another step. */
  withToken?: { before: readonly string[]; step: string }
  /** The step where the call fails so, if that is seen otherwise than by `fails`. */
  failed?(how: string): string | undefined
  /** The steps of a caller who asks again: by default `again`, or the step once more. */
  again?: readonly string[]
  /** The same where the operation was performed and its answer lost. */
  afterLost?: readonly string[]
  /** What is seen at the end, however often it was asked. */
  done?: readonly string[]
  /** The same where the operation was performed and its answer lost, if that makes a difference. */
  doneAfterLost?: readonly string[]
  /** What Ama has at the end, in EUR; 500.00 by default, as at the start. */
  leaves?: string
}

const ama = '"+46733000001"'
const ngozi = '"+2348022221408"'
const approved = [
  `{ phone: ${ama}, prompted: true }`,
  'chooses: Approve',
  '{ types: "{{pin}}", ends: approved }',
]
const paidOnce = [
  'expect: { request: order, status: SUCCESSFUL, callbacks: 1 }',
  'sms: { contains: "12.50", count: 1 }',
]
const paying: Exercise = { step: order, done: [...approved, ...paidOnce], leaves: '487.50' }
const paid = { before: [order, ...approved], leaves: '487.50' }
const plan = 'pre-approval: { as: plan, payer: "+46733000001", currency: EUR }'
const accepted = [
  `{ phone: ${ama}, prompted: true }`,
  'chooses: Accept',
  '{ types: "{{pin}}", ends: accepted }',
]
const cash = 'withdrawal: { as: cash, payer: "+46733000001", amount: "12.50", currency: EUR }'
const bill = 'invoice: { as: bill, payer: "+46733000001", amount: "12.50", currency: EUR }'
const sharing = 'consent: { as: sharing, payer: "+46733000001", scopes: [profile] }'
const agreed = [`{ phone: ${ama}, prompted: true }`, 'chooses: Accept', '{ types: "{{pin}}", ends: shared }']
const sharedOnce = 'sms: { contains: You share, count: 1 }'
const waiting = (count: number) => [`{ dials: "*165#", shows: Approvals (${count}) }`, 'cancels: true']
const shared = 'expect: { consent: sharing, status: GIVEN, shares: { given_name: Ama } }'
/** An order that pays Ama 3.00 at once, which she learns by an SMS. */
const payout = (word: string) => `${word}: { as: ${word}, payee: "+46733000001", amount: "3", currency: EUR }`
const received = (word: string): Exercise => ({
  step: payout(word),
  done: [
    `expect: { ${word}: ${word}, status: SUCCESSFUL, callbacks: 1 }`,
    `{ phone: ${ama}, sms: { contains: received, count: 1 } }`,
  ],
  leaves: '503.00',
})
const giveBack = 'refund: { as: cup, of: order, amount: "2.50", currency: EUR }'
const power =
  'pay-bill: { as: power, provider: Electricity Inc., customer: "+46733000001", amount: "3", currency: EUR }'
const wages = 'transfer: { as: wages, payee: "+46733000001", amount: "3", currency: EUR }'
const ask = 'get-balance: { as: ask, source: "6200000766" }'
const code = `{ phone: ${ngozi}, sms: { contains: code, count: 1 } }`
const validate = 'validate: { balance-request: ask, code: "{{sms.code}}" }'
/** OnePipe's 500 is an answer in its own envelope. */
const envelope = (step: string) => (how: string) =>
  how === '500' ? `{ ${step}, expect: { balance-request: ask, status: Failed, error: "01" } }` : undefined
const asked = (status: string) => `{ query: ask, expect: { balance-request: ask, status: ${status} } }`

/** A call by its path; `words` are its body, or what the answer has. */
const momo = (call: string, words: string): Exercise => ({
  step: `momo: { as: call, call: "${call}", ${words} }`,
})
/** OnePipe says in an answer of 200 that it has no such service. */
const alwaysRefused = (path: string): Exercise => ({
  step: `onepipe: { as: refused, call: POST ${path}, body: { request_type: get_balance, transaction: { transaction_ref: x } }, answer: { status: Failed } }`,
})
const keepToken = (account: string) =>
  `africastalking: { as: kept, call: GET /version1/user?username=${account}, account: ${account}, by: token }`
const africasTalking = (call: string, more = '', account = 'sandbox'): Exercise => {
  const words = `as: call, call: "${call}"${more}`
  return {
    step: `africastalking: { ${words} }`,
    withToken: {
      before: [keepToken(account)],
      step: `africastalking: { ${words}, by: token }`,
    },
  }
}
const subscription =
  'form: { username: sandbox, shortCode: "22384", keyword: news, phoneNumber: "+46733000001" }'

/** For each operation the script that calls it: one line for a new one. */
const exercises: Record<string, Exercise> = {
  'momo.createRequestToPay': paying,
  'momo.getRequestToPay': {
    ...paid,
    ...momo('GET /collection/v1_0/requesttopay/{{order.id}}', 'answer: { status: SUCCESSFUL }'),
  },
  'momo.createRequestToWithdraw': {
    step: cash,
    done: [
      `{ phone: ${ama}, prompted: true }`,
      'chooses: Approve',
      '{ types: "{{pin}}", ends: withdrew }',
      'expect: { withdrawal: cash, status: SUCCESSFUL, callbacks: 1 }',
      'sms: { contains: withdrew, count: 1 }',
    ],
    leaves: '487.50',
  },
  'momo.getRequestToWithdraw': {
    ...momo('GET /collection/v1_0/requesttowithdraw/{{cash.id}}', 'answer: { status: PENDING }'),
    before: [cash],
  },
  'momo.createInvoice': {
    step: bill,
    done: [
      `{ phone: ${ama}, dials: "*165*7*1#" }`,
      'chooses: Pay',
      '{ types: "{{pin}}", ends: You paid }',
      'expect: { invoice: bill, status: SUCCESSFUL, callbacks: 1 }',
      'sms: { contains: You paid, count: 1 }',
      // No other one is open: the first entry is that for a number.
      '{ dials: "*165*7*1#", shows: Enter the invoice number }',
      'cancels: true',
    ],
    leaves: '487.50',
  },
  'momo.getInvoice': {
    ...momo('GET /collection/v2_0/invoice/{{bill.id}}', 'answer: { status: PENDING }'),
    before: [bill],
  },
  'momo.cancelInvoice': {
    before: [bill],
    step: 'cancel-invoice: bill',
    done: [
      'expect: { invoice: bill, status: FAILED, reason: TRANSACTION_CANCELED, callbacks: 1 }',
      `{ phone: ${ama}, sms: { contains: cancelled invoice, count: 1 } }`,
    ],
  },
  'momo.createDeposit': received('deposit'),
  'momo.getDeposit': {
    ...momo('GET /disbursement/v1_0/deposit/{{deposit.id}}', 'answer: { status: SUCCESSFUL }'),
    before: [payout('deposit')],
    leaves: '503.00',
  },
  'momo.createRefund': {
    ...paid,
    step: giveBack,
    done: [
      'expect: { refund: cup, status: SUCCESSFUL, callbacks: 1 }',
      'sms: { contains: "Refund:", count: 1 }',
    ],
    leaves: '490.00',
  },
  'momo.getRefund': {
    ...momo('GET /disbursement/v1_0/refund/{{cup.id}}', 'answer: { status: SUCCESSFUL }'),
    before: [...paid.before, giveBack],
    leaves: '490.00',
  },
  'momo.createCashTransfer': received('cash-transfer'),
  'momo.getCashTransfer': {
    ...momo('GET /remittance/v2_0/cashtransfer/{{cash-transfer.id}}', 'answer: { status: SUCCESSFUL }'),
    before: [payout('cash-transfer')],
    leaves: '503.00',
  },
  'momo.createPayment': {
    step: power,
    done: [
      'expect: { bill-payment: power, status: SUCCESSFUL, callbacks: 1 }',
      `{ phone: ${ama}, sms: { contains: Electricity, count: 1 } }`,
    ],
  },
  'momo.getPayment': {
    ...momo('GET /collection/v2_0/payment/{{power.id}}', 'answer: { status: SUCCESSFUL }'),
    before: [power],
  },
  // It has no reference id: who asks again asks for one more.
  'momo.authorizeConsent': {
    step: sharing,
    again: [sharing.replace('sharing,', 'more,')],
    done: [...agreed, sharedOnce, ...waiting(0)],
    doneAfterLost: [...agreed, sharedOnce, ...waiting(1)],
  },
  'momo.createConsentToken': {
    before: [sharing, ...agreed],
    step: 'read-consent: sharing',
    done: [shared],
    // It is issued once.
    afterLost: ['{ read-consent: sharing, fails: 400 }'],
    doneAfterLost: ['expect: { consent: sharing, status: LOST }'],
  },
  'momo.getUserInfoByConsent': {
    before: [sharing, ...agreed],
    step: 'read-consent: sharing',
    done: [shared],
  },
  'momo.createTransfer': {
    step: wages,
    done: ['expect: { transfer: wages, status: SUCCESSFUL, callbacks: 1 }'],
    leaves: '503.00',
  },
  'momo.getTransfer': {
    ...momo('GET /disbursement/v1_0/transfer/{{wages.id}}', 'answer: { status: SUCCESSFUL }'),
    before: [wages],
    leaves: '503.00',
  },
  'momo.createPreApproval': {
    step: plan,
    done: [...accepted, 'expect: { pre-approval: plan, status: SUCCESSFUL, callbacks: 1 }'],
  },
  'momo.getPreApproval': {
    ...momo('GET /collection/v2_0/preapproval/{{plan.id}}', 'answer: { status: PENDING }'),
    before: [plan],
  },
  'momo.listPreApprovals': {
    ...momo('GET /collection/v1_0/preapprovals/msisdn/46733000001', 'answer: [{ status: PENDING }]'),
    before: [plan],
  },
  'momo.cancelPreApproval': {
    before: [plan, ...accepted],
    step: 'cancel-pre-approval: plan',
    // It is over: a shop that sees it in the list does not ask again.
    afterLost: [],
    done: ['expect: { pre-approval: plan, status: SUCCESSFUL, listed: CANCELLED }'],
  },
  'momo.notifyPayer': {
    ...paid,
    step: 'notify: { request: order, text: Your parcel is here }',
    afterLost: ['{ notify: { request: order, text: Your parcel is here }, fails: 429 }'],
    done: ['sms: { contains: parcel, count: 1 }'],
  },
  'momo.getBalance': momo('GET /collection/v1_0/account/balance', 'answer: { availableBalance: "10000" }'),
  'momo.getBalanceInCurrency': momo(
    'GET /collection/v1_0/account/balance/EUR',
    'answer: { availableBalance: "10000" }',
  ),
  'momo.isActive': momo(
    'GET /collection/v1_0/accountholder/msisdn/46733000001/active',
    'answer: { result: true }',
  ),
  'momo.getBasicUserInfo': momo(
    'GET /collection/v1_0/accountholder/msisdn/46733000001/basicuserinfo',
    'answer: {}',
  ),
  'momo.getRemittanceUserInfo': momo(
    'GET /remittance/v1_0/accountholder/msisdn/46733000001/basicuserinfo',
    'answer: {}',
  ),
  // A merchant's first call makes its API user and key, and fetches a token.
  'momo.createToken': paying,
  'momo.createApiUser': paying,
  'momo.createApiKey': paying,
  'momo.getApiUser': momo(
    'GET /v1_0/apiuser/5a1e0001-0000-4000-8000-000000000001',
    'answer: { targetEnvironment: sandbox }',
  ),
  'onepipe.transact': {
    step: ask,
    failed: envelope(ask),
    // OnePipe has the reference already, and tells how it stands when it is asked.
    afterLost: ['{ again: ask, expect: { balance-request: ask, status: Failed } }', asked('WaitingForOTP')],
    done: [
      code,
      validate,
      'expect: { balance-request: ask, status: Successful, available-balance: 2077099 }',
    ],
  },
  'onepipe.validate': {
    before: [ask, code],
    step: validate,
    failed: envelope(validate),
    afterLost: ['{ query: ask, expect: { balance-request: ask, status: Successful } }'],
    done: ['expect: { balance-request: ask, status: Successful }'],
  },
  'onepipe.query': { before: [ask], step: asked('WaitingForOTP'), failed: envelope('query: ask') },
  'onepipe.reverse': {
    before: [ask],
    step: 'reverse: ask',
    failed: envelope('reverse: ask'),
    done: [asked('Failed')],
  },
  'onepipe.options': alwaysRefused('/v2/transact/options'),
  'onepipe.fulfil': alwaysRefused('/v2/transact/fulfil'),
  // OnePipe calls it, and tells the app that it failed.
  'onepipe.provideBalance': {
    step: ask,
    failed: () => `{ ${ask}, expect: { balance-request: ask, status: Failed } }`,
    again: [`{ ${ask.replace('ask,', 'more,')}, expect: { balance-request: more, status: WaitingForOTP } }`],
  },
  'africastalking.sendSms': {
    ...africasTalking(
      'POST /version1/messaging',
      ', form: { username: sandbox, to: "+46733000001", message: Hello }',
    ),
    done: [`{ phone: ${ama}, sms: { contains: Hello, count: 1 } }`],
    doneAfterLost: [`{ phone: ${ama}, sms: { contains: Hello, count: 2 } }`],
  },
  'africastalking.fetchMessages': africasTalking('GET /version1/messaging?username=sandbox'),
  'africastalking.sendBulkSms': {
    ...africasTalking(
      'POST /version1/messaging/bulk',
      ', account: payersim, body: { username: payersim, message: Hello, phoneNumbers: ["+46733000001"] }',
      'payersim',
    ),
    done: [`{ phone: ${ama}, sms: { contains: Hello, count: 1 } }`],
    doneAfterLost: [`{ phone: ${ama}, sms: { contains: Hello, count: 2 } }`],
  },
  'africastalking.getAccount': africasTalking('GET /version1/user?username=sandbox'),
  'africastalking.createAuthToken': {
    ...africasTalking('POST /auth-token/generate', ', body: { username: sandbox }'),
    withToken: {
      before: [],
      step: keepToken('sandbox'),
    },
  },
  'africastalking.listSubscriptions': africasTalking(
    'GET /version1/subscription?username=sandbox&shortCode=22384&keyword=news',
  ),
  'africastalking.createSubscription': africasTalking(
    'POST /version1/subscription/create',
    `, ${subscription}`,
  ),
  'africastalking.deleteSubscription': africasTalking(
    'POST /version1/subscription/delete',
    `, ${subscription}`,
  ),
}

const simulator = await startSimulator({ clock: 'frozen' })
const operations = await simulator.operations()
afterAll(() => simulator.close())

const byServers = operations.filter((operation) => operation.byServers).map(({ name }) => name)
const startedAt = Date.parse((await simulator.clock.read()).now)

type Action = FaultAction<'operation'>
const faults = Object.keys(faultPoints.operation.actions) as Action[]
const pairs = operations.flatMap(({ name, hasTokens }) =>
  faults.map((fault) => ({ operation: name, fault, canStrike: hasTokens || fault !== 'token-dies' })),
)
const possible = pairs.filter(({ canStrike }) => canStrike)
/** OnePipe has no access tokens, and MTN's provisioning is asked with a subscription key alone. */
const withoutToken = [
  ...['onepipe.transact', 'onepipe.validate', 'onepipe.query', 'onepipe.reverse'],
  ...['onepipe.options', 'onepipe.fulfil', 'onepipe.provideBalance'],
  ...['momo.createApiUser', 'momo.createApiKey', 'momo.getApiUser'],
]

const alone = (step: string) => (step.startsWith('{') ? step.slice(1, -1) : step)
const failing = (step: string, how: string) => `{ ${alone(step).replace(/, expect: .*/, '')}, fails: ${how} }`

function script(operation: string, fault: Action): string[] {
  const exercise = exercises[operation]
  if (!exercise) throw new Error(`Add how a script calls ${operation} to the exercises of this test.`)
  const { step, before = [], done = [] } = exercise
  const delay = fault === 'late-answer' ? ', args: { delay: PT20S }' : ''
  const planned = `fault: { point: operation, do: ${fault}, match: { operation: ${operation} }, when: { first: 1 }${delay} }`
  const [, as] = /\bas: ([\w-]+)/.exec(step) ?? []
  const fails = (how: string) => exercise.failed?.(how) ?? failing(step, how)
  const again = exercise.again ?? [as === undefined ? step : `again: ${as}`]
  const { withToken = { before: [], step } } = exercise
  switch (fault) {
    case 'late-answer':
      return [...before, planned, step, ...done]
    case 'token-dies':
      return [...before, ...withToken.before, planned, withToken.step, ...done]
    case 'lost-answer': {
      const end = exercise.doneAfterLost ?? done
      return [...before, planned, fails('lost'), ...(exercise.afterLost ?? again), ...end]
    }
    case 'no-answer':
      return [...before, planned, fails('unanswered'), ...again, ...done]
    default:
      return [...before, planned, fails(fault.slice('answers-'.length)), ...again, ...done]
  }
}

describe('a script for each fault of a vendor at each operation', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())

  it.each(possible)('$operation, $fault', async ({ operation, fault }) => {
    runs.inspect = async (sim) => {
      expect(await sim.faults.list()).toMatchObject([{ injected: 1 }])
      expect(await sim.audit()).toMatchObject({ ok: true })
      const isHeld = fault === 'late-answer' && !byServers.includes(operation)
      const { now } = await sim.clock.read()
      if (isHeld) expect(Date.parse(now) - startedAt).toBeGreaterThanOrEqual(20_000)
      const { phones } = await sim.world()
      const { leaves = '500.00' } = exercises[operation] ?? {}
      const [balance] = phones.find(({ msisdn }) => msisdn === '+46733000001')?.balances ?? []
      expect(balance).toEqual({ currency: 'EUR', amount: leaves })
    }
    const result = await runs.run([await runs.script('a.yaml', script(operation, fault))])
    expect(result, runs.output).toEqual({ passed: 1, failed: 0 })
  })

  it.each(withoutToken)(
    '%s, token-dies: is refused, since no access token goes with it',
    async (operation) => {
      runs.inspect = async () => {}
      const file = await runs.script('a.yaml', script(operation, 'token-dies'))
      expect(await runs.run([file])).toEqual({ passed: 0, failed: 1 })
      expect(runs.output).toContain(`"${operation}" neither takes nor gives an access token`)
    },
  )
})

it('every other fault strikes at every operation', () => {
  const never = pairs.filter(({ canStrike }) => !canStrike)
  expect(never.map(({ operation, fault }) => `${operation}, ${fault}`).sort()).toEqual(
    withoutToken.map((operation) => `${operation}, token-dies`).sort(),
  )
})

it('every operation that a script calls here is one of the table', () => {
  const names = operations.map(({ name }) => name)
  expect(Object.keys(exercises).filter((name) => !names.includes(name))).toEqual([])
})
