import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { junitReporter } from './index.ts'
import { junitProblems } from './junit-schema.fixture.ts'
import { order, ScriptRuns, text } from './script-run.fixture.ts'
import { parseXml } from './xml.fixture.ts'

describe('JUnit XML', () => {
  let runs: ScriptRuns
  let output: string
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
    output = ''
  })
  afterEach(() => runs.end())

  async function report(files: readonly string[]) {
    const write = (text: string) => {
      output += text
    }
    await runs.run(files, { reporter: junitReporter({ write }) })
    return parseXml(output)
  }

  it('of scripts that pass and fail is as its schema has it, and counts them', async () => {
    runs.prepare = (simulator) => text(simulator, '<b>&\u0007\uFFFE ✓ ]]>')
    const document = await report([
      await runs.script('good "1".yaml', [order, '{ phone: "+46733000001", sms: { contains: "✓" } }']),
      await runs.script('bad.yaml', ['{ phone: "+46733000001", dials: "*165#", shows: "<&\\u0001\\">" }']),
    ])
    expect(junitProblems(document)).toEqual([])
    const [suite] = document.children
    expect(document.attributes).toMatchObject({ tests: '2', failures: '1', errors: '0' })
    expect(suite?.attributes).toMatchObject({ name: 'payersim', tests: '2', failures: '1', skipped: '0' })
    const [good, bad] = suite?.children ?? []
    expect(good?.attributes.classname).toMatch(/good "1"\.yaml$/)
    expect(good?.children).toMatchObject([{ name: 'system-out' }])
    expect(good?.children[0]?.text).toContain('| <b>&')
    const [failure] = bad?.children ?? []
    expect(failure).toMatchObject({ name: 'failure', attributes: { type: 'StepFailure' } })
    expect(failure?.attributes.message).toContain('an open screen that contains "<&\\u{1}">"')
    expect(failure?.text).toMatch(/bad\.yaml:3:53\n/)
  })

  it('of scripts that are refused is too', async () => {
    const document = await report([await runs.script('bad.yaml', ['chose: a', 'wait: 5m'])])
    expect(junitProblems(document)).toEqual([])
    const cases = document.children[0]?.children ?? []
    expect(cases.map(({ children }) => children[0]?.attributes.type)).toEqual(['ScriptError', 'ScriptError'])
    expect(cases[0]?.children[0]?.attributes.message).toContain('the nearest known word is "chooses"')
  })

  it('counts scripts that were left after the first failure', async () => {
    const bad = await runs.script('bad.yaml', ['{ phone: "+46733000001", prompted: true }'])
    const write = (text: string) => {
      output += text
    }
    await runs.run([bad, bad], { reporter: junitReporter({ write }), bail: true })
    const document = parseXml(output)
    expect(junitProblems(document)).toEqual([])
    expect(document.attributes).toMatchObject({ tests: '1', failures: '1' })
  })
})

describe('the check of JUnit XML', () => {
  const suite = (inside: string, attributes = 'name="a" tests="1"') =>
    parseXml(`<testsuites><testsuite ${attributes}>${inside}</testsuite></testsuites>`)

  it.each([
    ['<testcase/>', '/testsuites/testsuite/testcase needs name'],
    ['<testcase name="a" time="fast"/>', '/testsuites/testsuite/testcase has time="fast"'],
    ['<testcase name="a" colour="red"/>', '/testsuites/testsuite/testcase has colour="red"'],
    ['<test name="a"/>', '/testsuites/testsuite has too many of test'],
    ['<system-out/><system-out/>', '/testsuites/testsuite has too many of system-out'],
    ['words', '/testsuites/testsuite has a text'],
  ])('finds what is wrong with %s', (inside, problem) => {
    expect(junitProblems(suite(inside))).toContain(problem)
  })

  it.each([
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>1 & 2</a>',
    '<a>\u0007</a>',
    '<a/><b/>',
    '<a b=1/>',
  ])('reads no %j', (document) => {
    expect(() => parseXml(document)).toThrow()
  })
})
