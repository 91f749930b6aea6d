import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { order, ScriptRuns } from './script-run.fixture.ts'

const passed = { passed: 1, failed: 0 }
const failed = { passed: 0, failed: 1 }
const dial = 'phone: "+46733000001", dials: "*165#"'
const dialApp = 'phone: "+46733000001", dials: "*384*1#"'

/** The lines of the payer's menu. */
const menu = (waiting: number) => [
  'MoMo',
  `1 Approvals (${waiting})`,
  ...[
    '2 Balance',
    '3 History',
    '4 Language',
    '5 Auto-payments',
    '6 Withdraw',
    '7 Bills and invoices',
    '8 Shared data',
  ],
]
const quoted = (waiting: number) => menu(waiting).join('\\n')

let runs: ScriptRuns
beforeEach(async () => {
  runs = await ScriptRuns.begin()
})
afterEach(() => runs.end())

/** The step that points *384*1# at an app under test, which answers every hop with this. */
async function app(answer: string, { status = 200, type = 'text/plain' } = {}): Promise<string> {
  const url = await runs.serve((_, response) => {
    response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` }).end(answer)
  })
  return `app: { code: "*384*1#", url: "${url}" }`
}

describe('a whole screen', () => {
  it('is expected of an open session and of one that ended, every character of it', async () => {
    const file = await runs.script('a.yaml', [
      order,
      `phone: "+46733000001"\n    dials: "*165#"\n    shows:\n      exactly: |\n        ${menu(1).join('\n        ')}`,
      '{ chooses: Approvals, shows: shop-1 }',
      'chooses: shop-1',
      '{ chooses: Reject, ends: { exactly: Rejected. You did not pay 12.50 EUR to shop-1.test. } }',
    ])
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it.each([
    [
      'a part of it',
      'MoMo\\n1 Approvals (0)',
      'Line 3 differs: no more was expected, and the screen has "2 Balance".',
    ],
    [
      'another case',
      'momo\\n1 Approvals (0)',
      'Line 1 differs: "momo" was expected, and the screen has "MoMo".',
    ],
    [
      'a line more',
      `${quoted(0)}\\n9 Loans`,
      'Line 10 differs: "9 Loans" was expected, and the screen has no such line.',
    ],
    ['a pattern, which is a text here', '/MoMo/', 'Line 1 differs: "/MoMo/" was expected'],
  ])('is not %s', async (_, exactly, hint) => {
    const file = await runs.script('a.yaml', [`{ ${dial}, shows: { exactly: "${exactly}" } }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('expected  an open screen that reads exactly "')
    expect(runs.output).toContain(`hint      ${hint}`)
  })

  it('has variables', async () => {
    const file = await runs.script('a.yaml', [
      await app('END Your PIN is 1234'),
      `{ ${dialApp}, ends: { exactly: "Your PIN is {{pin}}" } }`,
    ])
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it('is written anew by --update, of several lines where it was', async () => {
    const outdated = ['exactly: |', '        Old', '', '        screen', '    # kept', `  - ${order}`]
    const file = await runs.script('a.yaml', [
      `phone: "+46733000001"\n    dials: "*165#"\n    shows:\n      ${outdated.join('\n')}`,
      '{ dials: "*165#", shows: { exactly: "Older" } }',
    ])
    expect(await runs.run([file], { update: true }), runs.output).toEqual(passed)
    expect(runs.output).toContain(`- shows: "Old\\n\\nscreen"\n    + shows: "${quoted(0)}"`)
    const text = await readFile(file, 'utf8')
    expect(text).toContain(
      `exactly: |\n${menu(0)
        .map((line) => `        ${line}\n`)
        .join('')}    # kept\n`,
    )
    expect(text).toContain(`{ exactly: "${quoted(1)}" }`)
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })
})

describe('options', () => {
  it('are expected by their labels, one or several', async () => {
    const file = await runs.script('a.yaml', [
      `{ ${dial}, offers: Approvals }`,
      'offers: [balance, "/^Approvals \\\\(0\\\\)$/"]',
    ])
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it('that are not there are told at their place, with the nearest', async () => {
    const file = await runs.script('a.yaml', [`{ ${dial}, offers: [Approvals, Balanse] }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('a.yaml:3:66\n')
    expect(runs.output).toContain('expected  an open screen with an option whose label contains "Balanse"')
    expect(runs.output).toContain('hint      The nearest option is "Balance".')
  })

  it('are not the rest of a screen', async () => {
    const file = await runs.script('a.yaml', [`{ ${dial}, offers: MoMo }`])
    expect(await runs.run([file])).toEqual(failed)
  })
})

describe('a session that is over', () => {
  it('fails the step that no word says so of', async () => {
    const file = await runs.script('a.yaml', [
      order,
      '{ phone: "+46733000001", prompted: true }',
      'chooses: Reject',
    ])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('failed at a.yaml:5:14\n')
    expect(runs.output).toContain('expected  the session to go on, since no step says that it is over')
    expect(runs.output).toContain(
      'hint      If this is right, add ends: "Rejected. You did not pay 12.50 EUR to shop-1.test.".',
    )
  })

  it('fails it too where the app crashed', async () => {
    const file = await runs.script('a.yaml', [await app('oops', { status: 500 }), `{ ${dialApp} }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('(failed: Received unexpected response code: 500 Internal Server Error)')
    expect(runs.output).toContain('hint      If this is right, add breaks: failed.')
  })

  it('may be looked at later, after what others did', async () => {
    const file = await runs.script('a.yaml', [
      order,
      '{ phone: "+46733000001", prompted: true }',
      'chooses: Reject',
      '{ phone: "+46733000002", goes: offline }',
      'expect: { request: order, status: FAILED }',
      '{ phone: "+46733000001", ends: rejected }',
    ])
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it('but not after it has dialled again', async () => {
    const file = await runs.script('a.yaml', [
      order,
      '{ phone: "+46733000001", prompted: true }',
      'chooses: Reject',
      '{ dials: "*165#", shows: MoMo }',
    ])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('failed at a.yaml:5:14\n')
  })
})

describe('a screen that does not fit', () => {
  const tooLong = `CON Menu${' of the day'.repeat(20)}`
  const notGsm = 'CON Menu ł'

  it.each([
    ['its length', tooLong, 'too-long', 'The screen has 224 septets; the sandbox shows 160.'],
    [
      'its alphabet',
      notGsm,
      'not-gsm',
      'Outside the GSM 7-bit alphabet, so that a phone may not show it: "ł".',
    ],
  ])('fails the step that brings it up by %s', async (_, answer, code, message) => {
    const file = await runs.script('a.yaml', [await app(answer), `{ ${dialApp}, shows: Menu }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('failed at a.yaml:4:37\n')
    expect(runs.output).toContain('expected  a screen that fits the phones of its network')
    expect(runs.output).toContain(`seen      ${code}: ${message}`)
    expect(runs.output).toContain(`write "allow: [${code}]" below "session:".`)
  })

  it('passes where the script allows it, and only what it allows', async () => {
    const steps = [await app(tooLong), `{ ${dialApp}, shows: Menu }`]
    expect(await runs.run([await runs.script('a.yaml', steps, ['allow: [too-long]'])])).toEqual(passed)
    expect(await runs.run([await runs.script('b.yaml', steps, ['allow: [not-gsm]'])])).toEqual(failed)
  })

  it('passes where the script that is used allows it', async () => {
    const both = await app(`${tooLong} ł`)
    await runs.script('start.yaml', [both, `{ ${dialApp}, shows: Menu }`], ['allow: [too-long]'])
    const file = await runs.script(
      'a.yaml',
      ['{ dials: "*384*1#", shows: Menu }'],
      ['allow: [not-gsm]', 'use: start.yaml'],
    )
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it('is no wording to be updated', async () => {
    const file = await runs.script('a.yaml', [await app(tooLong), `{ ${dialApp}, shows: Menue }`])
    const text = await readFile(file, 'utf8')
    expect(await runs.run([file], { update: true })).toEqual(failed)
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it('passes with other warnings, which hurt nobody who reads it', async () => {
    const seen: unknown[] = []
    runs.inspect = async (simulator) => {
      seen.push((await simulator.phone('+46733000001').look()).screen?.warnings)
    }
    const html = await app('CON Menu', { type: 'text/html' })
    const file = await runs.script('a.yaml', [html, `{ ${dialApp}, shows: Menu }`])
    expect(await runs.run([file]), runs.output).toEqual(passed)
    expect(seen).toMatchObject([[{ code: 'content-type' }]])
  })
})
