import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseScript, readScript, ScriptError } from './index.ts'

const request = 'request-to-pay: { as: order, payer: "+46733000001", amount: "1.00", currency: EUR }'
const plan = 'pre-approval: { as: plan, payer: "+46733000001", currency: EUR }'
const gift = 'transfer: { as: gift, payee: "+46733000001", amount: "1.00", currency: EUR }'

function refusals(text: string): string[] {
  try {
    parseScript('a.yaml', text)
  } catch (error) {
    if (error instanceof ScriptError) return error.message.split('\n')
    throw error
  }
  return []
}

/** The problems of a script with these lines as its steps; the first step is on line 3. */
function stepRefusals(...steps: string[]): string[] {
  return refusals(['session: A test', 'steps:', ...steps.map((step) => `  ${step}`), ''].join('\n'))
}

describe('a script', () => {
  it('is read with its name, its steps and their places', () => {
    const script = parseScript(
      'a.yaml',
      `session: A test\nsteps:\n  - ${request}\n  - phone: "+46733000001"\n    dials: "*165#"\n    shows: MoMo\n`,
    )
    expect(script.name).toBe('A test')
    expect(script.steps[1]?.words).toEqual({ phone: '+46733000001', dials: '*165#', shows: 'MoMo' })
    expect(script.steps[1]?.at('shows')).toEqual({ line: 6, column: 12 })
    expect(script.steps[0]?.at('request-to-pay', 'amount')).toEqual({ line: 3, column: 65 })
    expect(script.line(6)).toBe('    shows: MoMo')
  })

  it('takes every word of the language', () => {
    expect(
      stepRefusals(
        `- ${request}`,
        '- request-to-pay: { as: b, payer: a@b.example, amount: "5", currency: GHS, message: m, note: n, external-id: x, environment: mtnghana }',
        '- { phone: "+46733000001", prompted: true, shows: /Pay \\d+/i }',
        '- { chooses: /^Approve$/, shows: PIN }',
        '- { types: "{{pin}}", ends: approved }',
        '- { types: "" }',
        '- { dials: "*165*1#", sms: { contains: "{{order.id}}" } }',
        '- cancels: true',
        '- goes: offline',
        '- wait: PT1H5M',
        '- expect: { request: order, status: FAILED, reason: EXPIRED, callbacks: 0 }',
        '- expect: { phone: "+46733000001", balance: "1.50", currency: EUR }',
        `- ${plan}`,
        '- pre-approval: { as: c, payer: a@b.example, currency: GHS, validity: P30DT1S, message: m, environment: mtnghana }',
        '- cancel-pre-approval: plan',
        '- expect: { pre-approval: plan, status: SUCCESSFUL, listed: CANCELLED, callbacks: 1 }',
        `- ${gift}`,
        '- transfer: { as: d, payee: 1d6c5b2e-6b1f-4d52-9c43-7f0f7f1c0a01, amount: "5", currency: GHS, message: m, note: n, external-id: x, product: remittance, environment: mtnghana }',
        '- expect: { transfer: gift, status: FAILED, reason: PAYEE_NOT_FOUND, callbacks: 1 }',
        '- notify: { request: order, text: "Ticket {{gift.id}} of {{plan.id}}", language: en }',
        '- { network: "63902", dials: "*384*1#", breaks: failed }',
        '- texts: { to: "22384", message: "PAY {{pin}}" }',
        '- { sms: { contains: paid, from: AFRICASTKNG, count: 0 } }',
        '- app: { code: "*384*1#", url: "http://127.0.0.1:3000/ussd", events: "https://app.example/events" }',
        '- fault: { point: sms, do: lost }',
        '- fault: { id: slow, point: ussd-hop, do: late-answer, match: { phone: "+46733000001", serviceCode: "*165#", host: "a:1" }, when: { hop: 2, nth: 1, first: 1, probability: 0.5, seed: s }, args: { delay: PT5S } }',
        '- faults: [{ point: sms, do: rejected, match: { recipient: "+46733000001", sender: MoMo }, args: { reason: GatewayError } }, { point: callback, do: out-of-order }]',
        '- no-faults: true',
        '- { shows: { exactly: "Menu" }, offers: Balance }',
        '- { offers: [Balance, /^Send/] }',
        '- { types: "1", ends: { exactly: "Bye" } }',
        '- expect: { request: order, status: FAILED, callbacks: { count: 1, method: PUT, body: { id: "{{order.id}}", a: [1, null] } } }',
        '- expect: { transfer: gift, status: FAILED, callbacks: { whole-body: { status: FAILED } } }',
      ),
    ).toEqual([])
  })
})

