import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { differenceOf } from './json-difference.ts'
import { order, ScriptRuns } from './script-run.fixture.ts'

const paid = [
  order.replace('"17"', '"1234"'),
  '{ phone: "+46733000001", prompted: true }',
  'chooses: Approve',
  '{ types: "{{pin}}", ends: approved }',
]

describe('callbacks at the sink of the merchant', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())

  const check = async (callbacks: string, steps: readonly string[] = paid, status = 'SUCCESSFUL') => {
    const last = `expect: { request: order, status: ${status}, callbacks: ${callbacks} }`
    return runs.run([await runs.script('a.yaml', [...steps, last])])
  }

  it.each([
    ['how many came', '{ count: 1 }'],
    ['their method', '{ method: POST }'],
    ['fields of their body', '{ count: 1, method: POST, body: { status: SUCCESSFUL, amount: "12.5" } }'],
    ['a field with a variable', '{ body: { externalId: "{{pin}}" } }'],
    ['a field by a pattern', '{ body: { financialTransactionId: "/^[0-9]+$/" } }'],
  ])('are held against %s', async (_, callbacks) => {
    expect(await check(callbacks), runs.output).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('order is SUCCESSFUL, 1 callback')
  })

  it.each([
    ['a count', '{ count: 2 }', '7:71', '2 callbacks', '1 callback'],
    ['a method', '{ method: PUT }', '7:72', 'a PUT', 'a POST'],
    [
      'a field',
      '{ body: { status: FAILED } }',
      '7:80',
      'a callback with status "FAILED"',
      '"SUCCESSFUL" in {',
    ],
    [
      'a number for a text',
      '{ body: { amount: 12.5 } }',
      '7:80',
      'a callback with amount 12.5',
      '"12.5" in {',
    ],
    [
      'a field that is not there',
      '{ body: { fee: "1" } }',
      '7:77',
      'a callback with fee "1"',
      'no such field in {',
    ],
    [
      'a whole body',
      '{ whole-body: { status: SUCCESSFUL } }',
      '7:76',
      'a callback with its body without "financialTransactionId"',
      'financialTransactionId "',
    ],
  ])('fail on %s that is not as expected', async (_, callbacks, place, expected, seen) => {
    expect(await check(callbacks)).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain(`failed at a.yaml:${place}\n`)
    expect(runs.output).toContain(`expected  ${expected}`)
    expect(runs.output).toContain(`seen      ${seen}`)
  })

  it('fail where none has come, and where one has that should not', async () => {
    expect(await check('{ method: POST }', [order], 'PENDING')).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('expected  a callback\n    seen      0 callbacks')
    expect(await check('{ count: 0 }')).toEqual({ passed: 0, failed: 1 })
    expect(await check('{ count: 0 }', [order], 'PENDING')).toEqual({ passed: 1, failed: 0 })
  })
})

describe('JSON that is expected', () => {
  const seen = { a: '1', b: [1, { c: null }], d: { e: true, f: 'text' } }
  it.each([[{}], [{ b: [1, {}] }], [{ d: { e: true } }], [{ d: { f: '/^te/' } }], [{ b: [1, { c: null }] }]])(
    'in part is %j',
    (expected) => {
      expect(differenceOf(seen, expected, { whole: false })).toBeUndefined()
    },
  )

  it.each([
    [{ a: 1 }, ['a'], '1', '"1"'],
    [{ d: { f: '/^Te/' } }, ['d', 'f'], '/^Te/', '"text"'],
    [{ a: '/1/', b: [1] }, ['b'], 'without "1"', '1 {"c":null}'],
    [{ b: [1, { c: 0 }] }, ['b', '1', 'c'], '0', 'null'],
    [{ b: { 0: 1 } }, ['b'], '{"0":1}', '[1,{"c":null}]'],
    [{ toString: 'x' }, ['toString'], '"x"', 'no such field'],
  ])('differs by %j', (expected, path, wanted, found) => {
    expect(differenceOf(seen, expected, { whole: false })).toEqual({ path, expected: wanted, seen: found })
  })

  it('as a whole has no more fields, however deep', () => {
    expect(differenceOf(seen, { ...seen }, { whole: true })).toBeUndefined()
    expect(differenceOf(seen, { ...seen, d: { e: true } }, { whole: true })).toEqual({
      path: ['d'],
      expected: 'without "f"',
      seen: 'f "text"',
    })
  })
})
