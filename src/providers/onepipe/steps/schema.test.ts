import { describe, expect, it } from 'vitest'
import { parseScript, ScriptError } from '../../../sessions/index.ts'

/** The problems of a script with these lines as its steps; the first step is on line 3. */
function refusals(...steps: string[]): string[] {
  try {
    parseScript('a.yaml', ['session: A test', 'steps:', ...steps.map((step) => `  ${step}`), ''].join('\n'))
  } catch (error) {
    if (error instanceof ScriptError) return error.message.split('\n')
    throw error
  }
  return []
}

const ask = '- get-balance: { as: ask, source: "6200000766" }'

describe('the words of a balance request', () => {
  it('are taken, all of them', () => {
    expect(
      refusals(
        ask,
        '- get-balance: { as: card, type: card, plaintext: 5060;1, app: Ledger, provider: DemoProvider, mode: inspect }',
        '- { phone: "+2348022221408", sms: { contains: code } }',
        '- validate: { balance-request: ask, code: "{{sms.code}}" }',
        '- validate: { balance-request: card, code: "{{pin}}" }',
        '- { query: ask, expect: { balance-request: ask, status: Successful, available-balance: 0 } }',
        '- { reverse: card, expect: { balance-request: card, status: Failed, error: "21" } }',
        '- resend-otp: card',
        '- { phone: "+46733000001", sms: { contains: "{{ask.id}}" } }',
      ),
    ).toEqual([])
  })

  it.each([
    ['- get-balance: { as: ask }', /3:5 "get-balance" needs "source", or "type" and "plaintext"/],
    ['- get-balance: { as: ask, type: card }', /needs "plaintext"/],
    ['- get-balance: { as: ask, plaintext: x }', /needs "type"/],
    [
      '- get-balance: { as: ask, source: "6200000766", type: card, plaintext: x }',
      /"type".* does not go with "source"|type: "card" does not go with "source"/,
    ],
    ['- get-balance: { as: ask, source: 6200000766 }', /Quote it: "6200000766"/],
    ['- get-balance: { as: ask, source: Ngozi }', /is no account, card, wallet or phone number/],
    [
      '- get-balance: { as: ask, source: "6200000766", aap: x }',
      /Unknown word "aap" in "get-balance"; the nearest known word is "app"/,
    ],
    ['- validate: { balance-request: ask }', /"code" is missing|code/],
    ['- query: ask', /No get-balance before this step is named "ask"/],
    [
      '- expect: { balance-request: ask, status: Successful }',
      /No get-balance before this step is named "ask"/,
    ],
  ])('%s is refused', (step, words) => {
    expect(refusals(step).join('\n')).toMatch(words)
  })

  it.each([
    [
      '- expect: { balance-request: ask, status: SUCCESSFUL }',
      /is none of Successful, Failed, WaitingForOTP, PendingValidation/,
    ],
    ['- expect: { balance-request: ask }', /needs "status"/],
    [
      '- expect: { balance-request: ask, status: Failed, reason: EXPIRED }',
      /does not go with "balance-request"/,
    ],
    [
      '- validate: { balance-request: ask, code: "{{sms.code}}" }',
      /\{\{sms.code\}\} needs an sms in a step before it/,
    ],
    ['- get-balance: { as: ask, source: "6200000766" }', /is already the name of the one on line 3/],
    ['- cancel-pre-approval: ask', /"ask" is the get-balance on line 3, and this is about a pre-approval/],
    [
      '- request-to-pay: { as: order, payer: "+46733000001", amount: "1", currency: EUR }\n  - expect: { request: order, status: Successful }',
      /is none of PENDING, SUCCESSFUL, FAILED/,
    ],
  ])('after a get-balance, %s is refused', (step, words) => {
    expect(refusals(ask, step).join('\n')).toMatch(words)
  })
})