describe('a script is refused with file, line and column', () => {
  it.each([
    [
      'an unknown step word',
      ['- phone: "+46733000001"', '- chose: Approve'],
      '4:5 Unknown word "chose" in a step; the nearest known word is "chooses".',
    ],
    [
      'an unknown word of a request',
      [`- ${request.replace('as: order', 'as: order, amout: "1"')}`],
      '3:34 Unknown word "amout" in "request-to-pay"; the nearest known word is "amount".',
    ],
    [
      'an unknown word of an expectation',
      [`- ${request}`, '- expect: { request: order, state: FAILED }'],
      '4:31 Unknown word "state" in "expect"; the nearest known word is "status".',
    ],
    [
      'an unknown status',
      [`- ${request}`, '- expect: { request: order, status: SUCCESFUL }'],
      '4:39 status: "SUCCESFUL" is none of PENDING, SUCCESSFUL, FAILED; the nearest known word is "SUCCESSFUL".',
    ],
    [
      'a phone number that is not quoted',
      ['- phone: +46733000001'],
      '3:12 "phone" is read as a number here. Quote it: "+46733000001".',
    ],
    [
      'an amount that is not quoted',
      [`- ${request.replace('"1.00"', '1.00')}`],
      '3:65 "amount" is read as a number here. Quote it: "1.00".',
    ],
    [
      'a PIN that is not quoted',
      ['- { phone: "+46733000001", types: 0000 }'],
      '3:37 "types" is read as a number here. Quote it: "0000".',
    ],
    [
      'a code that is not quoted',
      ['- phone: "+46733000001"', '  dials: *165#'],
      '4:12 *165# means something of its own in YAML as it stands here. Write it in quotes: "*165#".',
    ],
    [
      'a variable that is not quoted',
      ['- phone: "+46733000001"', '  types: {{pin}}'],
      '4:13 Braces mean something of their own in YAML. Write a variable in quotes: "{{pin}}".',
    ],
    [
      'a name that objects have by themselves',
      ['- fault: [{ point: sms, do: lost, match: { __proto__: x } }]'],
      '3:46 __proto__ is the name of nothing here. Take it out.',
    ],
    [
      'a field that is missing',
      ['- request-to-pay: { as: order, payer: "+46733000001", currency: EUR }'],
      '3:21 "amount" is missing here.',
    ],
    [
      'a word without a value',
      ['- phone: "+46733000001"', '  chooses: # the first'],
      '4:5 "chooses" has no value. A # outside quotes begins a comment.',
    ],
    [
      'a list in the place of a text',
      ['- phone: "+46733000001"', '  chooses: [1]'],
      '4:14 "chooses" is one text, in quotes where in doubt.',
    ],
    [
      'a text in the place of words',
      ['- request-to-pay: order'],
      '3:21 request-to-pay: "order" is words and their values, such as dials: "*165#".',
    ],
    [
      'a step that is only a word',
      ['- cancels'],
      '3:5 A step is words and their values, such as dials: "*165#".',
    ],
    ['an empty step', ['- {}'], '3:5 A step is empty; write a word and its value.'],
    [
      'two actions in one step',
      ['- phone: "+46733000001"', '  dials: "*165#"', '  types: "1"'],
      '5:5 types: "1" stands in one step with "dials"; a step does one thing, so write a step of its own.',
    ],
    [
      'shows beside ends',
      ['- { phone: "+46733000001", shows: a, ends: b }'],
      '3:40 ends: "b" stands with "shows", which says that the session goes on; keep one of the two.',
    ],
    [
      'a flag that is not true',
      ['- { phone: "+46733000001", prompted: no }'],
      '3:40 prompted: "no" can only be true.',
    ],
    [
      'a place to go that is none',
      ['- { phone: "+46733000001", goes: away }'],
      '3:36 goes: "away" is none of offline, online; the nearest known word is "online".',
    ],
    [
      'a duration that is none',
      ['- wait: 5m'],
      '3:11 wait: "5m" is not a duration; write an ISO 8601 one, such as PT30S, PT5M or P30D.',
    ],
    [
      'a code that is none',
      ['- { phone: "+46733000001", dials: "165" }'],
      '3:37 dials: "165" is no USSD code; write it as "*165#".',
    ],
    [
      'a number that is none',
      ['- phone: "Ama"'],
      '3:12 phone: "Ama" is no phone number; write it in international form, such as "+46733000001".',
    ],
    [
      'a number in local form',
      ['- phone: "+0733000001"'],
      '3:12 phone: "+0733000001" is no phone number; write it in international form, such as "+46733000001".',
    ],
    [
      'a pattern that is none',
      ['- { phone: "+46733000001", shows: "/(/" }'],
      '3:37 shows: "/(/" is not a valid pattern.',
    ],
    [
      'a name given twice',
      [`- ${request}`, `- ${request}`],
      '4:27 as: "order" is already the name of the one on line 3.',
    ],
    [
      'an expectation of an unknown request',
      [`- ${request}`, '- expect: { request: ordre, status: FAILED }'],
      '4:24 No request-to-pay before this step is named "ordre"; the nearest known word is "order".',
    ],
    [
      'an expectation of an unknown pre-approval',
      [`- ${plan}`, '- expect: { pre-approval: plann, status: FAILED }'],
      '4:29 No pre-approval before this step is named "plann"; the nearest known word is "plan".',
    ],
    [
      'a name of something else',
      [`- ${request}`, '- cancel-pre-approval: order'],
      '4:26 "order" is the request-to-pay on line 3, and this is about a pre-approval.',
    ],
    [
      'a prompt let go that is not held',
      [`- ${request}`, '- release-prompt: order'],
      '4:21 The prompt of "order" is not held. Write prompt: held where it is made.',
    ],
    [
      'a prompt of a transfer',
      [`- ${gift}`, '- release-prompt: gift'],
      '4:21 "gift" is the transfer on line 3, and this is about a request-to-pay or withdrawal or pre-approval or consent.',
    ],
    [
      'a notification of a transfer',
      [`- ${gift}`, '- notify: { request: gift, text: Hello }'],
      '4:24 "gift" is the transfer on line 3, and this is about a request-to-pay.',
    ],
    [
      'a name given to two kinds',
      [`- ${plan}`, `- ${gift.replace('as: gift', 'as: plan')}`],
      '4:21 as: "plan" is already the name of the one on line 3.',
    ],
    [
      'an unknown word of a pre-approval',
      [`- ${plan.replace('as: plan', 'as: plan, amount: "1"')}`],
      '3:31 Unknown word "amount" in "pre-approval"',
    ],
    [
      'a validity that is no duration',
      [`- ${plan.replace('as: plan', 'as: plan, validity: 30d')}`],
      '3:41 validity: "30d" is not a duration; write an ISO 8601 one, such as PT30S, PT5M or P30D.',
    ],
    [
      'a validity that MTN cannot count',
      [`- ${plan.replace('as: plan', 'as: plan, validity: PT0.5S')}`],
      '3:41 validity: "PT0.5S" has a fraction of a second; write whole seconds, such as PT90S.',
    ],
    [
      'a product that sends no money',
      [`- ${gift.replace('as: gift', 'as: gift, product: collection')}`],
      '3:36 product: "collection" is none of disbursement, remittance',
    ],
    [
      'an expectation of what only a pre-approval has',
      [`- ${gift}`, '- expect: { transfer: gift, status: PENDING, listed: PENDING }'],
      '4:48 listed: "PENDING" does not go with "transfer"; write an expect of its own.',
    ],
    [
      'an expectation of nothing',
      ['- expect: { currency: EUR }'],
      '3:5 "expect" needs "request", "withdrawal", "invoice", "pre-approval", "consent", "transfer", "deposit", "refund", "cash-transfer", "bill-payment" or "balance-request", or "phone", for a balance, or "calls".',
    ],
    [
      'an expectation without a status',
      [`- ${request}`, '- expect: { request: order, callbacks: 1 }'],
      '4:5 "expect" needs "status".',
    ],
    [
      'an expectation of two things',
      [`- ${request}`, '- expect: { request: order, status: PENDING, balance: "1" }'],
      '4:48 balance: "1" does not go with "request"; write an expect of its own.',
    ],
    [
      'a count below zero',
      [`- ${request}`, '- expect: { request: order, status: PENDING, callbacks: -1 }'],
      '4:59 "callbacks" is a count, from 0 on.',
    ],
    [
      'an unknown variable',
      ['- { phone: "+46733000001", types: "{{pni}}" }'],
      '3:37 Unknown variable {{pni}}; the nearest known word is "pin".',
    ],
    [
      'a variable of a request that comes later',
      ['- { phone: "+46733000001", types: "{{order.id}}" }', `- ${request}`],
      '3:37 Unknown variable {{order.id}}; the nearest known word is "pin".',
    ],
    [
      'braces that do not match',
      ['- { phone: "+46733000001", types: "{{pin}" }'],
      '3:37 "{{pin}" has braces that do not match. A variable is written {{pin}}.',
    ],
    [
      'an action without a phone',
      ['- dials: "*165#"'],
      '3:5 "dials" needs a phone. Name one in this step or before it: phone: "+46733000001".',
    ],
    [
      'an unknown word of a fault',
      ['- fault: { point: sms, did: lost }'],
      '3:26 Unknown word "did" in "fault"; the nearest known word is "id".',
    ],
    [
      'an unknown word of one of several faults',
      ['- faults: [{ point: sms, do: lost, wen: { first: 1 } }]'],
      '3:38 Unknown word "wen" in "fault"; the nearest known word is "when".',
    ],
    [
      'a fault at a place that there is not',
      ['- fault: { point: smss, do: lost }'],
      '3:21 point: "smss" is none of ussd-hop, sms, sms-report, sms-inbound, callback, email, operation; the nearest known word is "sms".',
    ],
    [
      'an e-mail that is to be lost on its way to a phone',
      ['- fault: { point: email, do: lost, match: { recipient: "+46733000001" } }'],
      '3:58 recipient: "+46733000001" is no e-mail address; write one such as "ngozi@example.com".',
    ],
    [
      'an SMS that is to be lost on its way to an address',
      ['- fault: { point: sms, do: lost, match: { recipient: a@b.c } }'],
      '3:56 recipient: "a@b.c" is no phone number; write it in international form, such as "+46733000001".',
    ],
    [
      'the code of an e-mail that nobody read',
      [
        '- get-balance: { as: ask, source: "6200000766" }',
        '- validate: { balance-request: ask, code: "{{email.code}}" }',
      ],
      '4:45 {{email.code}} needs an email in a step before it.',
    ],
    [
      'an e-mail to no address',
      ['- email: { to: ngozi, contains: code }'],
      '3:18 to: "ngozi" is no e-mail address; write one such as ngozi@example.com.',
    ],
    [
      'a fault that cannot be there',
      ['- fault: { point: sms, do: dropped }'],
      '3:30 do: "dropped" is none of lost, delayed, rejected, which go wrong at "sms"; the nearest known word is',
    ],
    [
      'a fault of somebody whom its place does not know',
      ['- fault: { point: sms, do: lost, match: { phone: "+46733000001" } }'],
      '3:45 phone: "+46733000001" does not go with "sms"; the nearest known word is',
    ],
    [
      'an unknown time of a fault',
      ['- fault: { point: sms, do: lost, when: { frist: 1 } }'],
      '3:44 Unknown word "frist" in "when"; the nearest known word is "first".',
    ],
    [
      'a fault that strikes no time',
      ['- fault: { point: sms, do: lost, when: { first: 0 } }'],
      '3:51 "first" is a count, from 1 on.',
    ],
    [
      'a probability that is none',
      ['- fault: { point: sms, do: lost, when: { probability: 2 } }'],
      '3:57 "probability" is a probability, from 0 to 1.',
    ],
    [
      'a hop of what has none',
      ['- fault: { point: sms, do: lost, when: { hop: 2 } }'],
      '3:44 "hop" does not go with "sms"; count with nth or first.',
    ],
    [
      'a seed without a probability',
      ['- fault: { point: sms, do: lost, when: { seed: a } }'],
      '3:44 seed: "a" does not go without "probability".',
    ],
    [
      'a delay that is missing',
      ['- fault: { point: sms, do: delayed }'],
      '3:26 do: "delayed" needs "args: { delay: PT5S }".',
    ],
    [
      'a delay of what takes none',
      ['- fault: { point: sms, do: lost, args: { delay: PT5S } }'],
      '3:44 delay: "PT5S" does not go with "lost".',
    ],
    [
      'a reason of what needs none',
      ['- fault: { point: sms, do: lost, args: { reason: GatewayError } }'],
      '3:44 reason: "GatewayError" does not go with "lost".',
    ],
    ['no faults at all', ['- faults: []'], '3:13 "faults" is empty; write at least one fault.'],
    [
      'a fault that is only a word',
      ['- faults: [lost]'],
      '3:14 A fault is words and their values, such as dials: "*165#".',
    ],
    [
      'a fault beside an action',
      ['- { phone: "+46733000001", dials: "*165#", no-faults: true }'],
      '3:46 "no-faults" stands in one step with "dials"',
    ],
    [
      'a network that is none',
      ['- { phone: "+46733000001", network: Safaricom }'],
      '3:39 network: "Safaricom" is no network code; write five digits, such as "63902".',
    ],
    ['a network without a phone', ['- network: "63902"'], '3:5 "network" needs a phone.'],
    [
      'an app without an address',
      ['- app: { code: "*384*1#", url: localhost:3000 }'],
      '3:34 url: "localhost:3000" is no http or https URL.',
    ],
    [
      'a text to nobody',
      ['- { phone: "+46733000001", texts: { to: "", message: Hello } }'],
      '3:43 to: "" is no short code; write 3 to 8 digits, such as "22384", or a sender id.',
    ],
    [
      'an unknown end of a session',
      ['- { phone: "+46733000001", breaks: canceled }'],
      '3:38 breaks: "canceled" is none of cancelled, timed-out, failed; the nearest known word is "cancelled".',
    ],
    [
      'breaks beside ends',
      ['- { phone: "+46733000001", ends: a, breaks: failed }'],
      '3:39 breaks: "failed" stands with "ends", which says otherwise of the session; keep one of the two.',
    ],
    [
      'an unknown word of a whole screen',
      ['- { phone: "+46733000001", shows: { exactlly: Menu } }'],
      '3:39 Unknown word "exactlly" in "shows"; the nearest known word is "exactly".',
    ],
    [
      'a whole screen that is a number',
      ['- { phone: "+46733000001", ends: { exactly: 12 } }'],
      '3:47 "exactly" is read as a number here. Quote it: "12".',
    ],
    [
      'a part of a screen that is a number',
      ['- { phone: "+46733000001", shows: 12 }'],
      '3:37 "shows" is read as a number here. Quote it: "12".',
    ],
    [
      'an option that is a number',
      ['- { phone: "+46733000001", offers: [Balance, 12] }'],
      '3:48 "offers" is read as a number here. Quote it: "12".',
    ],
    [
      'no options',
      ['- { phone: "+46733000001", offers: [] }'],
      '3:38 "offers" is empty; write at least one label.',
    ],
    [
      'options of a session that is over',
      ['- { phone: "+46733000001", offers: Balance, ends: Bye }'],
      '3:47 ends: "Bye" stands with "offers", which says that the session goes on; keep one of the two.',
    ],
    ['options without a phone', ['- offers: Balance'], '3:5 "offers" needs a phone.'],
    [
      'callbacks that are a text',
      [`- ${request}`, '- expect: { request: order, status: PENDING, callbacks: "1" }'],
      '4:59 callbacks: "1" is a whole number, or words and their values.',
    ],
    [
      'an unknown word of callbacks',
      [`- ${request}`, '- expect: { request: order, status: PENDING, callbacks: { boddy: {} } }'],
      '4:61 Unknown word "boddy" in "callbacks"; the nearest known word is "body".',
    ],
    [
      'a method that no callback has',
      [`- ${request}`, '- expect: { request: order, status: PENDING, callbacks: { method: POTS } }'],
      '4:69 method: "POTS" is none of POST, PUT; the nearest known word is "POST".',
    ],
    [
      'callbacks without anything',
      [`- ${request}`, '- expect: { request: order, status: PENDING, callbacks: {} }'],
      '4:48 "callbacks" needs "count", "method", "body" or "whole-body".',
    ],
    [
      'two bodies of a callback',
      [
        `- ${request}`,
        '- expect: { request: order, status: PENDING, callbacks: { body: {}, whole-body: {} } }',
      ],
      '4:71 "whole-body" stands with "body"; keep one of the two.',
    ],
    [
      'a body of no callback',
      [`- ${request}`, '- expect: { request: order, status: PENDING, callbacks: { count: 0, body: {} } }'],
      '4:71 "body" does not go with "count: 0", which says that there is none.',
    ],
    [
      'a variable in the body of a callback',
      [
        `- ${request}`,
        '- expect: { request: order, status: PENDING, callbacks: { body: { a: ["{{odrer.id}}"] } } }',
      ],
      '4:73 Unknown variable {{odrer.id}}; the nearest known word is "order.id".',
    ],
    [
      'a code that no SMS has brought',
      ['- { phone: "+46733000001", types: "{{sms.code}}" }'],
      '3:37 {{sms.code}} needs an sms in a step before it.',
    ],
    [
      'a label that several options of the screen before it have',
      ['- { phone: "+46733000001", shows: { exactly: "1 Pay a\\n2 Pay b" } }', '- chooses: pay'],
      '4:14 2 options match "pay": 1 Pay a · 2 Pay b. Choose by a longer part of the label.',
    ],
    [
      'a label that no option of the screen before it has',
      ['- { phone: "+46733000001", shows: { exactly: "1 Pay a\\n2 Pay b" } }', '- chooses: send'],
      '4:14 No option matches "send". The screen has: 1 Pay a · 2 Pay b.',
    ],
    [
      'a wait without an end',
      ['- wait: P99999999999D'],
      '3:11 wait: "P99999999999D" is more than ten years; a script has to end.',
    ],
    [
      'a wait whose seconds cannot be counted',
      ['- wait: P99999999999999D'],
      '3:11 wait: "P99999999999999D" is more than ten years; a script has to end.',
    ],
    [
      'a code that an SMS would bring that must not be there',
      ['- { phone: "+46733000001", sms: { contains: code, count: 0 } }', '- types: "{{sms.code}}"'],
      '4:12 {{sms.code}} needs an sms in a step before it.',
    ],
    [
      'a snapshot that is not there',
      ['- snapshot: start', '- restore: strat'],
      '4:14 No snapshot before this step is named "strat"; the nearest known word is "start".',
    ],
    [
      'a snapshot that is taken later',
      ['- restore: start', '- snapshot: start'],
      '3:14 No snapshot before this step is named "start".',
    ],
    [
      'what a restore has undone',
      [
        '- snapshot: start',
        `- ${request}`,
        '- restore: start',
        '- expect: { request: order, status: PENDING }',
      ],
      '6:24 "order" was undone by the restore on line 5.',
    ],
    [
      'a flag that patterns do not take',
      ['- { phone: "+46733000001", sms: { contains: /paid/gi, count: 0 } }'],
      '3:47 contains: "/paid/gi" is a pattern with a flag that has no meaning here; keep those of i, m, s and u.',
    ],
    [
      'a text that YAML takes for an anchor',
      ['- phone: "+46733000001"', '  chooses: &Pay now'],
      '4:14 &Pay means something of its own in YAML as it stands here. Write it in quotes: "&Pay".',
    ],
    [
      'a text that YAML takes for a tag',
      ['- phone: "+46733000001"', '  shows: !Paid in full'],
      '4:12 !Paid means something of its own in YAML as it stands here. Write it in quotes: "!Paid".',
    ],
    [
      'a text that does not end',
      ['- { phone: "+46733000001", dials: "*165# }'],
      '4:1 This is no YAML: Missing closing "quote.',
    ],
    ['words that do not end', ['- { phone: "+46733000001"'], '4:1 This is no YAML: '],
    [
      'a step that contains itself',
      ['- &step { expect: *step }'],
      '3:21 *step means something of its own in YAML',
    ],
    [
      'a tab',
      ['- phone: "+46733000001"', '\tdials: "*165#"'],
      '4:3 A tab indents this line. YAML indents with spaces only.',
    ],
    [
      'a word given twice',
      ['- phone: "+46733000001"', '  phone: "+46733000002"'],
      '4:5 This is no YAML: Map keys must be unique.',
    ],
  ])('for %s', (_, steps, refusal) => {
    expect(stepRefusals(...steps)).toContainEqual(expect.stringContaining(`a.yaml:${refusal}`))
  })

  it.each([
    ['', '1:1 The file is empty. A script has "session", its name, and "steps", a list.'],
    ['# soon\n', '1:1 The file is empty. A script has "session", its name, and "steps", a list.'],
    ['hello', '1:1 A script is words and their values, such as dials: "*165#".'],
    ['session: A\n', '1:1 "steps" is missing here.'],
    ['session: A\nsteps: []\n', '2:8 "steps" is empty; write at least one step.'],
    ['session: A\nsteps: 1\n', '2:8 "steps" is a list: one line for each step, beginning with "- ".'],
    ['session: " "\nsteps:\n  - wait: PT1S\n', '1:10 session: " " is blank.'],
    [
      'session: A\nallow: [to-long]\nsteps:\n  - wait: PT1S\n',
      '2:9 allow: "to-long" is none of too-long, not-gsm; the nearest known word is "too-long".',
    ],
    [
      'session: A\nallow: too-long\nsteps:\n  - wait: PT1S\n',
      '2:8 allow: "too-long" is a list: one line for each, beginning with "- ".',
    ],
    [
      'sesion: A\nsteps:\n  - wait: PT1S\n',
      '1:1 Unknown word "sesion" in a script; the nearest known word is "session".',
    ],
    [
      'session: A\nsteps:\n  - wait: PT1S\nworld: {}\n',
      '4:1 Unknown word "world" in a script; the nearest known word is "use".',
    ],
    [
      'session: A\nsteps:\n  - wait: PT1S\n---\na: 1\n',
      '4:1 A second document begins here. Write one script to a file.',
    ],
  ])('for the whole file %j', (text, refusal) => {
    expect(refusals(text)).toContain(`a.yaml:${refusal}`)
  })

  it.each([
    ['at the end', ['- phone: "+46733000001"'], '3:5'],
    [
      'before steps of another',
      ['- phone: "+46733000001"', '- { phone: "+46733000002", cancels: true }'],
      '3:5',
    ],
    ['before what needs no phone', ['- phone: "+46733000001"', '- wait: PT5M'], '3:5'],
  ])('for a phone that stands alone %s', (_, steps, place) => {
    expect(stepRefusals(...steps)).toEqual([
      expect.stringContaining(`a.yaml:${place} "phone" stands alone: nothing is done with +46733000001`),
    ])
  })

  it.each([
    ['a step of it', ['- phone: "+46733000001"', '- wait: PT5M', '- cancels: true']],
    ['a step that names it again', ['- phone: "+46733000001"', '- { phone: "+46733000001", cancels: true }']],
    ['its PIN', ['- phone: "+46733000001"', `- ${request}`, '- notify: { request: order, text: "{{pin}}" }']],
  ])('but not for a phone that stands alone before %s', (_, steps) => {
    expect(stepRefusals(...steps)).toEqual([])
  })

  it('with every problem at once, in their order', () => {
    expect(stepRefusals('- chose: a', '- wait: 5m', '- phone: 1')).toEqual([
      expect.stringContaining('a.yaml:3:5 '),
      expect.stringContaining('a.yaml:4:11 '),
      expect.stringContaining('a.yaml:5:12 '),
    ])
  })
})

describe('a script file', () => {
  it('is refused where it is missing, a folder or not UTF-8', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    const file = join(folder, 'a.yaml')
    await expect(readScript(file)).rejects.toThrow(`${file}: There is no such file.`)
    await expect(readScript(folder)).rejects.toThrow('The file cannot be read')
    await writeFile(file, Buffer.from([0x73, 0xff, 0xfe]))
    await expect(readScript(file)).rejects.toThrow('The file is not UTF-8 text.')
    await rm(folder, { recursive: true })
  })
})
