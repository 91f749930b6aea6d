import { distance } from 'fastest-levenshtein'

/** The known word most similar to an unknown one, at any distance; undefined if no words are known. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return ranked(word, known)[0]?.known
}

/** The known words most similar to an unknown one, the nearest first. */
export function nearestOnes(word: string, known: readonly string[], count: number): string[] {
  return ranked(word, known)
    .slice(0, count)
    .map((one) => one.known)
}

/** The known word that was probably meant; undefined if no word is similar. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const [best] = ranked(word, known)
  // At most two edits in a short word, and at most half its letters; in a long word two edits per five letters.
  const most = Math.max(word.length * 0.4, Math.min(2, word.length / 2))
  return best && best.edits <= most ? best.known : undefined
}

function ranked(word: string, all: readonly string[]) {
  return (
    all
      .map((known) => ({ known, edits: editsBetween(word.toLowerCase(), known.toLowerCase()) }))
      // At equal distance, prefer the word with the same beginning.
      .sort((a, b) => a.edits - b.edits || commonStart(word, b.known) - commonStart(word, a.known))
  )
}

/** A word that is only cut short counts as near, whatever the length of the whole word. */
function editsBetween(word: string, known: string): number {
  if (word.length > 2 && known.startsWith(word) && known !== word) return 1
  return isSwapped(word, known) ? 1 : distance(word, known)
}

/** Whether two letters that stand side by side have changed places, as in `dails`: one slip of the fingers. */
function isSwapped(word: string, known: string): boolean {
  if (word.length !== known.length) return false
  const at = commonStart(word, known)
  return word === known.slice(0, at) + (known[at + 1] ?? '') + (known[at] ?? '') + known.slice(at + 2)
}

function commonStart(one: string, other: string): number {
  const differs = [...one].findIndex((character, at) => character !== other[at])
  return differs < 0 ? one.length : differs
}
