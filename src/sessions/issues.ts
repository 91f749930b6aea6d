import { isScalar } from 'yaml'
import { z } from 'zod'
import { faultArgsSchema, faultMatchSchema, faultPlanSchema, faultTimesSchema } from '../terms/index.ts'
import type { Path, YamlFile } from '../yaml/index.ts'
import { appSchema, emailSchema, headShape, smsSchema, textsSchema } from './core-words.ts'
import { nearestKnown, type ScriptProblem } from './problems.ts'
import type { Grammar } from './schema.ts'
import { exactlySchema } from './screen-text.ts'

type Issue = z.core.$ZodIssue

/** Turns the schema's issues into problems with a place in the script, in its writer's words. */
export function problemsOf(yaml: YamlFile, issue: Issue, grammar: Grammar): ScriptProblem[] {
  if (issue.code === 'invalid_union')
    return nearestForm(issue).flatMap((one) => problemsOf(yaml, one, grammar))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownWord(yaml, [...issue.path, key], grammar))
  return [yaml.problem(placeOf(yaml, issue), `${subject(yaml, issue.path)} ${predicate(yaml, issue)}.`)]
}

/** For a value with several forms: the problem of the form that was begun, or else of the first one. */
function nearestForm({ path, errors }: Extract<Issue, { code: 'invalid_union' }>): Issue[] {
  const isOther = (issues: readonly Issue[]) =>
    issues.some(({ code, path: inside }) => code === 'invalid_type' && inside.length === 0)
  const form = errors.find((issues) => !isOther(issues)) ?? errors[0] ?? []
  return form.map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
}

function unknownWord(yaml: YamlFile, path: Path, grammar: Grammar): ScriptProblem {
  const word = String(path.at(-1))
  const { title, words } = placeAt(path.slice(0, -1), grammar)
  return yaml.problem(yaml.keyAt(path), `Unknown word "${word}" in ${title}${nearestKnown(word, words)}.`)
}

const coreWordsInside: Record<string, z.ZodType> = {
  texts: textsSchema,
  app: appSchema,
  match: faultMatchSchema,
  when: faultTimesSchema,
  args: faultArgsSchema,
  sms: smsSchema,
  email: emailSchema,
  shows: exactlySchema,
  ends: exactlySchema,
}

function placeAt(path: Path, grammar: Grammar): { title: string; words: string[] } {
  if (path.length === 0) return { title: 'a script', words: [...Object.keys(headShape), 'steps'] }
  if (isFault(path)) return { title: '"fault"', words: Object.keys(faultPlanSchema.in.shape) }
  const last = String(path.at(-1))
  const schema =
    last === 'expect'
      ? grammar.expect
      : path.at(-2) === 'expect'
        ? grammar.expect.shape[last]
        : (grammar.actions.get(last)?.schema ?? coreWordsInside[last])
  const inside = objectIn(schema)
  if (inside) return { title: `"${last}"`, words: Object.keys(inside.shape) }
  return { title: 'a step', words: Object.keys(grammar.step.shape) }
}

/** The form of a value that has words. */
function objectIn(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema
  if (schema instanceof z.ZodOptional) return objectIn(schema.unwrap())
  if (schema instanceof z.ZodUnion) return schema.options.map(objectIn).find((one) => one !== undefined)
  return undefined
}

/** A `fault`, or one of several `faults`. */
function isFault(path: Path): boolean {
  return path.at(-1) === 'fault' || (typeof path.at(-1) === 'number' && path.at(-2) === 'faults')
}

function isMissing(yaml: YamlFile, { path, code }: Issue): boolean {
  return code !== 'custom' && path.length > 0 && yaml.node(path) === undefined
}

function placeOf(yaml: YamlFile, issue: Issue) {
  const { path } = issue
  if (isMissing(yaml, issue)) return yaml.keyAt(path)
  // A word that is not allowed here, or has no value, is marked itself rather than its value.
  return isRule(issue.message) || isNull(yaml, path) ? yaml.keyAt(path) : yaml.valueAt(path)
}

function isRule(message: string): boolean {
  return /^(stands|does not go|needs)/.test(message)
}

function isNull(yaml: YamlFile, path: Path): boolean {
  const node = yaml.node(path)
  return isScalar(node) && node.value === null
}

function subject(yaml: YamlFile, path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'A script'
  if (isFault(path)) return last === 'fault' ? '"fault"' : 'A fault'
  if (typeof last === 'number' && path.at(-2) === 'steps') return 'A step'
  // An item of a list is named by the word of the list.
  const word = String(typeof last === 'number' ? path.at(-2) : last)
  const node = yaml.node(path)
  return isScalar(node) && typeof node.value === 'string' ? `${word}: "${node.value}"` : `"${word}"`
}

function predicate(yaml: YamlFile, issue: Issue): string {
  const { path } = issue
  if (isMissing(yaml, issue)) return 'is missing here'
  if (isNull(yaml, path)) return 'has no value. A # outside quotes begins a comment'
  const node = yaml.node(path)
  if (issue.code === 'invalid_type') {
    if (issue.expected === 'string' && isScalar(node)) {
      return `is read as a ${typeof node.value} here. Quote it: "${node.source ?? String(node.value)}"`
    }
    return expectation(issue.expected, path)
  }
  if (issue.code === 'invalid_value') {
    const given = isScalar(node) ? String(node.value) : ''
    const known = issue.values.map(String)
    return known.length === 1
      ? `can only be ${known[0]}`
      : `is none of ${known.join(', ')}${nearestKnown(given, known)}`
  }
  if (issue.code === 'too_small' && issue.origin === 'number') return `is a count, from ${issue.minimum} on`
  return issue.message
}

function expectation(expected: string, path: Path): string {
  if (expected === 'array') {
    const one = path.at(-1) === 'steps' ? 'each step' : 'each'
    return `is a list: one line for ${one}, beginning with "- "`
  }
  if (expected === 'object') return 'is words and their values, such as dials: "*165#"'
  if (expected === 'string') return 'is one text, in quotes where in doubt'
  return path.at(-1) === 'callbacks' ? 'is a whole number, or words and their values' : 'is a whole number'
}
