import type { Path, Position, YamlFile } from '../yaml/index.ts'
import { phoneWords } from './core-words.ts'
import { nearestKnown, type ScriptProblem } from './problems.ts'
import type { Grammar, ScriptWords, StepWords } from './schema.ts'
import { variablesIn } from './variables.ts'

interface Named {
  /** The word that made it, and its value. */
  maker: string
  value: unknown
  place: string
}

/** A place where a step names something made before. */
interface Mention {
  path: readonly string[]
  to: readonly string[]
  refusal?(name: string, madeBy: unknown): string | undefined
}

/** Where a step may refer to names, and what those must be. */
function mentionsOf({ actions, expectations }: Grammar): Mention[] {
  const ofActions = [...actions].flatMap(([word, { refers = [] }]) =>
    refers.map((reference) => ({ ...reference, path: [word, ...(reference.path ?? [])] })),
  )
  const ofExpectations = [...expectations].map(([subject, { of }]) => ({
    path: ['expect', subject],
    to: [of],
  }))
  const sentAgain = [...actions].filter(([, { makes }]) => makes?.again).map(([word]) => word)
  return [...ofActions, ...ofExpectations, { path: ['again'], to: sentAgain }]
}

/** The names that a step makes. */
function madeBy(
  words: StepWords,
  { actions }: Grammar,
): Array<{ maker: string; value: unknown; name: string }> {
  return Object.entries(words).flatMap(([maker, value]) => {
    const name = actions.get(maker)?.makes && textAt(value, ['as'])
    return name === undefined ? [] : [{ maker, value, name }]
  })
}

/** The names that steps of a script have made. */
class Names {
  made: ReadonlyMap<string, Named> = new Map()
  /** Names that a restore has undone, with the line of the restore. */
  readonly undone = new Map<string, string>()
  /** For each snapshot, the names made before it. */
  readonly kept = new Map<string, ReadonlyMap<string, Named>>()

  add(name: string, named: Named): void {
    this.made = new Map([...this.made, [name, named]])
    this.undone.delete(name)
  }

  keep(snapshot: string): void {
    this.kept.set(snapshot, this.made)
  }

  goBackTo(snapshot: string, place: string): void {
    const then = this.kept.get(snapshot)
    if (!then) return
    for (const name of this.made.keys()) {
      if (!then.has(name)) this.undone.set(name, place)
    }
    this.made = then
  }

  /** What stands for more of what was made than its id, such as `bill.number`. */
  values({ actions }: Grammar): string[] {
    return [...this.made].flatMap(([name, { maker }]) =>
      (actions.get(maker)?.makes?.words ?? []).map((word) => `${name}.${word}`),
    )
  }

  /** Why a name cannot be used here; undefined if it can. */
  problem(name: string, { to: makers, refusal }: Mention): string | undefined {
    const other = this.made.get(name)
    const maker = makers.join(' or ')
    if (other && makers.includes(other.maker)) return refusal?.(name, other.value)
    if (other) return `"${name}" is the ${other.maker} ${other.place}, and this is about a ${maker}.`
    const restore = this.undone.get(name)
    if (restore !== undefined) return `"${name}" was undone by the restore ${restore}.`
    const known = [...this.made].filter(([, one]) => makers.includes(one.maker)).map(([key]) => key)
    return `No ${maker} before this step is named "${name}"${nearestKnown(name, known)}.`
  }
}

/** The checks of steps of another script. */
interface CheckedStep {
  words: StepWords
  at(...path: string[]): Position
  source: { file: string }
}

/**
 * Checks the rules about the order of steps: duplicate names, names not made yet or undone, steps without a phone, and
 * phones without a step.
 *
 * @param grammar says which words make something, and which refer to it
 * @param start the steps of the script that this one uses, which are checked already
 */
