import { distance } from 'fastest-levenshtein'

/** The known word most like one that is not known, however far that is; undefined where none is known. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return ranked(word, known)[0]?.known
}

/** The known word that was probably meant; undefined where no word is like it. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const [best] = ranked(word, known)
  // Two slips at most in a short word, and not the half of it; in a long one two letters of five.
  const most = Math.max(word.length * 0.4, Math.min(2, word.length / 2))
  return best && best.edits <= most ? best.known : undefined
}

function ranked(word: string, all: readonly string[]) {
  return (
    all
      .map((known) => ({ known, edits: editsBetween(word.toLowerCase(), known.toLowerCase()) }))
      // Of words equally far away, people mean the one that they began to write.
      .sort((a, b) => a.edits - b.edits || commonStart(word, b.known) - commonStart(word, a.known))
  )
}

/** A word that was only cut short is near, however long the whole is. */
function editsBetween(word: string, known: string): number {
  return word.length > 2 && known.startsWith(word) && known !== word ? 1 : distance(word, known)
}

function commonStart(one: string, other: string): number {
  const differs = [...one].findIndex((character, at) => character !== other[at])
  return differs < 0 ? one.length : differs
}
