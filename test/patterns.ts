import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** A regular expression of the source, as it stands there. */
export interface Pattern {
  at: string
  source: string
  flags: string
}

/** The literals of a file, and where it makes others at run time. */
export function patternsOf(name: string): { literals: Pattern[]; made: string[] } {
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

/** All that runs, by its path below src. */
export const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.[cm]?tsx?$/.test(name) && !/\.(test|fixture|d)\.ts$/.test(name))
  .sort()