export function nameProblems(
  yaml: YamlFile,
  { steps }: ScriptWords,
  grammar: Grammar,
  start: readonly CheckedStep[] = [],
): ScriptProblem[] {
  const problems = idlePhones(yaml, steps)
  const names = new Names()
  const mentions = mentionsOf(grammar)
  for (const { words, at, source } of start) {
    const place = (...path: string[]) => `on line ${at(...path).line} of ${source.file}`
    for (const { name, maker, value } of madeBy(words, grammar))
      names.add(name, { maker, value, place: place(maker, 'as') })
    if (words.snapshot !== undefined) names.keep(words.snapshot)
    if (words.restore !== undefined) names.goBackTo(words.restore, place('restore'))
  }
  let phone = start.some(({ words }) => words.phone !== undefined)
  let sms = start.some(({ words }) => capturesCode(words.sms))
  let email = start.some(({ words }) => capturesCode(words.email))

  const checkTexts = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      for (const message of variableProblems(value, {
        names: [...names.made.keys(), ...names.undone.keys()]
          .map((one) => `${one}.id`)
          .concat(names.values(grammar)),
        phone,
        sms,
        email,
      })) {
        problems.push(yaml.problem(yaml.valueAt(path), message))
      }
    } else if (typeof value === 'object' && value) {
      for (const [key, part] of Object.entries(value)) checkTexts(part, [...path, key])
    }
  }

  for (const [index, step] of steps.entries()) {
    const at = (...path: string[]): Path => ['steps', index, ...path]
    if (Object.keys(step).length === 0) {
      problems.push(yaml.problem(yaml.valueAt(at()), 'A step is empty; write a word and its value.'))
    }
    phone ||= step.phone !== undefined
    const [needing] = Object.keys(step).filter((word) => phoneWords.includes(word))
    if (!phone && needing !== undefined) {
      const message = `"${needing}" needs a phone. Name one in this step or before it: phone: "+46733000001".`
      problems.push(yaml.problem(yaml.keyAt(at(needing)), message))
      phone = true
    }
    for (const { name, maker, value } of madeBy(step, grammar)) {
      const other = names.made.get(name)
      const place = yaml.valueAt(at(maker, 'as'))
      if (!other) names.add(name, { maker, value, place: `on line ${place.line}` })
      else {
        problems.push(yaml.problem(place, `as: "${name}" is already the name of the one ${other.place}.`))
      }
    }
    for (const mention of mentions) {
      const name = textAt(step, mention.path)
      const problem = name === undefined ? undefined : names.problem(name, mention)
      if (problem !== undefined) problems.push(yaml.problem(yaml.valueAt(at(...mention.path)), problem))
    }
    if (step.snapshot !== undefined) names.keep(step.snapshot)
    if (step.restore !== undefined) {
      const place = yaml.valueAt(at('restore'))
      if (names.kept.has(step.restore)) names.goBackTo(step.restore, `on line ${place.line}`)
      else {
        const message = `No snapshot before this step is named "${step.restore}"${nearestKnown(step.restore, [...names.kept.keys()])}.`
        problems.push(yaml.problem(place, message))
      }
    }
    checkTexts(step, at())
    sms ||= capturesCode(step.sms)
    email ||= capturesCode(step.email)
  }
  return problems
}

/** Whether the step can read a code: not if it expects that there is no SMS or e-mail. */
function capturesCode(read: StepWords['sms'] | StepWords['email']): boolean {
  return read !== undefined && read.count !== 0
}

/** Steps that only name a phone, if no later step uses or checks it. */
function idlePhones(yaml: YamlFile, steps: readonly StepWords[]): ScriptProblem[] {
  return steps.flatMap((step, index) => {
    if (step.phone === undefined || Object.keys(step).length > 1) return []
    for (const next of steps.slice(index + 1)) {
      if (next.phone !== undefined && next.phone !== step.phone) break
      if (Object.keys(next).some((word) => phoneWords.includes(word)) || usesPin(next)) return []
    }
    const message = `"phone" stands alone: nothing is done with ${step.phone}, and nothing is looked at. Add what it does or shows, such as prompted: true.`
    return [yaml.problem(yaml.keyAt(['steps', index, 'phone']), message)]
  })
}

function usesPin(value: unknown): boolean {
  if (typeof value === 'string') return variablesIn(value)?.includes('pin') ?? false
  return typeof value === 'object' && value !== null && Object.values(value).some(usesPin)
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key]
  return value as string | undefined
}

function variableProblems(
  text: string,
  known: { names: string[]; phone: boolean; sms: boolean; email: boolean },
): string[] {
  const names = variablesIn(text)
  if (!names) return [`"${text}" has braces that do not match. A variable is written {{pin}}.`]
  const variables = ['pin', 'sms.code', 'email.code', ...known.names]
  return names.flatMap((name) => {
    if (name === 'pin') return known.phone ? [] : ['{{pin}} needs a phone before it.']
    if (name === 'sms.code') return known.sms ? [] : ['{{sms.code}} needs an sms in a step before it.']
    if (name === 'email.code') {
      return known.email ? [] : ['{{email.code}} needs an email in a step before it.']
    }
    return variables.includes(name) ? [] : [`Unknown variable {{${name}}}${nearestKnown(name, variables)}.`]
  })
}
