import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { french } from './fr.ts'

const i18n = setupI18n({ locale: 'fr', messages: { fr: french } })
i18n.setMessagesCompiler(compileMessage)

/** An English message, and how to know it in a text. */
interface Known {
  words: string
  /** What stands before, between and after its values. */
  pieces: string[]
  /** The names of its values, in their order. */
  names: string[]
  /** How many letters are its own. */
  weight: number
}

/** Of a line in a file, before what is wrong there. */
const place = /^\S+:\d+:\d+:? /

/** A line, a sentence, or a place with its colon, and what comes after it. */
const firstPart = /^([^\n]*?[.?:](?= )|[^\n]*)(\s)(.+)$/s

let known: readonly Known[] | undefined

/** The most telling first: a message may also look like one that has more values and fewer words. */
const knownMessages = () =>
  (known ??= Object.keys(french)
    .map(asKnown)
    .sort((one, other) => other.weight - one.weight))

function asKnown(words: string): Known {
  const pieces = ['']
  const names: string[] = []
  const compiled = compileMessage(words)
  for (const token of typeof compiled === 'string' ? [compiled] : compiled) {
    if (typeof token === 'string') pieces.push(`${pieces.pop()}${token}`)
    else {
      names.push(String(token[0]))
      pieces.push('')
    }
  }
  return { words, pieces, names, weight: pieces.join('').length }
}

/** The values of a message in a text; undefined where it is another message. */
function valuesIn(text: string, { pieces, names }: Known): Record<string, string> | undefined {
  const [start = '', ...others] = pieces
  const end = others.pop()
  if (end === undefined) return text === start ? {} : undefined
  if (!text.startsWith(start) || !text.endsWith(end)) return undefined
  const last = text.length - end.length
  // What stands before a colon is a place, and no part of a message that begins with a value.
  const begins = start === '' ? text.slice(0, text.indexOf(others[0] ?? end, 1)) : ''
  if (begins.includes(': ') || begins.includes('\n')) return undefined
  const values: Record<string, string> = {}
  let at = start.length
  for (const [index, name] of names.entries()) {
    const piece = others[index]
    // A value is a letter at least, so that a piece is looked for behind it.
    const next = piece === undefined ? last : text.indexOf(piece, at + 1)
    if (next <= at || next > last) return undefined
    values[name] = text.slice(at, next)
    at = next + (piece?.length ?? 0)
  }
  return values
}

/**
 * A message in French. A value may be a message too, such as the reason why a file cannot be read; and a text may be several:
 * lines, sentences, or a place, a colon and a message. What nobody has translated stays as it is.
 *
 * @param unknown is called with each text that has no French
 */
export function inFrench(text: string, unknown?: (rest: string) => void): string {
  let end = text.length
  while (text[end - 1] === '\n') end -= 1
  if (end < text.length) return inFrench(text.slice(0, end), unknown) + text.slice(end)
  for (const message of knownMessages()) {
    const values = valuesIn(text, message)
    if (values === undefined) continue
    const translated = Object.entries(values).map(([name, value]) => [name, inFrench(value)])
    return i18n._(message.words, Object.fromEntries(translated))
  }
  const [where] = place.exec(text) ?? []
  if (where !== undefined) return where + inFrench(text.slice(where.length), unknown)
  const [parted, first = '', between = '', rest = ''] = firstPart.exec(text) ?? []
  if (parted !== undefined)
    return `${first.endsWith(':') ? first : inFrench(first, unknown)}${between}${inFrench(rest, unknown)}`
  unknown?.(text)
  return text
}
