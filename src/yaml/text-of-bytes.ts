import { isUtf8 } from 'node:buffer'
import type { Position } from './yaml-file.ts'

export type TextOfFile = { text: string } | { at: Position; message: string }

/** The text of a UTF-8 file, with or without a byte order mark; otherwise the position of the first invalid byte. */
export function textOfBytes(bytes: Buffer): TextOfFile {
  if (isUtf8(bytes)) return { text: new TextDecoder().decode(bytes) }
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  if (mark === 0xfeff || mark === 0xfffe) {
    return {
      at: { line: 1, column: 1 },
      message: 'The file is not UTF-8 text. It is UTF-16: save it as UTF-8.',
    }
  }
  const wrong = firstWrong(bytes)
  const before = bytes.toString('utf8', 0, wrong)
  const lines = before.split('\n')
  const byte = bytes.toString('hex', wrong, wrong + 1).toUpperCase()
  const guess = /[\x80-\x9f]/.test(bytes.toString('latin1')) ? '' : `, perhaps ISO-8859-1`
  return {
    at: { line: lines.length, column: (lines.at(-1) ?? '').length + 1 },
    message: `The file is not UTF-8 text. The byte ${byte} here is of another encoding${guess}: save it as UTF-8.`,
  }
}

/** The length of the longest valid beginning. A binary search, because each check reads a whole part. */
function firstWrong(bytes: Buffer): number {
  let right = 0
  let wrong = bytes.length
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1
    if (isUtf8(wholeCharacters(bytes.subarray(0, middle)))) right = middle
    else wrong = middle
  }
  return wholeCharacters(bytes.subarray(0, right)).length
}

/** Removes an incomplete character at the end. */
function wholeCharacters(bytes: Buffer): Buffer {
  let start = bytes.length - 1
  while (start > 0 && bytes.length - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--
  const first = bytes[start] ?? 0
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  return length > bytes.length - start ? bytes.subarray(0, Math.max(0, start)) : bytes
}
