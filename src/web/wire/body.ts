import { headerOf, type Message } from './message.ts'

/** A piece of a body with its colour. */
interface Piece {
  text: string
  as: 'name' | 'text' | 'number' | 'word' | 'sign'
}

/** A body to be read: pieces with line breaks, or the fields of a form. */
export type Body = { pieces: Piece[] } | { fields: Array<[name: string, value: string]> }

/** A body as people read it; undefined if its form is not known, or it is not whole. */
export function bodyOf(message: Pick<Message, 'headers' | 'body'>): Body | undefined {
  const { body } = message
  const type = headerOf(message, 'content-type') ?? ''
  if (body === '') return undefined
  if (/x-www-form-urlencoded/i.test(type)) return { fields: [...new URLSearchParams(body)] }
  if (/^\s*</.test(body) && /\b(xml|html)\b/i.test(`${type} ${body.slice(0, 60)}`))
    return { pieces: xmlPieces(body) }
  return isJson(body) ? { pieces: jsonPieces(body) } : undefined
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The last quote may be missing, so that a text without an end takes no more time than another. */
const jsonTokens = /"(?:\\.|[^"\\])*"?|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g

/** Only space between tokens is changed: a number such as 12.50 stays what was sent. */
function jsonPieces(text: string): Piece[] {
  const tokens = text.match(jsonTokens) ?? []
  const pieces: Piece[] = []
  let depth = 0
  const newLine = () => `\n${'  '.repeat(depth)}`
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (token === '{' || token === '[') {
      const isEmpty = next === '}' || next === ']'
      if (!isEmpty) depth += 1
      pieces.push({ text: isEmpty ? token : token + newLine(), as: 'sign' })
    } else if (token === '}' || token === ']') {
      const before = tokens[index - 1]
      const isEmpty = before === '{' || before === '['
      if (!isEmpty) depth -= 1
      pieces.push({ text: isEmpty ? token : newLine() + token, as: 'sign' })
    } else if (token === ',') pieces.push({ text: token + newLine(), as: 'sign' })
    else if (token === ':') pieces.push({ text: ': ', as: 'sign' })
    else if (token.startsWith('"')) pieces.push({ text: token, as: next === ':' ? 'name' : 'text' })
    else pieces.push({ text: token, as: /^[tfn]/.test(token) ? 'word' : 'number' })
  }
  return pieces
}

const xmlTokens = /<[^<>]*>|<|[^<]+/g

/** Each element on a line of its own, with its text; space around texts is not kept. */
function xmlPieces(text: string): Piece[] {
  const tokens = (text.match(xmlTokens) ?? []).filter((token) => token.trim() !== '')
  const pieces: Piece[] = []
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    const closes = token.startsWith('</')
    const opens = /^<[^/!?]/.test(token) && !token.endsWith('/>')
    if (closes) depth -= 1
    // A text, and the end of its element, stay on the line of its beginning.
    const follows = index > 0 && (!token.startsWith('<') || (closes && isLeafEnd(tokens, index)))
    const space = index === 0 || follows ? '' : `\n${'  '.repeat(Math.max(depth, 0))}`
    pieces.push({ text: space + token.trim(), as: token.startsWith('<') ? 'name' : 'text' })
    if (opens) depth += 1
  }
  return pieces
}

/** Whether the element that ends here has nothing but a text, or nothing at all. */
function isLeafEnd(tokens: readonly string[], index: number): boolean {
  const before = tokens[index - 1] ?? ''
  const start = before.startsWith('<') ? before : (tokens[index - 2] ?? '')
  return /^<[^/!?]/.test(start) && !start.endsWith('/>')
}
