import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import french from './fr.json'

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$/.test(file))
const files = [
  ...filesIn('src/web'),
  ...readdirSync('src/providers', { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap(({ name }) => filesIn(`src/providers/${name}`).filter((file) => file.includes('/panel/'))),
]

interface Found {
  /** The first argument of each `t`. */
  words: Set<string>
  /** Words that stand in the source without `t`: `file:line words`. */
  bare: string[]
  /** A `t` whose words are no literal. */
  unreadable: string[]
}

const spoken = /^(aria-label|aria-description|alt|placeholder|title|label|lead|button|summary)$/
/** Two letters in a row are a word; names of products and addresses are the same in every language. */
const isWord = (text: string) =>
  /\p{L}{2}/u.test(text) &&
  !/^(payersim( test)?|SMS|UTC|PIN|GET|JSON|suite-1|Language · Langue)$/.test(text.trim())

function read(): Found {
  const found: Found = { words: new Set(), bare: [], unreadable: [] }
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
    const where = (node: ts.Node) =>
      `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === 't') {
        const [words] = node.arguments
        if (words && ts.isStringLiteralLike(words)) found.words.add(words.text)
        else found.unreadable.push(where(node))
      }
      if (ts.isJsxText(node) && isWord(node.text)) found.bare.push(`${where(node)} ${node.text.trim()}`)
      if (ts.isJsxAttribute(node) && spoken.test(node.name.getText())) {
        const value = node.initializer
        if (value && ts.isStringLiteral(value) && isWord(value.text))
          found.bare.push(`${where(node)} ${value.text}`)
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return found
}

const valuesIn = (words: string) => [...words.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort()

describe('the words of the page', () => {
  const { words, bare, unreadable } = read()
  const translated: Record<string, string> = french

  it('are literals, so that a reader and this test can find them', () => {
    expect(words.size).toBeGreaterThan(80)
    expect(unreadable).toEqual([])
  })

  it('are all in French, and nothing is in French that the page does not say', () => {
    expect([...words].filter((each) => !Object.hasOwn(translated, each))).toEqual([])
    expect(Object.keys(translated).filter((each) => !words.has(each))).toEqual([])
  })

  it('have the same values in both', () => {
    const differ = Object.entries(translated).filter(
      ([english, other]) => String([...new Set(valuesIn(english))]) !== String([...new Set(valuesIn(other))]),
    )
    expect(differ).toEqual([])
  })

  it('stand nowhere without translation in the parts that are done', () => {
    expect(bare).toEqual([])
  })
})
