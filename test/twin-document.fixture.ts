import { dirname, join, normalize } from 'node:path'

/** A document, by its path from the root of the repository. */
export interface Document {
  path: string
  text: string
}

interface Placed {
  line: number
}

interface Table extends Placed {
  columns: number
  /** The first cell of each row without the head: its code alone, or else its text. */
  rows: string[]
}

/** What stands between two headings. */
interface Section extends Placed {
  /** 1 for `#`; 0 before the first heading. */
  level: number
  title: string
  blocks: Array<Placed & { text: string }>
  tables: Table[]
  /** Texts as `code` within sentences and tables. */
  codes: Set<string>
  numbers: Set<string>
  links: string[]
}

type Twin = (path: string) => string | undefined

/**
 * What a translation lacks, or has of its own: headings, code, tables, numbers and links, each as a sentence with both
 * places. Comments in code may be translated, and what is said in prose.
 *
 * @param twin the English path of a French document, and the other way round; undefined for a document that has none
 */
export function differences(english: Document, french: Document, twin: Twin): string[] {
  const [ours, theirs] = [sectionsOf(english), sectionsOf(french)]
  const apart = [...ours, ...theirs].findIndex((_, index) => ours[index]?.level !== theirs[index]?.level)
  if (apart >= 0) {
    const places = `${headingIn(english, ours[apart])} and ${headingIn(french, theirs[apart])}`
    return [`The headings part at ${places}: both need the same, in one order.`]
  }
  return ours.flatMap((one, index) => {
    const other = theirs[index] as Section
    const below = `Below ${headingIn(english, one)} and ${headingIn(french, other)}`
    const [links, linked] = [
      one.links.map((link) => englishTarget(english, link, twin)),
      other.links.map((link) => englishTarget(french, link, twin)),
    ]
    const alone = ([what, has, lacks, { path }]: readonly [
      string,
      Iterable<string>,
      Iterable<string>,
      Document,
    ]) => {
      const only = [...new Set(has)].filter((each) => !new Set(lacks).has(each))
      return only.length === 0 ? [] : [`${below} only ${path} has the ${what} ${only.join(', ')}.`]
    }
    const either = (what: string, left: Iterable<string>, right: Iterable<string>) => [
      ...alone([what, left, right, english]),
      ...alone([what, right, left, french]),
    ]
    return [
      ...codeApart(english, french, one, other, below),
      ...tablesApart(english, french, one, other, below),
      ...either('code', one.codes, other.codes),
      ...either('number', one.numbers, other.numbers),
      ...either('link', links, linked),
      ...linksToEnglish(english, french, other, twin),
    ]
  })
}

const at = ({ path }: Document, { line }: Placed) => `${path}:${line}`

const headingIn = (document: Document, section: Section | undefined) =>
  section === undefined
    ? `the end of ${document.path}`
    : `"${'#'.repeat(section.level)} ${section.title}" (${at(document, section)})`

function codeApart(
  english: Document,
  french: Document,
  one: Section,
  other: Section,
  below: string,
): string[] {
  const [count, there] = [one.blocks.length, other.blocks.length]
  if (count !== there) return [`${below} are ${count} blocks of code in English and ${there} in French.`]
  return one.blocks.flatMap((block, index) => {
    const translated = other.blocks[index] as (typeof other.blocks)[number]
    const [left, right] = [block.text.split('\n'), translated.text.split('\n')]
    const row = [...left, ...right].findIndex((_, each) => left[each] !== right[each])
    if (row < 0) return []
    const said = (document: Document, { line }: Placed, lines: readonly string[]) =>
      `${at(document, { line: line + row })} has ${JSON.stringify(lines[row] ?? 'nothing more')}`
    return [`The code differs: ${said(english, block, left)}, ${said(french, translated, right)}.`]
  })
}

function tablesApart(
  english: Document,
  french: Document,
  one: Section,
  other: Section,
  below: string,
): string[] {
  const [count, there] = [one.tables.length, other.tables.length]
  if (count !== there) return [`${below} are ${count} tables in English and ${there} in French.`]
  return one.tables.flatMap((table, index) => {
    const translated = other.tables[index] as Table
    const places = `The tables ${at(english, table)} and ${at(french, translated)}`
    if (table.columns !== translated.columns) return [`${places} have not as many columns.`]
    const rows = [...table.rows, ...translated.rows]
    const row = rows.findIndex((_, each) => !isSameCell(table.rows[each], translated.rows[each]))
    if (row < 0) return []
    const [left, right] = [table, translated].map((each) => each.rows[row] ?? 'none')
    return [`${places} differ in row ${row + 1}: ${left} and ${right}.`]
  })
}

