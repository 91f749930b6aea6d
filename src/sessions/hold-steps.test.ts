import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseScript, ScriptError } from './index.ts'
import { order, ScriptRuns } from './script-run.fixture.ts'

const approved = [
  order,
  '{ phone: "+46733000001", prompted: true }',
  'chooses: Approve',
  '{ types: "{{pin}}", ends: approved }',
]
const callbacks = (wanted: string) => `expect: { request: order, status: SUCCESSFUL, callbacks: ${wanted} }`

describe('a callback that a script holds', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())
  const play = async (...steps: string[]) => runs.run([await runs.script('a.yaml', steps)])

  it('arrives when it is let go, and the clock moves meanwhile', async () => {
    const steps = [...approved, 'wait: PT1H', callbacks('0'), 'let-go: { hold: kept }', callbacks('1')]
    const result = await play('hold: { as: kept, point: callback, first: 1 }', ...steps)
    expect(result, runs.output).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('kept: from now on, callbacks are held (first 1)')
    expect(runs.output).toContain('kept: the callback to shop-1.test is let go')
  })

  it('arrives as it was changed, with variables', async () => {
    const changed =
      'let-go: { hold: kept, change: { body: { id: "{{order.id}}" }, headers: { X-Forged: "yes" } } }'
    const seen = callbacks('{ count: 1, body: { id: "{{order.id}}" } }')
    const result = await play('hold: { as: kept, point: callback }', ...approved, changed, seen)
    expect(result, runs.output).toEqual({ passed: 1, failed: 0 })
  })

  it('does not arrive where it is dropped', async () => {
    const steps = [...approved, 'let-go: { hold: kept, drop: true }', callbacks('0')]
    const result = await play('hold: { as: kept, point: callback, match: { host: shop-1.test } }', ...steps)
    expect(result, runs.output).toEqual({ passed: 1, failed: 0 })
  })

  it('is none where it does not match, which "let-go" says', async () => {
    const hold = 'hold: { as: kept, point: callback, match: { merchant: Somebody else } }'
    const result = await play(hold, ...approved, callbacks('1'), 'let-go: { hold: kept }')
    expect(result).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('expected  a callback that "kept" holds\n    seen      it holds none')
  })
})

describe('the words of holds', () => {
  const problems = (...steps: string[]) => {
    try {
      parseScript('a.yaml', `session: A test\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`)
    } catch (error) {
      if (error instanceof ScriptError) return error.problems.map(({ message }) => message).join('\n')
      throw error
    }
    return 'none'
  }
  it.each([
    ['hold: { as: kept, point: request }', 'is not callback, which alone can be held in a script'],
    ['hold: { as: kept, point: callback, match: { phone: nobody } }', 'is no phone number'],
    ['hold: { as: kept, point: callback, match: { hots: a.test } }', 'the nearest known word is "host"'],
    ['hold: { as: kept, point: callback, first: 0 }', 'is a count, from 1 on'],
    ['let-go: { hold: kept }', 'No hold before this step is named "kept"'],
    ['let-go: { hold: kept, drop: true, change: { body: x } }', 'stands with "change"'],
  ])('%s is refused', (step, message) => {
    expect(problems(step)).toContain(message)
  })
})
