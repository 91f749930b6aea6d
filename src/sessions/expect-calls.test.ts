import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { order, ScriptRuns } from './script-run.fixture.ts'

describe('expect: { calls }', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())

  const check = async (calls: string) =>
    runs.run([await runs.script('a.yaml', [order, `expect: { calls: ${calls} }`])])

  it.each([
    '{ operation: momo.createRequestToPay, by: payersim, count: 1, unique: reference }',
    '{ operation: momo.createRequestToPay, by: payersim, reference: "{{order.id}}" }',
    '{ operation: momo.createRequestToPay, never: true }',
    '{ order: [momo.createToken, { operation: momo.createRequestToPay, status: 202 }], by: payersim }',
  ])('holds: %s', async (calls) => {
    expect(await check(calls), runs.output).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('it was asked:')
  })

  it('shows what came beside what was expected', async () => {
    const of = '{ operation: momo.createRequestToPay, by: payersim, never: true }'
    expect(await check(of)).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('no call of momo.createRequestToPay')
    expect(runs.output).toMatch(/momo\.createRequestToPay about [0-9a-f-]{36}: 202/)
  })

  it.each([
    ['{ operation: momo.createRequestToPlay }', 'the nearest are "momo.createRequestToPay"'],
    ['{ operation: momo, count: many }', 'count: "many" is a whole number'],
    ['{ operation: momo, often: 2 }', 'often'],
    ['{ count: 2 }', 'needs "operation", or "order"'],
    ['{ operation: momo, reference: "{{nothing.id}}" }', 'nothing'],
    ['{ operation: momo }, status: PENDING', 'does not go with "calls"'],
  ])('refuses %s', async (calls, words) => {
    await check(calls).catch(() => undefined)
    expect(runs.output).toContain(words)
  })
})
