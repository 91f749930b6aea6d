import { isUtf8 } from 'node:buffer'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { decodeBody } from '../kernel/index.ts'

/** Most characters of an answer that are shown. */
const shownCharacters = 160
const shownBytes = 16
/** Most bytes that are decompressed. */
const maxDecompressedBytes = 64 * 1024

/** The compression of a body. */
type Compression = 'gzip' | 'deflate' | 'br' | 'zstd' | 'compress'

export interface ReadBody {
  /** The body as text, decompressed; empty if it cannot be decompressed. */
  text: string
  compression: Compression | null
  /** Set if the body is UTF-16 and the content type does not say so. */
  undeclared: 'UTF-16' | null
}

/** Reads a body of any kind, to find out what it is. */
export function readUnknownBody(headers: Record<string, string>, body: Buffer): ReadBody {
  const compression = compressionOf(headers['content-encoding'], body)
  if (compression) return { text: decompressed(compression, body), compression, undeclared: null }
  const { text, charset } = decodeBody(headers['content-type'], body)
  if (/^utf-?16/i.test(charset) || !looksLikeUtf16(body)) {
    return {
      text: isUtf8(body) || !/^utf-?8$/i.test(charset) ? text : bytewise(body),
      compression,
      undeclared: null,
    }
  }
  return { text: decodeBody('text/plain; charset=utf-16', body).text, compression, undeclared: 'UTF-16' }
}

/** The first bytes as hexadecimal digits. */
export function hexOf(body: Buffer): string {
  const shown = body
    .subarray(0, shownBytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
  return body.length > shownBytes ? `${shown} …` : shown
}

/**
 * The beginning of a text in quotes, with invisible characters escaped: line breaks as `\n`, a byte order mark as
 * `\ufeff`. How many characters follow is told without words, since it is read in every language: `"CON Me" … +840`.
 */
export function visibleText(text: string): string {
  const begin = [...text.slice(0, 2 * shownCharacters)].slice(0, shownCharacters).join('')
  const quoted = JSON.stringify(begin).replace(/(?! )[\p{C}\p{Z}]/gu, escaped)
  const rest = text.length - begin.length
  return rest > 0 ? `${quoted} … +${rest}` : quoted
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('')
}

/** For bytes that are no UTF-8: ASCII as it is, every other byte escaped as `\xe9`. */
function bytewise(body: Buffer): string {
  return body.toString('latin1').replace(/[\x80-\xff]/g, (one) => `\\x${one.charCodeAt(0).toString(16)}`)
}

function looksLikeUtf16(body: Buffer): boolean {
  if (body.length < 2) return false
  const mark = body.readUInt16BE(0)
  if (mark === 0xfeff || mark === 0xfffe) return true
  // In UTF-16 one of the two bytes of an ASCII letter is zero.
  return (
    body.length >= 4 &&
    (body[0] === 0) !== (body[1] === 0) &&
    (body[0] === 0) === (body[2] === 0) &&
    (body[1] === 0) === (body[3] === 0)
  )
}

function compressionOf(encoding: string | undefined, body: Buffer): Compression | null {
  if (body[0] === 0x1f && body[1] === 0x8b) return 'gzip'
  if (body[0] === 0x28 && body[1] === 0xb5 && body[2] === 0x2f && body[3] === 0xfd) return 'zstd'
  const named = /\b(gzip|deflate|br|zstd|compress)\b/i.exec(encoding ?? '')?.[1]?.toLowerCase()
  // If the header says compressed but the body begins with CON or END, the header is wrong, not the body.
  return named && !/^(CON|END)/.test(body.toString('latin1', 0, 3)) ? (named as Compression) : null
}

function decompressed(compression: Compression, body: Buffer): string {
  const options = { maxOutputLength: maxDecompressedBytes }
  try {
    if (compression === 'gzip') return gunzipSync(body, options).toString('utf8')
    if (compression === 'deflate') return inflateSync(body, options).toString('utf8')
    if (compression === 'br') return brotliDecompressSync(body, options).toString('utf8')
  } catch {
    // Truncated, too large, or not what the header says: only the bytes are shown.
  }
  return ''
}
