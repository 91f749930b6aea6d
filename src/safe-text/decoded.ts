/** A decoded text. */
export interface Decoded {
  text: string
  /** The index in the encoded text at which each character begins, and one more for the end. */
  at: readonly number[]
}

/** Decodes `raw`: `read` returns the text encoded at an index (`is`), and the number of encoded characters (`of`). */
function decode(raw: string, read: (at: number) => { is: string; of: number } | undefined): Decoded {
  const at: number[] = []
  let text = ''
  for (let index = 0; index < raw.length; ) {
    const { is, of } = read(index) ?? { is: raw.charAt(index), of: 1 }
    for (let unit = 0; unit < is.length; unit += 1) at.push(index)
    text += is
    index += of
  }
  at.push(raw.length)
  return { text, at }
}

/** Decodes percent encoding of UTF-8; in form values a plus is a space. Invalid sequences stay as they are. */
export function fromPercent(raw: string, { plus }: { plus: boolean }): Decoded | undefined {
  if (!raw.includes('%') && !(plus && raw.includes('+'))) return undefined
  return decode(raw, (at) => {
    const character = raw[at]
    if (character === '+' && plus) return { is: ' ', of: 1 }
    if (character !== '%') return undefined
    // Checked first: an error for each of many stray percent signs takes ten times as long.
    const digits = raw.slice(at + 1, at + 3)
    if (!/^[0-9a-f]{2}$/i.test(digits)) return undefined
    const lead = Number.parseInt(digits, 16)
    const bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
    const encoded = raw.slice(at, at + 3 * bytes)
    try {
      const is = decodeURIComponent(encoded)
      return is === encoded ? undefined : { is, of: encoded.length }
    } catch {
      // Not a valid character: it stays as it is.
      return undefined
    }
  })
}

const jsonEscapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Decodes the content of a JSON string, without its quotes. */
export function fromJson(raw: string): Decoded | undefined {
  if (!raw.includes('\\')) return undefined
  return decode(raw, (at) => {
    if (raw[at] !== '\\') return undefined
    const next = raw.charAt(at + 1)
    const digits = raw.slice(at + 2, at + 6)
    if (next === 'u' && /^[0-9a-f]{4}$/i.test(digits))
      return { is: String.fromCharCode(Number.parseInt(digits, 16)), of: 6 }
    return next === '' ? undefined : { is: jsonEscapes[next] ?? next, of: 2 }
  })
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Decodes the entities of XML and HTML. */
export function fromXml(raw: string): Decoded | undefined {
  if (!raw.includes('&')) return undefined
  return decode(raw, (at) => {
    if (raw[at] !== '&') return undefined
    const [entity, name, decimal, hexadecimal] =
      /^&(?:([a-z]{2,6})|#(\d{1,7})|#x([0-9a-f]{1,6}));/i.exec(raw.slice(at, at + 12)) ?? []
    if (entity === undefined) return undefined
    const point = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : undefined
    const is = point === undefined ? entities[(name ?? '').toLowerCase()] : characterOf(point)
    return is === undefined ? undefined : { is, of: entity.length }
  })
}

function characterOf(point: number): string | undefined {
  return point > 0x10ffff ? undefined : String.fromCodePoint(point)
}
