import { nearest, type ScriptProblem } from './problems.ts'
import { phoneWords, type ScriptWords, type StepWords } from './schema.ts'
import { variablesIn } from './variables.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** The words that name what they make, by `as`. */
const makers = ['request-to-pay', 'pre-approval', 'transfer', 'get-balance'] as const
type Maker = (typeof makers)[number]

/** Where a step names what another has made, and what it must be. */
const mentions: ReadonlyArray<{ path: readonly [keyof StepWords, ...string[]]; maker: Maker }> = [
  { path: ['cancel-pre-approval'], maker: 'pre-approval' },
  { path: ['notify', 'request'], maker: 'request-to-pay' },
  { path: ['expect', 'request'], maker: 'request-to-pay' },
  { path: ['expect', 'pre-approval'], maker: 'pre-approval' },
  { path: ['expect', 'transfer'], maker: 'transfer' },
  { path: ['validate', 'balance-request'], maker: 'get-balance' },
  { path: ['query'], maker: 'get-balance' },
  { path: ['reverse'], maker: 'get-balance' },
  { path: ['resend-otp'], maker: 'get-balance' },
  { path: ['expect', 'balance-request'], maker: 'get-balance' },
]

/** Checks what only the order of the steps can tell: names given twice or not yet, and steps without a phone. */
export function nameProblems(yaml: YamlFile, { steps }: ScriptWords): ScriptProblem[] {
  const problems: ScriptProblem[] = []
  const made = new Map<string, { maker: Maker; line: number }>()
  let phone = false
  let sms = false

  const unmade = (name: string, maker: Maker): string => {
    const other = made.get(name)
    if (other) return `"${name}" is the ${other.maker} on line ${other.line}, and this is about a ${maker}.`
    const known = [...made].filter(([, one]) => one.maker === maker).map(([key]) => key)
    return `No ${maker} before this step is named "${name}"${nearest(name, known)}.`
  }

  const checkTexts = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      for (const message of variableProblems(value, { names: [...made.keys()], phone, sms })) {
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
    for (const maker of makers) {
      const name = step[maker]?.as
      if (name === undefined) continue
      const line = made.get(name)?.line
      const place = yaml.valueAt(at(maker, 'as'))
      if (line === undefined) made.set(name, { maker, line: place.line })
      else {
        problems.push(yaml.problem(place, `as: "${name}" is already the name of the one on line ${line}.`))
      }
    }
    for (const { path, maker } of mentions) {
      const name = textAt(step, path)
      if (name !== undefined && made.get(name)?.maker !== maker) {
        problems.push(yaml.problem(yaml.valueAt(at(...path)), unmade(name, maker)))
      }
    }
    checkTexts(step, at())
    sms ||= step.sms !== undefined
  }
  return problems
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key]
  return value as string | undefined
}

function variableProblems(text: string, known: { names: string[]; phone: boolean; sms: boolean }): string[] {
  const names = variablesIn(text)
  if (!names) return [`"${text}" has braces that do not match. A variable is written {{pin}}.`]
  const variables = ['pin', 'sms.code', ...known.names.map((one) => `${one}.id`)]
  return names.flatMap((name) => {
    if (name === 'pin') return known.phone ? [] : ['{{pin}} needs a phone before it.']
    if (name === 'sms.code') return known.sms ? [] : ['{{sms.code}} needs an sms in a step before it.']
    return variables.includes(name) ? [] : [`Unknown variable {{${name}}}${nearest(name, variables)}.`]
  })
}
