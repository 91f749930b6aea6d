/** A part of a text, whatever its case and line breaks, or a pattern. */
export type Wanted = string | RegExp

export function fits(seen: string, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return flat(seen).includes(flat(wanted))
  // A global or sticky pattern remembers where it stopped: a copy does not.
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(seen)
}

/** `contains "text"` or `matches /pattern/`. */
export function wish(wanted: Wanted): string {
  return typeof wanted === 'string' ? `contains ${JSON.stringify(wanted)}` : `matches ${wanted}`
}

/** @throws TypeError for what every text would fit, and for what is no text */
export function assertWanted(matcher: string, wanted: unknown): asserts wanted is Wanted {
  if (wanted instanceof RegExp || (typeof wanted === 'string' && wanted.trim() !== '')) return
  throw new TypeError(
    `${matcher} takes a text or a RegExp, and got ${wanted === '' ? 'an empty text' : String(wanted)}.`,
  )
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase()
}
