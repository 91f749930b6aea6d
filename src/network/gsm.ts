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
  if (text.length <= 160 && plain.test(text)) return 1
  if (text.length <= piece) return Math.max(1, new SegmentedMessage(text, 'auto').segmentsCount)
  return smsPieces(text).length
}

/** The septets of a character that is in GSM 7-bit. */
export function gsmUnits(character: string): number {
  return extended.test(character) ? 2 : 1
}

/** The parts in which an SMS travels. */
export function smsPieces(text: string): string[] {
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? [text] : pieces(text, 67, (character) => character.length)
  return septets <= 160 ? [text] : pieces(text, 153, gsmUnits)
}

/** No character is spread over two parts, so that a part may stay a unit short. */
function pieces(text: string, room: number, size: (character: string) => number): string[] {
  const all: string[] = []
  let piece = ''
  let used = 0
  for (const character of text) {
    const wanted = size(character)
    if (used + wanted > room) {
      all.push(piece)
      piece = ''
      used = 0
    }
    piece += character
    used += wanted
  }
  return [...all, piece]
}
