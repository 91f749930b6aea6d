import type { XmlElement } from './xml.fixture.ts'

const text = /^.*$/s
const count = /^\d+$/
const seconds = /^\d+(\.\d{1,3})?$/
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/

interface Rule {
  needs: Record<string, RegExp>
  takes: Record<string, RegExp>
  /** The allowed children, and the maximum of each. */
  children: Record<string, number>
}

const many = Number.POSITIVE_INFINITY
const words: Rule = { needs: {}, takes: {}, children: {} }
const problem: Rule = { needs: {}, takes: { type: text, message: text }, children: {} }

/**
 * JUnit XML as Jenkins' xUnit plugin declares it (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd), for the
 * elements that a session reporter may need; numbers and times must have their form, although the schema
 * allows any text.
 */
const rules: Record<string, Rule> = {
  testsuites: {
    needs: {},
    takes: { name: text, time: seconds, tests: count, failures: count, errors: count },
    children: { testsuite: many },
  },
  testsuite: {
    needs: { name: text, tests: count },
    takes: {
      failures: count,
      errors: count,
      skipped: count,
      time: seconds,
      timestamp: moment,
      hostname: text,
      id: text,
      package: text,
      file: text,
    },
    children: { properties: 1, testcase: many, 'system-out': 1, 'system-err': 1 },
  },
  testcase: {
    needs: { name: text },
    takes: { classname: text, time: seconds, file: text, line: text, status: text, group: text },
    children: { skipped: 1, failure: many, error: many, 'system-out': many, 'system-err': many },
  },
  failure: problem,
  error: problem,
  skipped: problem,
  'system-out': words,
  'system-err': words,
}

/** The violations of the schema, each with its path. */
export function junitProblems(element: XmlElement, above = ''): string[] {
  const at = `${above}/${element.name}`
  const rule = rules[element.name]
  if (!rule) return [`${at} is no element`]
  const known = { ...rule.needs, ...rule.takes }
  const names = element.children.map(({ name }) => name)
  return [
    ...Object.keys(rule.needs)
      .filter((name) => !(name in element.attributes))
      .map((name) => `${at} needs ${name}`),
    ...Object.entries(element.attributes)
      .filter(([name, value]) => !known[name]?.test(value))
      .map(([name, value]) => `${at} has ${name}="${value}"`),
    ...[...new Set(names)]
      .filter((name) => names.filter((one) => one === name).length > (rule.children[name] ?? 0))
      .map((name) => `${at} has too many of ${name}`),
    ...(Object.keys(rule.children).length > 0 && element.text.trim() !== '' ? [`${at} has a text`] : []),
    ...element.children.flatMap((child) => junitProblems(child, at)),
  ]
}
