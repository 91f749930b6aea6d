import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { order, ScriptRuns } from './script-run.fixture.ts'

const plan = (words: string) => `fault: { point: operation, ${words} }`
const failing = (step: string, how: string) => `{ ${step}, fails: ${how} }`
const preApproval = 'pre-approval: { as: plan, payer: "+46733000001", currency: EUR }'
const transfer = 'transfer: { as: wages, payee: "+46733000001", amount: "3", currency: EUR }'
const ask = 'get-balance: { as: ask, source: "6200000766" }'

describe('a call that fails in a script', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())
  const run = async (...steps: string[]) => {
    const [first] = [await runs.run([await runs.script('a.yaml', steps)])]
    return first
  }
  const passed = { passed: 1, failed: 0 }

  it.each([
    [order, 'momo.createRequestToPay', 'expect: { request: order, status: PENDING }'],
    [preApproval, 'momo.createPreApproval', 'expect: { pre-approval: plan, status: PENDING }'],
    [transfer, 'momo.createTransfer', 'expect: { transfer: wages, status: SUCCESSFUL, callbacks: 1 }'],
    [ask, 'onepipe.transact', '{ query: ask, expect: { balance-request: ask, status: WaitingForOTP } }'],
  ])('%s was performed where its answer is lost, and has its name', async (step, operation, expected) => {
    const steps = [
      plan(`do: lost-answer, match: { operation: ${operation} }`),
      failing(step, 'lost'),
      expected,
    ]
    expect(await run(...steps), runs.output).toEqual(passed)
    expect(runs.output).toContain('it fails: lost')
  })

  it.each([
    [order, 'order', 'expect: { request: order, status: PENDING }'],
    [preApproval, 'plan', 'expect: { pre-approval: plan, status: PENDING }'],
    [transfer, 'wages', 'expect: { transfer: wages, status: SUCCESSFUL, callbacks: 1 }'],
    [ask, 'ask', 'expect: { balance-request: ask, status: WaitingForOTP }'],
  ])('%s gets through when it is sent again, whatever call of it failed', async (step, name, expected) => {
    // Its merchant is first made known to MTN, and fetches a token: those calls fail too.
    const twice = Array.from({ length: 2 }, (_, at) => at + 1)
    for (const nth of step === ask ? [1] : [...twice, 3, 4]) {
      const steps = [
        plan(`do: answers-503, when: { nth: ${nth} }`),
        failing(step, '503'),
        `again: ${name}`,
        expected,
      ]
      expect(await run(...steps), runs.output).toEqual(passed)
    }
  })

  it('is given up where it is never answered, and no time passes', async () => {
    const steps = [
      plan('do: no-answer, when: { first: 1 }'),
      failing(order, 'unanswered'),
      'again: order',
      'expect: { request: order, status: PENDING }',
    ]
    runs.inspect = async (sim) =>
      expect(await sim.clock.read()).toMatchObject({ now: '2026-01-05T09:00:00.000Z' })
    expect(await run(...steps), runs.output).toEqual(passed)
  })

  it('takes its time where the answer is late, for each call of it', async () => {
    const steps = [plan('do: late-answer, args: { delay: PT10S }'), order]
    // The API user, its key, a token, and the order.
    runs.inspect = async (sim) =>
      expect(await sim.clock.read()).toMatchObject({ now: '2026-01-05T09:00:40.000Z' })
    expect(await run(...steps), runs.output).toEqual(passed)
    expect(runs.output).toContain('momo.createRequestToPay is answered after PT10S')
  })

  it('is told from one that does not, or otherwise', async () => {
    const lost = plan('do: lost-answer, match: { operation: momo.createRequestToPay }')
    expect(await run(failing(order, 'lost'))).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toMatch(/a call that fails: lost[\s\S]*it was answered/)
    expect(await run(lost, failing(order, '503'))).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toMatch(/a call that fails: 503[\s\S]*lost: POST \/collection\/v1_0\/requesttopay/)
    expect(await run(lost, order)).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('the answer is lost. It may have been performed.')
  })

  it.each([
    ['fails: lost', 'fails: "lost" stands alone; it goes with what calls an API: request-to-pay'],
    ['{ wait: PT1S, fails: lost }', 'fails: "lost" stands alone'],
    [failing(order, 'losst'), 'fails: "losst" is'],
    [failing(order, '200'), '"fails" is'],
    [
      'again: order',
      'No request-to-pay or withdrawal or invoice or pre-approval or transfer or deposit or refund or cash-transfer or pay-bill or momo or get-balance or onepipe or africastalking before this step is named "order"',
    ],
  ])('%s is refused', async (step, message) => {
    expect(await run(step)).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain(message)
  })
})