/** The line that leads to the English document itself is meant. */
function linksToEnglish(english: Document, french: Document, { links }: Section, twin: Twin): string[] {
  return links
    .filter((link) => !link.includes('://') && !link.startsWith('#'))
    .filter((link) => {
      const target = pathOf(french, link)
      return target !== english.path && isEnglish(target) && twin(target) !== undefined
    })
    .map((link) => `${french.path} links to ${link}, which is there in French.`)
}

const isEnglish = (path: string) => !path.startsWith('docs/fr/')

const pathOf = ({ path }: Document, link: string) => normalize(join(dirname(path), link.replace(/#.*$/, '')))

/** Where a link leads, by the English path. An anchor in a document that is translated has words of its language. */
function englishTarget(document: Document, link: string, twin: Twin): string {
  if (link.includes('://')) return link
  if (link.startsWith('#')) return '#'
  const path = pathOf(document, link)
  if (isEnglish(path) && twin(path) === undefined) return path + (/#.*$/.exec(link)?.[0] ?? '')
  return isEnglish(path) ? path : (twin(path) ?? path)
}

/** Cells with code have the same code; those without may be translated. */
function isSameCell(one: string | undefined, other: string | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && !`${one}${other}`.includes('`'))
}

function sectionsOf({ text }: Document): Section[] {
  const sections: Section[] = [newSection(0, '', 1)]
  let prose: string[] = []
  const lines = text.split('\n')
  const current = () => sections[sections.length - 1] as Section
  const finish = () => {
    const read = prose.join('\n')
    const section = current()
    section.codes = new Set(
      [...read.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replace(/\s+/g, ' ')),
    )
    section.numbers = numbersOf(read.replace(/`[^`]+`/g, '').replace(/\]\([^)]*\)/g, ']'))
    section.links = [...read.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    prose = []
  }
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const heading = /^(#+) (.+)$/.exec(line)
    if (heading) {
      finish()
      const [, marks = '', title = ''] = heading
      sections.push(newSection(marks.length, title, index + 1))
    } else if (line.startsWith('```')) {
      const end = lines.indexOf('```', index + 1)
      const block = lines.slice(index, end)
      current().blocks.push({ line: index + 1, text: block.map(withoutWords).join('\n') })
      index = end
    } else if (line.startsWith('    ') && lines[index - 1] === '') {
      current().blocks.push({ line: index + 1, text: line })
    } else if (line.startsWith('|') && !lines[index - 1]?.startsWith('|')) {
      const end = lines.findIndex((each, at) => at > index && !each.startsWith('|'))
      const rows = lines.slice(index, end < 0 ? undefined : end)
      const cells = rows.map(cellsOf)
      const rest = cells.slice(2)
      current().tables.push({
        line: index + 1,
        columns: cells[0]?.length ?? 0,
        rows: rest.map(([first = '']) => [...first.matchAll(/`[^`]+`/g)].join(' ') || first),
      })
      prose.push(...rows)
      index += rows.length - 1
    } else prose.push(line)
  }
  finish()
  return sections
}

function newSection(level: number, title: string, line: number): Section {
  return { level, title, line, blocks: [], tables: [], codes: new Set(), numbers: new Set(), links: [] }
}

/** A bar within code, or behind a backslash, parts no cells. */
function cellsOf(row: string): string[] {
  return [...row.matchAll(/((?:`[^`]*`|\\\||[^|`])+)\|/g)].map(([, cell = '']) => cell.trim())
}

/** A line of code whose comment is no more than its numbers, which are the same in every language. */
function withoutWords(line: string): string {
  return line.replace(/(^|\s)(#|\/\/) (.*)$/, (_all, before: string, mark: string, words: string) =>
    [before + mark, ...[...numbersOf(words)].sort()].join(' '),
  )
}

/** The numbers of a text, without the signs that part thousands and decimals. */
function numbersOf(text: string): Set<string> {
  return new Set(text.replace(/(?<=\d)[., ](?=\d)/g, '').match(/\d+/g))
}
