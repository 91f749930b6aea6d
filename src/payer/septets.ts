import anyAscii from 'any-ascii'
import { isPlainGsm, septetsOf } from '../terms/index.ts'

/** The limit of each USSD screen, in septets of the GSM 7-bit alphabet: some networks cut at 160 with a prefix. */
export const screenSeptets = 156

/** The length in septets; characters of the extension table take two. The text is GSM 7-bit already. */
export function septets(text: string): number {
  if (isPlainGsm(text)) return text.length
  let count = 0
  for (const character of text) count += lengthOf(character)
  return count
}

/** The text in the GSM 7-bit alphabet; other characters are transliterated. Line breaks stay. */
export function toGsm(text: string): string {
  if (isPlainGsm(text)) return text
  let result = ''
  for (const character of text.normalize('NFC')) {
    if (isGsm(character)) result += character
    else
      for (const substitute of anyAscii(character))
        result += isGsm(substitute) ? substitute : other(substitute)
  }
  return result
}

/** A name, or another text of the merchant's, on one line of GSM 7-bit characters. */
export function oneLine(text: string): string {
  return toGsm(text.replace(/\p{Cc}/gu, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

/** Shortens with `..` to at most this many septets. */
export function shorten(text: string, limit: number): string {
  if (septets(text) <= limit) return text
  const dots = limit >= 3 ? '..' : ''
  let kept = ''
  let room = limit - dots.length
  for (const character of text) {
    room -= lengthOf(character)
    if (room < 0) break
    kept += character
  }
  return kept.trimEnd() + dots
}

/** The end of a text, where ids differ most, within this many septets. */
export function tail(text: string, limit: number): string {
  let start = text.length
  let room = limit
  while (start > 0) {
    room -= septets(text.charAt(start - 1))
    if (room < 0) break
    start--
  }
  return text.slice(start).trim()
}

/**
 * A text with names in it, within `limit` septets for any names: the names share the room that the rest of the text
 * leaves evenly, and room that a short name does not need goes to the longer ones.
 */
export function fill(
  build: (names: string[]) => string,
  names: readonly string[],
  limit = screenSeptets,
): string {
  const whole = toGsm(build([...names]))
  return septets(whole) <= limit ? whole : toGsm(build(fillNames(build, names, limit)))
}

/** The names as {@link fill} shortens them. */
export function fillNames(
  build: (names: string[]) => string,
  names: readonly string[],
  limit = screenSeptets,
): string[] {
  if (septets(toGsm(build([...names]))) <= limit) return [...names]
  let room = limit - septets(toGsm(build(names.map(() => ''))))
  const lengths = names.map((name, index) => ({ index, length: septets(name) }))
  lengths.sort((one, other) => one.length - other.length)
  const result = [...names]
  lengths.forEach(({ index, length }, done) => {
    const share = Math.max(0, Math.floor(room / (lengths.length - done)))
    result[index] = shorten(names[index] ?? '', share)
    room -= Math.min(length, share)
  })
  return result
}

function lengthOf(character: string): number {
  return septetsOf(character) || 1
}

/** GSM 7-bit has a page break, which no screen shows. */
function isGsm(character: string): boolean {
  return character !== '\f' && septetsOf(character) > 0
}

function other(character: string): string {
  return character === '`' ? "'" : ' '
}
