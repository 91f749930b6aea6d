import type { Item, Story } from './story.ts'

/**
 * A story as the text of a Mermaid sequence diagram, for a README, an issue or a chat that draws it.
 *
 * @see https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export function mermaidOf({ title, lifelines, items }: Story): string {
  const ids = new Map(lifelines.map(({ id }, index) => [id, `p${index + 1}`]))
  const idOf = (lifeline: string) => ids.get(lifeline) ?? 'p1'
  const all = lifelines.length > 1 ? `p1,p${lifelines.length}` : 'p1'
  const lines = [
    'sequenceDiagram',
    `  title: ${escaped(title)}`,
    ...lifelines.map(({ id, name }) => `  participant ${idOf(id)} as ${escaped(name)}`),
    // Notes over nothing would be refused.
    ...(lifelines.length > 0 ? items.map((item) => `  ${lineOf(item, idOf, all)}`) : []),
  ]
  return `${lines.join('\n')}\n`
}

function lineOf(item: Item, idOf: (lifeline: string) => string, all: string): string {
  const trouble = item.tone === 'bad' ? '✗ ' : item.tone === 'warn' ? '⚠ ' : ''
  const said = escaped([trouble + item.text, item.explanation].filter(Boolean).join('\n'))
  if (item.shape === 'note') return `Note over ${item.over === undefined ? all : idOf(item.over)}: ${said}`
  const line = item.lost ? (item.back ? '--x' : '-x') : item.back ? '-->>' : '->>'
  return `${idOf(item.from)}${line}${idOf(item.to)}: ${said}`
}

const codes: Readonly<Record<string, string>> = {
  '#': '#35;',
  ';': '#59;',
  '"': '#quot;',
  '<': '#lt;',
  '>': '#gt;',
  '&': '#amp;',
  '%': '#37;',
  '{': '#123;',
  '}': '#125;',
}

/** Text of one line: characters that mean something to Mermaid are written as its entities. */
function escaped(text: string): string {
  const safe = text
    .trim()
    .replace(/[#;"<>&%{}]/g, (character) => codes[character] ?? '')
    .replace(/\r\n|[\n\r\u2028\u2029]/g, '<br/>')
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    // Mermaid takes the last semicolon away from what looks like a style, and reads `wrap:` as an order.
    .replace(/style/gi, (word) => `#${word.charCodeAt(0)};${word.slice(1)}`)
    .replace(/classDef/g, '#99;lassDef')
    .replace(/^(:?(?:no)?wrap):/, '$1#58;')
  // A message without a text is none.
  return safe.trim() === '' ? '#160;' : safe
}
