import { SegmentedMessage } from 'sms-segments-calculator'

/** ASCII that is one septet a character: without the GSM 03.38 extension table, the backtick and control characters. */
const plain = /^[\n\r\x20-\x5a_a-z]*$/

/** The extension table: an escape and a character, two septets. */
const extended = /[\f^{}\\[~\]|€]/

export interface GsmText {
  /** Septets, or null where a character is outside GSM 7-bit and the text travels as UCS-2. */
  septets: number | null
  /** UTF-16 units, which is what UCS-2 counts. */
  units: number
  /** The characters outside GSM 7-bit, each once. */
  foreign: string[]
}

/** The library's time grows with the square of a text's length. */
const piece = 500

/** GSM 03.38 has nothing from here on but the euro sign. */
const pastGreek = 0x400

/** What the library says of each character up to there, once it was asked: 1 or 2 septets, or 0 for none. */
const asked = new Map<string, 0 | 1 | 2>()

function septetsOf(character: string): 0 | 1 | 2 {
  if (character !== '€' && (character.codePointAt(0) ?? 0) >= pastGreek) return 0
  let septets = asked.get(character)
  if (septets === undefined) {
    septets = plain.test(character) ? 1 : ofLibrary(character)
    asked.set(character, septets)
  }
  return septets
}

function ofLibrary(character: string): 0 | 1 | 2 {
  const [only] = new SegmentedMessage(character, 'auto').encodedChars
  if (!only?.isGSM7) return 0
  return only.codeUnits?.length === 2 ? 2 : 1
}

/** How a text measures in GSM 03.38. Each character is looked up, since the library takes a hundred times as long. */
export function measure(text: string): GsmText {
  if (plain.test(text)) return { septets: text.length, units: text.length, foreign: [] }
  const foreign = new Set<string>()
  let septets = 0
  for (const character of text) {
    const its = septetsOf(character)
    if (its === 0) foreign.add(character)
    septets += its
  }
  return { septets: foreign.size === 0 ? septets : null, units: text.length, foreign: [...foreign] }
}

/** How many SMS a text fills: 160 septets or 70 UCS-2 units in one, 153 or 67 in each of several. */
export function smsParts(text: string): number {
  if (text.length <= piece && !plain.test(text))
    return Math.max(1, new SegmentedMessage(text, 'auto').segmentsCount)
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? 1 : countPieces(text, 67, lengthOf)
  if (septets <= 160) return 1
  return septets === units ? Math.ceil(units / 153) : countPieces(text, 153, gsmUnits)
}

/**
 * The most SMS that a phone joins to one text: their count is one octet of the header of each (3GPP TS 23.040,
 * 9.2.3.24.1).
 */
export const mostParts = 255

/** The septets of a character that is in GSM 7-bit. */
export function gsmUnits(character: string): number {
  return extended.test(character) ? 2 : 1
}

/** The parts in which an SMS travels. */
export function smsPieces(text: string): string[] {
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? [text] : pieces(text, 67, lengthOf)
  return septets <= 160 ? [text] : pieces(text, 153, gsmUnits)
}

const lengthOf = (character: string) => character.length

function pieces(text: string, room: number, size: (character: string) => number): string[] {
  const all: string[] = []
  let from = 0
  for (const to of seams(text, room, size)) {
    all.push(text.slice(from, to))
    from = to
  }
  return [...all, text.slice(from)]
}

function countPieces(text: string, room: number, size: (character: string) => number): number {
  let count = 1
  for (const _ of seams(text, room, size)) count++
  return count
}

/** Where parts but the first begin. No character is spread over two, so that a part may stay a unit short. */
function* seams(text: string, room: number, size: (character: string) => number): Generator<number> {
  let used = 0
  let at = 0
  for (const character of text) {
    const wanted = size(character)
    if (used + wanted > room) {
      yield at
      used = 0
    }
    used += wanted
    at += character.length
  }
}
