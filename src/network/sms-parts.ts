import { isPlainGsm, measure, septetsOf } from '../terms/index.ts'

/** How many SMS a text fills: 160 septets or 70 UCS-2 units in one, 153 or 67 in each of several. */
export function smsParts(text: string): number {
  if (text.length <= 160 && isPlainGsm(text)) return 1
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? 1 : countPieces(text, 67, lengthOf)
  if (septets <= 160) return 1
  return septets === units ? Math.ceil(units / 153) : countPieces(text, 153, septetsOf)
}

/**
 * The most SMS that a phone joins to one text: their count is one octet of the header of each (3GPP TS 23.040,
 * 9.2.3.24.1).
 */
export const mostParts = 255

/** The parts in which an SMS travels. */
export function smsPieces(text: string): string[] {
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? [text] : pieces(text, 67, lengthOf)
  return septets <= 160 ? [text] : pieces(text, 153, septetsOf)
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
