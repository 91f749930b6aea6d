import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSync } from 'recheck'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** Patterns that people write for themselves: of a test, of a script, of a command line. */
const ofPeople = [
  'client/screen-options.ts',
  'commands/test.ts',
  'matchers/text.ts',
  'sessions/find-scripts.ts',
  'sessions/matching.ts',
]

interface Pattern {
  at: string
  source: string
  flags: string
}

function patternsOf(name: string): { literals: Pattern[]; made: string[] } {
  const file = ts.createSourceFile(
    name,
    readFileSync(join(source, name), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const literals: Pattern[] = []
  const made: string[] = []
  const visit = (node: ts.Node): void => {
    const at = `${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
    const [, pattern, flags = ''] = ts.isRegularExpressionLiteral(node)
      ? (/^\/(.*)\/(\w*)$/s.exec(node.text) ?? [])
      : []
    if (pattern !== undefined) literals.push({ at, source: pattern, flags: flags.replace('v', 'u') })
    const called = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression.getText() : ''
    if (called === 'RegExp') made.push(at)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { literals, made }
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.[cm]?tsx?$/.test(name) && !/\.(test|fixture|d)\.ts$/.test(name))
  .sort()
const found = files.map(patternsOf)

/** In this thread: of the two ways of the library this one always answers the same. Why a pattern may take more than linear time; undefined where it does not. */
function slowness({ source: pattern, flags, at }: Pattern): string | undefined {
  const found = checkSync(pattern, flags, { timeout: 20_000 })
  if (found.status === 'safe') return undefined
  const why = found.status === 'vulnerable' ? found.complexity.summary : found.error.kind
  const attack = found.status === 'vulnerable' ? found.attack.pattern : ''
  return `${at} /${pattern}/${flags} ${why}: ${attack}`
}

describe('regular expressions', () => {
  it('take time in proportion to the text, whatever the text is', () => {
    const literals = found.flatMap((each) => each.literals)
    expect(literals.length).toBeGreaterThan(100)
    expect(literals.map(slowness).filter((each) => each !== undefined)).toEqual([])
  }, 120_000)

  it('are literals, which this can check, but for those that people give', () => {
    const made = found.flatMap((each) => each.made).map((at) => at.replace(/:\d+$/, ''))
    expect([...new Set(made)]).toEqual(ofPeople)
  })

  it('are told of where they are slow', () => {
    expect(slowness({ at: 'here', source: String.raw`\s+$`, flags: '' })).toContain('2nd degree polynomial')
  })
})
