/** An element of an XML document, and its content. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const token = /<\?[^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y

/**
 * Reads the XML that reporters write: elements, attributes in double quotes, text and the five entities.
 *
 * @throws Error if it is not well-formed, or has characters that XML 1.0 does not allow
 */
export function parseXml(document: string): XmlElement {
  if (/(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u.test(document))
    throw new Error('A character has no place in XML.')
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  token.lastIndex = 0
  for (let at = 0; at < document.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(document)
    const inside = open.at(-1)
    if (!found || !inside) throw new Error(`Not well-formed at ${at}: ${document.slice(at, at + 60)}`)
    const [, ends, begins, attributes = '', alone, text] = found
    if (text !== undefined) inside.text += decoded(text)
    if (ends !== undefined && open.pop()?.name !== ends) throw new Error(`</${ends}> ends what is not open.`)
    if (begins === undefined) continue
    const element = { name: begins, attributes: attributesOf(attributes), children: [], text: '' }
    inside.children.push(element)
    if (alone === '') open.push(element)
  }
  const [document1, ...more] = root.children
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> does not end.`)
  if (!document1 || more.length > 0 || root.text.trim() !== '') throw new Error('A document has one element.')
  return document1
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  if (new Set(found.map(([name]) => name)).size < found.length)
    throw new Error(`An attribute comes twice:${text}`)
  return Object.fromEntries(found.map(([name, value]) => [name, decoded(value)]))
}

function decoded(text: string): string {
  return text.replace(/&(\w*);?/g, (whole, name: string) => {
    const character = whole.endsWith(';') ? entities[name] : undefined
    if (character === undefined) throw new Error(`${whole} is no entity.`)
    return character
  })
}
