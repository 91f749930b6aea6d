import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScriptRuns } from './script-run.fixture.ts'

const paying =
  'momo: { as: order, call: POST /collection/v1_0/requesttopay, body: { amount: "12.50", currency: EUR, externalId: "17", payer: { partyIdType: MSISDN, partyId: "46733000001" } } }'
const approved = [
  '{ phone: "+46733000001", prompted: true }',
  'chooses: Approve',
  '{ types: "{{pin}}", ends: approved }',
]
const status = (answer: string) =>
  `momo: { as: read, call: "GET /collection/v1_0/requesttopay/{{order.id}}", answer: ${answer} }`

describe('a call of any operation in a script', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())
  const run = async (...steps: string[]) => runs.run([await runs.script('a.yaml', steps)])
  const passed = { passed: 1, failed: 0 }
  const failed = { passed: 0, failed: 1 }

  it('of MTN has a reference id, under which it is made again where its answer was lost: it pays once', async () => {
    const lost =
      'fault: { point: operation, do: lost-answer, match: { operation: momo.createRequestToPay }, when: { first: 1 } }'
    const read = status('{ status: SUCCESSFUL, amount: "/^12/", payer: { partyId: "46733000001" } }')
    const balance = 'expect: { phone: "+46733000001", balance: "487.50", currency: EUR }'
    const steps = [lost, `{ ${paying}, fails: lost }`, 'again: order', ...approved, read, balance]
    expect(await run(...steps), runs.output).toEqual(passed)
    expect(runs.output).toContain('order: it is answered 409')
  })

  it('differs from one that is answered otherwise, with the field', async () => {
    expect(await run(paying, status('{ status: SUCCESSFUL }'))).toEqual(failed)
    expect(runs.output).toMatch(/an answer with status "SUCCESSFUL"\n +seen +"PENDING" in \{/)
    expect(await run(paying, 'again: order', `{ ${status('{}')}, fails: 404 }`)).toEqual(failed)
    expect(runs.output).toMatch(/a call that fails: 404\n +seen +it was answered/)
  })

  it('fails where it is refused, unless the step says so', async () => {
    const unknown =
      'momo: { as: read, call: GET /collection/v1_0/requesttopay/5a1e0001-0000-4000-8000-000000000009 }'
    expect(await run(unknown)).toEqual(failed)
    expect(runs.output).toContain('answered 404')
    expect(await run(`{ ${unknown}, fails: 404 }`), runs.output).toEqual(passed)
  })

  it('of MTN is that of the merchant of an environment', async () => {
    const call = 'call: GET /collection/v1_0/account/balance'
    const steps = [
      `momo: { as: ghana, environment: mtnghana, ${call}, answer: { currency: GHS } }`,
      `momo: { as: sandbox, ${call}, answer: { currency: EUR } }`,
    ]
    expect(await run(...steps), runs.output).toEqual(passed)
  })

  it('of OnePipe is signed for an app', async () => {
    const query = (as: string, app: string, status: string) =>
      `onepipe: { as: ${as}, app: ${app}, call: POST /v2/transact/query, body: { request_type: get_balance, transaction: { transaction_ref: "{{ask.id}}" } }, answer: { status: ${status} } }`
    const steps = [
      'get-balance: { as: ask, source: "6200000766" }',
      query('own', 'Lagos Ledger', 'WaitingForOTP'),
      query('other', 'Back Office', 'Failed'),
    ]
    expect(await run(...steps), runs.output).toEqual(passed)
  })

  it('of Africa’s Talking has the key of an account, or a token that is fetched anew when it has run out', async () => {
    const account = (words: string) =>
      `africastalking: { ${words}, answer: { UserData: { balance: "/\\\\d/" } } }`
    const steps = [
      account('as: key, call: GET /version1/user?username=sandbox'),
      account('as: live, account: payersim, call: GET /version1/user?username=payersim, by: token'),
      'wait: PT2H',
      'again: live',
      'africastalking: { as: hello, call: POST /version1/messaging, form: { username: sandbox, to: "+46733000001", message: "Hello {{hello.id}}" } }',
      '{ phone: "+46733000001", sms: { contains: "Hello {{hello.id}}" } }',
    ]
    expect(await run(...steps), runs.output).toEqual(passed)
    expect(await run('africastalking: { as: x, account: nobody, call: GET /version1/user }')).toEqual(failed)
    expect(runs.output).toContain('The world has no account "nobody" of Africa\'s Talking. It has: sandbox')
  })

  it.each([
    ['momo: { as: read, call: /collection/v1_0/account/balance }', 'is no call; write a method and a path'],
    ['momo: { call: GET /collection/v1_0/account/balance }', '"as"'],
    ['momo: { as: read, call: GET /x, answer: none }', 'answer'],
    ['momo: { as: read, call: "GET /x/{{order.id}}" }', 'Unknown variable {{order.id}}'],
    [
      'africastalking: { as: sms, call: POST /version1/messaging, form: { to: x }, body: {} }',
      'stands with "body"; keep one of the two',
    ],
  ])('%s is refused', async (step, message) => {
    expect(await run(step)).toEqual(failed)
    expect(runs.output).toContain(message)
  })
})
