import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import type { Position, ScriptProblem } from './problems.ts'

export type Path = readonly PropertyKey[]

/** Between which offsets of its file a text stands. */
export interface Span {
  start: number
  end: number
  /** Where it is one of several lines, after `|` or `>`: how far they are indented. */
  block?: { indent: number }
}

/** A YAML file that remembers where everything stands. */
export class YamlFile {
  readonly file: string
  readonly #text: string
  readonly #lines: string[]
  readonly #counter = new LineCounter()
  readonly #document: Document.Parsed

  constructor(file: string, text: string) {
    this.file = file
    this.#text = text
    this.#lines = text.split(/\r?\n/)
    this.#document = parseDocument(text, { lineCounter: this.#counter, prettyErrors: false })
  }

  /** What is wrong with it as YAML. */
  faults(): ScriptProblem[] {
    const faults = this.#document.errors.map(({ code, message, pos }) =>
      this.#fault(this.#at(pos[0]), code, message),
    )
    for (const { code, pos } of this.#document.warnings) {
      if (code === 'TAG_RESOLVE_FAILED') faults.push(this.#unquoted(this.#text.slice(...pos), pos[0]))
    }
    visit(this.#document, {
      Alias: (_, { source, range }) => {
        faults.push(this.#unquoted(`*${source}`, range?.[0] ?? 0))
      },
      Value: (_, { anchor, range }) => {
        if (anchor === undefined) return
        const mark = `&${anchor}`
        faults.push(this.#unquoted(mark, Math.max(0, this.#text.lastIndexOf(mark, range?.[0] ?? 0))))
      },
      Pair: (_, { key }) => {
        if (!isMap(key) && !isSeq(key)) return
        const message = 'Braces mean something of their own in YAML. Write a variable in quotes: "{{pin}}".'
        faults.push(this.problem(this.#at(key.range?.[0] ?? 0), message))
      },
    })
    return faults
  }

  /** An alias, an anchor or a tag, which a script has no use for: it was meant as text. */
  #unquoted(word: string, offset: number): ScriptProblem {
    const message = `${word} means something of its own in YAML as it stands here. Write it in quotes: "${word}".`
    return this.problem(this.#at(offset), message)
  }

  #fault(at: Position, code: string, message: string): ScriptProblem {
    if (code === 'MULTIPLE_DOCS') {
      return this.problem(at, 'A second document begins here. Write one script to a file.')
    }
    // A tab after spaces is reported as something else, if at all.
    const tab = /^ *\t/.exec(this.#lines[at.line - 1] ?? '')
    if (tab) {
      const place = { line: at.line, column: tab[0].length }
      return this.problem(place, 'A tab indents this line. YAML indents with spaces only.')
    }
    return this.problem(at, `This is no YAML: ${message}.`)
  }

  get empty(): boolean {
    const { contents } = this.#document
    return contents === null || (isScalar(contents) && contents.value === null)
  }

  value(): unknown {
    return this.#document.toJS()
  }

  problem(at: Position, message: string): ScriptProblem {
    return { file: this.file, ...at, message, source: this.#lines[at.line - 1] ?? '' }
  }

  /** Where the value at a path begins; where there is none, its nearest parent. */
  valueAt(path: Path): Position {
    const node = this.node(path)
    if (node?.range) return this.#at(node.range[0])
    return path.length > 0 ? this.keyAt(path) : { line: 1, column: 1 }
  }

  /** Where a text stands; undefined where none does. */
  span(path: Path): Span | undefined {
    const node = this.node(path)
    if (!isScalar(node)) return undefined
    const [start, end] = node.range ?? []
    if (start === undefined || end === undefined) return undefined
    const block = node.type?.startsWith('BLOCK') ? { indent: this.keyAt(path).column + 1 } : undefined
    return { start, end, ...(block ? { block } : {}) }
  }

  /** Where the key of the last part of a path stands. */
  keyAt(path: Path): Position {
    const key = this.#pair(path)?.key
    if (isNode(key) && key.range) return this.#at(key.range[0])
    return path.length > 0 ? this.valueAt(path.slice(0, -1)) : { line: 1, column: 1 }
  }

  node(path: Path): Node | undefined {
    let node: unknown = this.#document.contents
    for (const part of path) {
      if (isMap(node)) node = pairOf(node.items, part)?.value
      else if (isSeq(node)) node = node.items[Number(part)]
      else return undefined
    }
    return isNode(node) && !isAlias(node) ? node : undefined
  }

  #pair(path: Path): Pair | undefined {
    const parent = this.node(path.slice(0, -1))
    return isMap(parent) ? pairOf(parent.items, path.at(-1) ?? '') : undefined
  }

  #at(offset: number): Position {
    const { line, col } = this.#counter.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
}

function pairOf(items: readonly Pair[], part: PropertyKey): Pair | undefined {
  return items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(part))
}
