/** A body as text. */
export interface DecodedBody {
  text: string
  /** Why some of it may be wrong: an unknown encoding, or bytes that are invalid in the encoding. */
  trouble: 'unknown-charset' | 'wrong-bytes' | null
  /** The name of the encoding in the content type; `utf-8` by default. */
  charset: string
}

/**
 * Decodes a body by its `Content-Type` (RFC 9110, 8.3.2), by default as UTF-8. A UTF-8 byte order mark stays in the text:
 * it is no part of the encoding, and code that checks the first byte has to see it.
 */
export function decodeBody(contentType: string | undefined, body: Buffer): DecodedBody {
  const charset = charsetOf(contentType)
  const label = charset.toLowerCase()
  if (label === 'utf-8' || label === 'utf8') return decoded(body, 'utf-8', charset)
  try {
    if (/^utf-?16$/.test(label)) return utf16(body, charset)
    return decoded(body, label, charset)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ...decoded(body, 'utf-8', charset), trouble: 'unknown-charset' }
  }
}

/** The parameter `charset`, without quotes. */
function charsetOf(contentType = ''): string {
  const found = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']*))/i.exec(contentType)
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim() || 'utf-8'
}

/** @throws RangeError for an unknown encoding */
function decoded(body: Buffer, label: string, charset: string): DecodedBody {
  if (label === 'utf-8') {
    const text = body.toString('utf8')
    // Only a text with a replacement character can have had invalid bytes, and most texts have none.
    const wrong = text.includes('\ufffd') && !Buffer.from(text).equals(body)
    return { text, charset, trouble: wrong ? 'wrong-bytes' : null }
  }
  const decoder = new TextDecoder(label, { ignoreBOM: true })
  const read = decoder.decode(body)
  const text = decoder.encoding === 'windows-1252' ? read.replace(/[\x80-\x9f]/g, inWindows) : read
  return { text, charset, trouble: text.includes('\ufffd') ? 'wrong-bytes' : null }
}

/** Windows-1252 from 0x80 to 0x9f: the decoder of Node 20 leaves these as they are. */
const windows = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
const inWindows = (control: string) => windows.charAt(control.charCodeAt(0) - 0x80)

/** `UTF-16` alone needs a byte order mark (RFC 2781); without one, the first letter shows the byte order. */
function utf16(body: Buffer, charset: string): DecodedBody {
  const marked = body.length >= 2 && (body.readUInt16BE(0) === 0xfeff || body.readUInt16BE(0) === 0xfffe)
  const bigEndian = marked ? body[0] === 0xfe : body[0] === 0
  const text = decoded(body, bigEndian ? 'utf-16be' : 'utf-16le', charset)
  return { ...text, text: text.text.replace(/^\ufeff/, '') }
}
