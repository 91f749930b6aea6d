import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { order, ScriptRuns } from './script-run.fixture.ts'

const passed = { passed: 1, failed: 0 }
const failed = { passed: 0, failed: 1 }
const dial = 'phone: "+46733000001", dials: "*165#"'

let runs: ScriptRuns
beforeEach(async () => {
  runs = await ScriptRuns.begin()
})
afterEach(() => runs.end())

describe('a whole screen', () => {
  it('is expected of an open session and of one that ended, every character of it', async () => {
    const file = await runs.script('a.yaml', [
      order,
      'phone: "+46733000001"\n    shows:\n      exactly: |\n        Pay 12.50 EUR to shop\n        1 Approve\n        2 Reject',
      '{ chooses: Reject, ends: { exactly: You rejected the request. } }',
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
      'momo\\n1 Approvals (0)\\n2 Balance',
      'Line 1 differs: "momo" was expected, and the screen has "MoMo".',
    ],
    [
      'a line more',
      'MoMo\\n1 Approvals (0)\\n2 Balance\\n3 Loans',
      'Line 4 differs: "3 Loans" was expected, and the screen has no such line.',
    ],
    ['a pattern, which is a text here', '/MoMo/', 'Line 1 differs: "/MoMo/" was expected'],
  ])('is not %s', async (_, exactly, hint) => {
    const file = await runs.script('a.yaml', [`{ ${dial}, shows: { exactly: "${exactly}" } }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('expected  an open screen that reads exactly "')
    expect(runs.output).toContain(`hint      ${hint}`)
  })

  it('has variables', async () => {
    runs.answerDials({ text: 'Your PIN is 1234', status: 'ended' })
    const file = await runs.script('a.yaml', [`{ ${dial}, ends: { exactly: "Your PIN is {{pin}}" } }`])
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it('is written anew by --update, of several lines where it was', async () => {
    const before = ['exactly: |', '        Old', '', '        screen', '    # kept', `  - ${order}`]
    const file = await runs.script('a.yaml', [
      `phone: "+46733000001"\n    dials: "*165#"\n    shows:\n      ${before.join('\n')}`,
      '{ dials: "*165#", shows: { exactly: "Older" } }',
    ])
    expect(await runs.run([file], { update: true }), runs.output).toEqual(passed)
    expect(runs.output).toContain(
      '- shows: "Old\\n\\nscreen"\n    + shows: "MoMo\\n1 Approvals (0)\\n2 Balance"',
    )
    const text = await readFile(file, 'utf8')
    expect(text).toContain(
      'exactly: |\n        MoMo\n        1 Approvals (0)\n        2 Balance\n    # kept\n',
    )
    expect(text).toContain('{ exactly: "MoMo\\n1 Approvals (1)\\n2 Balance" }')
    runs.world = new (runs.world.constructor as new () => typeof runs.world)()
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
    expect(runs.output).toContain('hint      If this is right, add ends: "You rejected the request.".')
  })

  it('fails it too where the app crashed', async () => {
    runs.answerDials({ status: 'failed', text: 'Network problems', error: 'status 500' })
    const file = await runs.script('a.yaml', [`{ ${dial} }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('(failed: status 500)')
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
  const message = 'The screen has 190 septets; Sandbox shows 160.'
  const tooLong = { code: 'too-long', message }
  const notGsm = { code: 'not-gsm', message: 'Outside the GSM 7-bit alphabet: "ł".' }

  it.each([
    ['its length', tooLong],
    ['its alphabet', notGsm],
  ])('fails the step that brings it up by %s', async (_, warning) => {
    runs.answerDials({ warnings: [warning] })
    const file = await runs.script('a.yaml', [order, `{ ${dial}, shows: Menu }`])
    expect(await runs.run([file])).toEqual(failed)
    expect(runs.output).toContain('failed at a.yaml:4:37\n')
    expect(runs.output).toContain('expected  a screen that fits the phones of its network')
    expect(runs.output).toContain(`seen      ${warning.code}: ${warning.message}`)
    expect(runs.output).toContain(`write "allow: [${warning.code}]" below "session:".`)
  })

  it('passes where the script allows it, and only what it allows', async () => {
    runs.answerDials({ warnings: [tooLong] })
    const steps = [`{ ${dial}, shows: Menu }`]
    expect(await runs.run([await runs.script('a.yaml', steps, ['allow: [too-long]'])])).toEqual(passed)
    expect(await runs.run([await runs.script('b.yaml', steps, ['allow: [not-gsm]'])])).toEqual(failed)
  })

  it('passes where the script that is used allows it', async () => {
    runs.answerDials({ warnings: [tooLong, notGsm] })
    await runs.script('start.yaml', [`{ ${dial}, shows: Menu }`], ['allow: [too-long]'])
    const file = await runs.script(
      'a.yaml',
      ['{ dials: "*165#", shows: Menu }'],
      ['allow: [not-gsm]', 'use: start.yaml'],
    )
    expect(await runs.run([file]), runs.output).toEqual(passed)
  })

  it('is no wording to be updated', async () => {
    runs.answerDials({ warnings: [tooLong] })
    const file = await runs.script('a.yaml', [`{ ${dial}, shows: Menue }`])
    const text = await readFile(file, 'utf8')
    expect(await runs.run([file], { update: true })).toEqual(failed)
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it('passes with other warnings, which hurt nobody who reads it', async () => {
    runs.answerDials({ warnings: [{ code: 'content-type', message: 'text/html' }] })
    expect(await runs.run([await runs.script('a.yaml', [`{ ${dial}, shows: Menu }`])])).toEqual(passed)
  })
})
