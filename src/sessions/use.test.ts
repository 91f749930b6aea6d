import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseScript, readScript } from './index.ts'
import { ScriptRuns } from './script-run.fixture.ts'

const order = 'request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }'

describe('a script that uses another', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
    await mkdir(join(runs.folder, 'starts'))
  })
  afterEach(() => runs.end())

  const script = (name: string, use: string | undefined, ...steps: string[]) =>
    runs.script(name, steps, use === undefined ? [] : [`use: ${use}`])

  const refusal = async (file: string) => {
    const error: unknown = await readScript(file).catch((thrown: unknown) => thrown)
    return error instanceof Error ? error.message.replaceAll(`${runs.folder}/`, '') : undefined
  }

  it('plays it first, and goes on with its phone and its names', async () => {
    await script('starts/asked.yaml', undefined, order)
    await script(
      'starts/prompted.yaml',
      'asked.yaml',
      '{ phone: "+46733000001", prompted: true, shows: "12.50" }',
    )
    const file = await script(
      'pay.yaml',
      'starts/prompted.yaml',
      'chooses: Approve',
      '{ types: "{{pin}}", ends: approved }',
      'notify: { request: order, text: "Ticket {{order.id}}" }',
      'expect: { request: order, status: SUCCESSFUL, callbacks: 1 }',
    )
    expect(await runs.run([file]), runs.output).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('order: a merchant asks +46733000001 for 12.50 EUR')
  })

  it('names the line of the used file where that fails', async () => {
    await script('starts/balance.yaml', undefined, order, '{ phone: "+46733000001", shows: Balance }')
    const file = await script('pay.yaml', './starts/balance.yaml', 'cancels: true')
    expect(await runs.run([file])).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('failed at starts/balance.yaml:4:37\n')
    expect(runs.output).toContain('    4 |   - { phone: "+46733000001", shows: Balance }\n')
  })

  it('is refused where they go in a circle', async () => {
    await script('starts/b.yaml', '../a.yaml', order)
    const file = await script('a.yaml', 'starts/b.yaml', order)
    expect(await refusal(file)).toBe(
      'starts/b.yaml:2:6 use: goes in a circle: a.yaml uses starts/b.yaml uses a.yaml.',
    )
    const alone = await script('alone.yaml', 'alone.yaml', order)
    expect(await refusal(alone)).toBe('alone.yaml:2:6 use: goes in a circle: alone.yaml uses alone.yaml.')
  })

  it('is refused at its own line where there is no such file, and at the other where that is wrong', async () => {
    const lost = await script('a.yaml', 'none.yaml', order)
    expect(await refusal(lost)).toBe('a.yaml:2:6 use: "none.yaml" cannot be used. There is no such file.')
    await script('starts/wrong.yaml', undefined, 'chose: Approve')
    const file = await script('b.yaml', 'starts/wrong.yaml', order)
    expect(await refusal(file)).toContain('starts/wrong.yaml:3:5 Unknown word "chose"')
  })

  it('is refused for a name that the other has given', async () => {
    await script('starts/asked.yaml', undefined, order)
    const file = await script('a.yaml', 'starts/asked.yaml', order)
    expect(await refusal(file)).toBe(
      'a.yaml:4:27 as: "order" is already the name of the one on line 3 of starts/asked.yaml.',
    )
  })

  it('is refused where it is read from a text, which has no file beside it', () => {
    expect(() => parseScript('a.yaml', 'session: A\nuse: b.yaml\nsteps:\n  - wait: PT1S\n')).toThrow(
      'a.yaml:2:6 "use" names a file beside this script',
    )
  })
})
