import { nearest, type ScriptProblem } from './problems.ts'
import { phoneWords, type ScriptWords } from './schema.ts'
import { variablesIn } from './variables.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** Checks what only the order of the steps can tell: names given twice or not yet, and steps without a phone. */
export function nameProblems(yaml: YamlFile, { steps }: ScriptWords): ScriptProblem[] {
  const problems: ScriptProblem[] = []
  const orders = new Map<string, number>()
  let phone = false

  const orderProblem = (name: string): string =>
    `No request-to-pay before this step is named "${name}"${nearest(name, [...orders.keys()])}.`

  const checkTexts = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      for (const message of variableProblems(value, { orders: [...orders.keys()], phone })) {
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
    const asked = step['request-to-pay']
    if (asked) {
      const line = orders.get(asked.as)
      const place = yaml.valueAt(at('request-to-pay', 'as'))
      if (line === undefined) orders.set(asked.as, place.line)
      else
        problems.push(
          yaml.problem(place, `as: "${asked.as}" is already the name of the one on line ${line}.`),
        )
    }
    const expected = step.expect?.request
    if (expected !== undefined && !orders.has(expected)) {
      problems.push(yaml.problem(yaml.valueAt(at('expect', 'request')), orderProblem(expected)))
    }
    checkTexts(step, at())
  }
  return problems
}

function variableProblems(text: string, known: { orders: string[]; phone: boolean }): string[] {
  const names = variablesIn(text)
  if (!names) return [`"${text}" has braces that do not match. A variable is written {{pin}}.`]
  const variables = ['pin', ...known.orders.map((order) => `${order}.id`)]
  return names.flatMap((name) => {
    if (name === 'pin') return known.phone ? [] : ['{{pin}} needs a phone before it.']
    return variables.includes(name) ? [] : [`Unknown variable {{${name}}}${nearest(name, variables)}.`]
  })
}
