import {
  type Alias,
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

/** A position in a file; both numbers count from 1. */
export interface Position {
  line: number
  column: number
}

/** Why a file cannot be used. `line` and `column` are 0 if the file is missing or unreadable. */
export interface FileProblem extends Position {
  file: string
  message: string
  /** The text of that line. */
  source: string
}

export type Path = readonly PropertyKey[]

/** The offsets in the file at which a text begins and ends. */
export interface Span {
  start: number
  end: number
  /** For a block text, after `|` or `>`: the indentation of its lines. */
  block?: { indent: number }
}

export interface YamlFileOptions {
  /** The noun for the file's content in messages: `script` or `world`. */
  holds: string
  /** Whether anchors and aliases are allowed; otherwise each counts as unquoted text. */
  aliases?: boolean
}

/** A YAML file that knows the position of each value. */
export class YamlFile {
  readonly file: string
  readonly #text: string
  readonly #lines: string[]
  readonly #counter = new LineCounter()
  readonly #document: Document.Parsed
  readonly #options: YamlFileOptions
  #faults: FileProblem[] | undefined

  constructor(file: string, text: string, options: YamlFileOptions) {
    this.file = file
    this.#options = options
    this.#text = text
    this.#lines = text.split(/\r?\n/)
    this.#document = parseDocument(text, { lineCounter: this.#counter, prettyErrors: false })
  }

  /** The errors in its YAML. */
  faults(): FileProblem[] {
    this.#faults ??= this.#findFaults()
    return this.#faults
  }

  #findFaults(): FileProblem[] {
    const faults = this.#document.errors.map(({ code, message, pos }) =>
      this.#fault(this.#at(pos[0]), code, message),
    )
    for (const { code, pos } of this.#document.warnings) {
      if (code === 'TAG_RESOLVE_FAILED') faults.push(this.#unquoted(this.#text.slice(...pos), pos[0]))
    }
    if (faults.length > 0) return faults
    const { aliases = false } = this.#options
    let lastAlias = 0
    visit(this.#document, {
      Alias: (_, alias) => {
        const at = alias.range?.[0] ?? 0
        lastAlias = at
        if (!aliases || !this.#anchored(alias)) faults.push(this.#unquoted(`*${alias.source}`, at))
      },
      Value: (_, { anchor, range }) => {
        if (aliases || anchor === undefined) return
        const mark = `&${anchor}`
        faults.push(this.#unquoted(mark, Math.max(0, this.#text.lastIndexOf(mark, range?.[0] ?? 0))))
      },
      Pair: (_, { key }) => {
        if (isScalar(key) && key.value === '__proto__') {
          // The schema check would drop this key silently.
          const message = '__proto__ is the name of nothing here. Take it out.'
          faults.push(this.problem(this.#at(key.range?.[0] ?? 0), message))
        }
        if (!isMap(key) && !isSeq(key)) return
        const quote =
          this.#options.holds === 'script'
            ? 'Write a variable in quotes: "{{pin}}".'
            : 'Write a text with them in quotes.'
        const message = `Braces mean something of their own in YAML. ${quote}`
        faults.push(this.problem(this.#at(key.range?.[0] ?? 0), message))
      },
    })
    if (faults.length === 0 && aliases && !this.#unfolds()) {
      const message =
        'Aliases stand for so much here that the file cannot be unfolded. Write out what is meant.'
      faults.push(this.problem(this.#at(lastAlias), message))
    }
    return faults
  }

  /** Whether an alias comes after its anchor. */
  #anchored(alias: Alias): boolean {
    try {
      return alias.resolve(this.#document) !== undefined
    } catch (error) {
      // Too many aliases: reported once for the whole file.
      if (error instanceof ReferenceError) return true
      throw error
    }
  }

  /** Whether the aliases can be expanded: a few lines of them can expand to more than the memory. */
  #unfolds(): boolean {
    try {
      this.value()
      return true
    } catch (error) {
      if (error instanceof ReferenceError) return false
      throw error
    }
  }

  /** An alias, an anchor or a tag that is not supported: probably a text without quotes. */
  #unquoted(word: string, offset: number): FileProblem {
    const message = `${word} means something of its own in YAML as it stands here. Write it in quotes: "${word}".`
    return this.problem(this.#at(offset), message)
  }

  #fault(at: Position, code: string, message: string): FileProblem {
    if (code === 'MULTIPLE_DOCS') {
      const { holds } = this.#options
      return this.problem(at, `A second document begins here. Write one ${holds} to a file.`)
    }
    // The parser reports a tab after spaces as another error, or not at all.
    const tab = /^ *\t/.exec(this.#lines[at.line - 1] ?? '')
    if (tab) {
      const place = { line: at.line, column: tab[0].length }
      return this.problem(place, 'A tab indents this line. YAML indents with spaces only.')
    }
    if (message.startsWith('Maximum call stack')) {
      return this.problem(at, 'Lists or maps stand too deep in one another here.')
    }
    return this.problem(at, `This is no YAML: ${message}.${remedies[code] ?? ''}`)
  }

  get empty(): boolean {
    const { contents } = this.#document
    return contents === null || (isScalar(contents) && contents.value === null)
  }

  value(): unknown {
    return this.#document.toJS()
  }

  problem(at: Position, message: string): FileProblem {
    return { file: this.file, ...at, message, source: this.#lines[at.line - 1] ?? '' }
  }

  /** The start of the value at a path; if there is none, of its nearest parent. */
  valueAt(path: Path): Position {
    const node = this.node(path)
    if (node?.range) return this.#at(node.range[0])
    return path.length > 0 ? this.keyAt(path) : { line: 1, column: 1 }
  }

  /** The span of the text at a path; undefined if there is none. */
  span(path: Path): Span | undefined {
    const node = this.node(path)
    if (!isScalar(node)) return undefined
    const [start, end] = node.range ?? []
    if (start === undefined || end === undefined) return undefined
    const block = node.type?.startsWith('BLOCK') ? { indent: this.keyAt(path).column + 1 } : undefined
    return { start, end, ...(block ? { block } : {}) }
  }

  /** The position of the key of a path's last part. */
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

const remedies: Record<string, string> = {
  DUPLICATE_KEY: ' Write it once.',
  BAD_SCALAR_START: ' Write the text in quotes.',
}

function pairOf(items: readonly Pair[], part: PropertyKey): Pair | undefined {
  return items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(part))
}
