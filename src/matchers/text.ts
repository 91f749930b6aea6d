/** A part of a text, ignoring case and line breaks, or a pattern. */
export type Wanted = string | RegExp

/** `exactly` is the whole screen: every character counts, except line breaks at the end. */
export type WantedScreen = Wanted | { exactly: string }

export function matchesScreen(screen: string, wanted: WantedScreen): boolean {
  if (typeof wanted === 'string' || wanted instanceof RegExp) return fits(screen, wanted)
  return withoutEnd(screen) === withoutEnd(wanted.exactly)
}

/** As {@link describeWanted}, or `reads exactly "text"`. */
export function describeScreen(wanted: WantedScreen): string {
  if (typeof wanted === 'string' || wanted instanceof RegExp) return describeWanted(wanted)
  return `reads exactly ${JSON.stringify(withoutEnd(wanted.exactly))}`
}

/** @throws TypeError as {@link assertWanted} does */
export function assertWantedScreen(matcher: string, wanted: unknown): asserts wanted is WantedScreen {
  const whole = typeof wanted === 'object' && wanted && 'exactly' in wanted ? wanted.exactly : undefined
  if (typeof whole !== 'string' || whole.trim() === '') assertWanted(matcher, whole === '' ? '' : wanted)
}

export function fits(seen: string, wanted: Wanted): boolean {
  if (typeof wanted === 'string') return flat(seen).includes(flat(wanted))
  // A global or sticky pattern remembers its last position, so a copy without these flags is used.
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(seen)
}

/** `contains "text"` or `matches /pattern/`. */
export function describeWanted(wanted: Wanted): string {
  return typeof wanted === 'string' ? `contains ${JSON.stringify(wanted)}` : `matches ${wanted}`
}

/** @throws TypeError for an empty text, which every text contains, and for what is no text */
export function assertWanted(matcher: string, wanted: unknown): asserts wanted is Wanted {
  if (wanted instanceof RegExp || (typeof wanted === 'string' && wanted.trim() !== '')) return
  throw new TypeError(
    `${matcher} takes a text or a RegExp, and got ${wanted === '' ? 'an empty text' : String(wanted)}.`,
  )
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase()
}

function withoutEnd(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/(?<!\n)\n+$/, '')
}
