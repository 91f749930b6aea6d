import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** What the source says: texts with `{name}` where a value stands. */
export interface Said {
  /** Whole sentences, by where they stand. */
  sentences: Map<string, string>
  /** Every text, also parts of sentences. */
  texts: Set<string>
}

type Part = string | { name: string }
/** A text with a condition in it is several. */
type Variants = Part[][]

const mostVariants = 24

/** The texts of the source below some folders, or in some files. */
export function saidIn(places: readonly string[], silent: readonly string[] = []): Said {
  const said: Said = { sentences: new Map(), texts: new Set() }
  for (const file of places.flatMap((place) => filesIn(place, silent))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
    const constants = constantsOf(source)
    const visit = (node: ts.Node): void => {
      if (isDescription(node)) return
      if (ts.isCallExpression(node) && isHelp(node.expression)) {
        visit(node.expression)
        return
      }
      if (ts.isExpression(node) && isText(node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
        for (const parts of variantsOf(node, constants)) {
          const text = withNames(parts).replace(/^(error|payersim): /, '')
          said.texts.add(text)
          if (isSentence(text)) said.sentences.set(text, `${file}:${line}`)
        }
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return said
}

function filesIn(place: string, silent: readonly string[]): string[] {
  if (place.endsWith('.ts')) return [place]
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((file) => `${place}/${file}`)
    .filter((file) => /\.ts$/.test(file) && !/\.(test|fixture)\.ts$/.test(file))
    .filter((file) => !silent.some((one) => file.startsWith(one)))
}

/** Flags and commands are described in the help, and schemas in documents. */
function isDescription(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true
  if (ts.isPropertyAssignment(node) && /^(description|title|summary)$/.test(node.name.getText())) return true
  if (ts.isNewExpression(node)) return /^(Option|Argument)$/.test(node.expression.getText())
  return false
}

const isHelp = (called: ts.Expression) =>
  ts.isPropertyAccessExpression(called) &&
  /^(description|summary|usage|option|argument|addHelpText)$/.test(called.name.text)

function isText(node: ts.Expression): boolean {
  const parent = node.parent
  // The largest expression counts, and what is in it with it.
  if (ts.isTemplateSpan(parent) || ts.isParenthesizedExpression(parent)) return false
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return false
  if (ts.isBinaryExpression(parent) && isJoin(parent)) return false
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  if (ts.isParenthesizedExpression(node)) return isTextual(node.expression)
  return ts.isConditionalExpression(node) || (ts.isBinaryExpression(node) && isJoin(node))
    ? isTextual(node)
    : false
}

const isJoin = ({ operatorToken: { kind } }: ts.BinaryExpression) =>
  kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.QuestionQuestionToken

function isTextual(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  if (ts.isParenthesizedExpression(node)) return isTextual(node.expression)
  if (ts.isConditionalExpression(node)) return isTextual(node.whenTrue) || isTextual(node.whenFalse)
  return ts.isBinaryExpression(node) && isJoin(node) && (isTextual(node.left) || isTextual(node.right))
}

function variantsOf(node: ts.Expression, constants: Map<string, ts.Expression>): Variants {
  if (ts.isStringLiteralLike(node)) return [[node.text]]
  if (ts.isParenthesizedExpression(node)) return variantsOf(node.expression, constants)
  if (ts.isConditionalExpression(node))
    return [...variantsOf(node.whenTrue, constants), ...variantsOf(node.whenFalse, constants)]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...variantsOf(node.left, constants), ...variantsOf(node.right, constants)]
  if (ts.isBinaryExpression(node) && isJoin(node) && isTextual(node))
    return joined(variantsOf(node.left, constants), variantsOf(node.right, constants))
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce<Variants>(
      (before, { expression, literal }) =>
        joined(joined(before, variantsOf(expression, constants)), [[literal.text]]),
      [[node.head.text]],
    )
  if (ts.isBinaryExpression(node)) return variantsOf(node.left, constants)
  const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined
  if (constant) return variantsOf(constant, new Map([...constants].filter(([, one]) => one !== constant)))
  return [[{ name: nameOf(node) }]]
}

function joined(before: Variants, after: Variants): Variants {
  // A text that has so many conditions in it is made of texts, each of which is said for itself.
  const ends: Variants = before.length * after.length > mostVariants ? [[{ name: 'more' }]] : after
  return before.flatMap((start) => ends.map((end) => [...start, ...end]))
}

/** Texts that have a name in their file, which a sentence may be made of. One name for two texts is none. */
function constantsOf(source: ts.SourceFile): Map<string, ts.Expression> {
  const found = new Map<string, ts.Expression>()
  const twice = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const { text } = node.name
      if (found.has(text)) twice.add(text)
      if (node.initializer && isTextual(node.initializer)) found.set(text, node.initializer)
      else twice.add(text)
    }
    if ((ts.isParameter(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name))
      twice.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  for (const name of twice) found.delete(name)
  return found
}

/** The word by which the source calls a value. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isPropertyAccessExpression(node)) return node.name.text.replace('#', '')
  if (ts.isCallExpression(node)) {
    const [argument] = node.arguments
    if (
      ts.isPropertyAccessExpression(node.expression) &&
      /^(join|slice|replace|replaceAll|trim|sort|map|toFixed)$/.test(node.expression.name.text)
    )
      return nameOf(node.expression.expression)
    return argument ? nameOf(argument) : nameOf(node.expression)
  }
  if (ts.isElementAccessExpression(node)) return nameOf(node.expression)
  if (ts.isNonNullExpression(node) || ts.isAsExpression(node)) return nameOf(node.expression)
  return 'value'
}

function withNames(parts: readonly Part[]): string {
  const used = new Map<string, number>()
  return parts
    .map((part) => {
      if (typeof part === 'string') return literally(part)
      const count = (used.get(part.name) ?? 0) + 1
      used.set(part.name, count)
      return `{${part.name}${count > 1 ? count : ''}}`
    })
    .join('')
}

/** As a message of ICU has it: braces stand for themselves within quotes. */
const literally = (text: string) => text.replace(/'(?=[{}]|$)|(?<=^)'/g, "''").replace(/[{}]+/g, "'$&'")

function isSentence(text: string): boolean {
  return (
    /[.?!]['")]?$/.test(text.trim()) &&
    /^[\p{Lu}{"'-]/u.test(text) &&
    text.trim().split(/\s+/).length >= 4 &&
    /\p{Ll}{2} \p{Ll}/u.test(text)
  )
}
