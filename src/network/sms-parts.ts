import { isPlainGsm, measure, septetsOf } from '../terms/index.ts'

/** The number of SMS for a text: 160 septets or 70 UCS-2 units in one, 153 or 67 in each of several. */
export function smsParts(text: string): number {
  if (text.length <= 160 && isPlainGsm(text)) return 1
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? 1 : countParts(text, 67, lengthOf)
  if (septets <= 160) return 1
  return septets === units ? Math.ceil(units / 153) : countParts(text, 153, septetsOf)
}

/** The most SMS of one text: the header of each part holds the total in one octet (3GPP TS 23.040, 9.2.3.24.1). */
export const maxParts = 255

/** The text of each part. */
export function splitSms(text: string): string[] {
  const { septets, units } = measure(text)
  if (septets === null) return units <= 70 ? [text] : split(text, 67, lengthOf)
  return septets <= 160 ? [text] : split(text, 153, septetsOf)
}

const lengthOf = (character: string) => character.length

function split(text: string, room: number, size: (character: string) => number): string[] {
  const all: string[] = []
  let from = 0
  for (const to of partStarts(text, room, size)) {
    all.push(text.slice(from, to))
    from = to
  }
  return [...all, text.slice(from)]
}

function countParts(text: string, room: number, size: (character: string) => number): number {
  let count = 1
  for (const _ of partStarts(text, room, size)) count++
  return count
}

/** The start of each part after the first. No character is split, so a part may be one unit shorter. */
function* partStarts(text: string, room: number, size: (character: string) => number): Generator<number> {
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
