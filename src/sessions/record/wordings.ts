import { optionsOf } from '../../client/index.ts'
import { sameAmount } from '../matching.ts'

/** Parts of texts that a replay would show differently. */
export interface Changing {
  /** Names of merchants; screens may shorten them. */
  merchants: ReadonlySet<string>
  referenceIds: ReadonlySet<string>
  /** Amounts that the script itself has: they are the same in a replay. */
  amounts: readonly string[]
}

/** The least length of a shortened name, and the number of digits shown of an id. */
const shortestPart = 5
const shownOfId = 8

// Transaction ids, days, times, marks of similar options, hidden parts, and braces, which mark variables in a script.
const always = [
  /\d{6,}/g,
  /\d{4}-\d\d-\d\d/g,
  /\b\d{1,2}[:/]\d\d\b/g,
  /\b\d{1,2} [A-Z][a-z]{2}\b/g,
  /#[0-9a-z]{3,}\b/gi,
  /\*{4}/g,
  /[{}]/g,
]
const figure = /\d[\d \u00a0]*(?:[.,]\d+)?/g

/** Replaces the amounts of a line: figures with decimals, and figures before the code of a currency. */
function replaceAmounts(line: string, replace: (amount: string) => string): string {
  return line.replace(figure, (found, at: number) => {
    if (/[.,]/.test(found)) return replace(found)
    const whole = found.endsWith(' ') && /^[A-Z]{3}\b/.test(line.slice(at + found.length))
    return whole ? `${replace(found.slice(0, -1))} ` : found
  })
}

/**
 * The part of a text that identifies it: of the first line with letters that is no option,
 * the longest piece that is the same in every replay. Undefined if there is none.
 */
export function telling(text: string, changing: Changing): string | undefined {
  for (const line of text.split('\n')) {
    if (optionsOf(line).length > 0) continue
    const piece = lasting(line, changing)
    if (piece !== undefined) return piece
  }
  return undefined
}

/** The shortest text that matches the option with this key, and no other. */
export function labelFor(screen: string, key: string, changing: Changing): string | undefined {
  const options = optionsOf(screen)
  const chosen = options.find((option) => option.key === key)
  if (!chosen) return undefined
  const piece = lasting(chosen.label.replace(/\(\d{1,9}\)$/, '').trimEnd(), changing)
  if (piece === undefined) return undefined
  const fitting = options.filter(({ label }) => label.toLowerCase().includes(piece.toLowerCase()))
  return fitting.length === 1 ? piece : undefined
}

/** The longest piece of a line that does not change, if it has letters or an amount. */
function lasting(line: string, changing: Changing): string | undefined {
  const cut = '\uE000'
  let rest = line
  rest = without(rest, [...changing.merchants], shortestPart, cut)
  rest = without(rest, [...changing.referenceIds], shownOfId, cut)
  rest = replaceAmounts(rest, (found) => (isNamed(found, changing.amounts) ? found : cut))
  const kept: string[] = []
  // An amount that comes again may look like an id or a time.
  rest = replaceAmounts(rest, (found) => `\uE001${kept.push(found) - 1}\uE001`)
  for (const pattern of always) rest = rest.replaceAll(pattern, cut)
  const pieces = rest
    .replace(/\uE001(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? '')
    .split(cut)
    .map((piece) => piece.replace(/^[\s/]+/, '').trimEnd())
    .filter((piece) => /\p{L}{2}|\d[.,]\d/u.test(piece))
  return pieces.sort((one, other) => other.length - one.length)[0]
}

/** Removes the longest parts first, so that of two names with the same beginning the right one is removed whole. */
function without(line: string, words: readonly string[], shortest: number, cut: string): string {
  const longest = Math.max(0, ...words.map((word) => word.length))
  let rest = line
  for (let length = longest; length > 0; length -= 1) {
    for (const word of words) {
      if (word.length < length || length < Math.min(word.length, shortest)) continue
      rest = rest.replaceAll(word.slice(0, length), cut)
    }
  }
  return rest
}

function isNamed(found: string, amounts: readonly string[]): boolean {
  const plain = found.replace(/[ \u00a0]/g, '').replace(',', '.')
  return amounts.some((one) => sameAmount(one, plain))
}
