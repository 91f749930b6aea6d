import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScriptRuns } from './script-run.fixture.ts'

describe('updating scripts', () => {
  let runs: ScriptRuns
  let file: string

  beforeEach(async () => {
    runs = await ScriptRuns.begin()
    file = join(runs.folder, 'a.yaml')
  })
  afterEach(() => runs.end())

  const run = (update: boolean) => runs.run([file], { update })

  const rejected = 'Rejected. You did not pay 12.50 EUR to shop-1.test.'
  const outdated = `\uFEFFsession: A payer rejects # by the old wording
steps:
  - request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }
  # The push.
  - phone: "+46733000001"
    prompted: true
    shows: 'Pays 12.50 EUR to the shop'   # kept
  - { chooses: Reject, ends: Goodbye }
`

  it('shows the difference, and writes the lines of the screen, and nothing else', async () => {
    await writeFile(file, outdated)
    expect(await run(false)).toEqual({ passed: 0, failed: 1 })
    expect(await readFile(file, 'utf8')).toBe(outdated)
    expect(await run(true), runs.output).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain(
      '  line 7 is updated\n    - shows: "Pays 12.50 EUR to the shop"\n    + shows: "Pay 12.50 EUR to shop-1.test?"\n',
    )
    expect(runs.output).toContain(`    - ends: "Goodbye"\n    + ends: "${rejected}"\n`)
    const updated = await readFile(file, 'utf8')
    expect(updated).toBe(
      outdated
        .replace("'Pays 12.50 EUR to the shop'", '"Pay 12.50 EUR to shop-1.test?"')
        .replace('Goodbye', `"${rejected}"`),
    )
    expect(await run(false)).toEqual({ passed: 1, failed: 0 })
    expect(await run(true)).toEqual({ passed: 1, failed: 0 })
    expect(await readFile(file, 'utf8')).toBe(updated)
  })

  it.each(['\n', '\r\n'])('keeps what stands behind a | and how lines end: %j', async (lineBreak) => {
    const lines = [
      'session: Word for word',
      'steps:',
      '  - phone: "+46733000001"',
      '    dials: "*165#"',
      '    shows:',
      '      exactly: |  # the menu',
      '        Moneys',
      '  - cancels: true',
    ]
    await writeFile(file, lines.join(lineBreak))
    expect(await run(true), runs.output).toEqual({ passed: 1, failed: 0 })
    const menu = [
      'MoMo',
      '1 Approvals (0)',
      '2 Balance',
      '3 History',
      '4 Language',
      '5 Auto-payments',
      '6 Withdraw',
      '7 Bills and invoices',
      '8 Shared data',
    ].map((line) => `        ${line}`)
    expect(await readFile(file, 'utf8')).toBe(
      lines.flatMap((line) => (line.includes('Moneys') ? menu : [line])).join(lineBreak),
    )
  })

  it.each([
    ['a pattern', '- shows: /Goodbye/'],
    ['a variable', '- { types: "2", ends: "Goodbye {{order.id}}" }'],
    ['a session that is over', '- { chooses: Reject, shows: Goodbye }'],
    ['another failure after it', '- shows: Goodbye\n  - chooses: Loans'],
  ])('leaves a script as it is for %s', async (_, step) => {
    const text = outdated.replace('- { chooses: Reject, ends: Goodbye }', step)
    await writeFile(file, text)
    expect(await run(true)).toEqual({ passed: 0, failed: 1 })
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})
