/** `/text/` and `/text/i` are patterns; anything else is text that must be contained. */
const pattern = /^\/(.+)\/([imsu]*)$/s

export function asPattern(text: string): RegExp | undefined {
  const [, source, flags] = pattern.exec(text) ?? []
  return source === undefined ? undefined : new RegExp(source, flags)
}

/** Whether a screen or an SMS contains the text, ignoring case and line breaks, or matches the pattern. */
export function matches(seen: string, wanted: string): boolean {
  const regexp = asPattern(wanted)
  if (regexp) return regexp.test(seen)
  return flat(seen).includes(flat(wanted))
}

/** An expected text in a message: `matches /a+/`, or `contains "text"`. */
export function wish(wanted: string): string {
  return asPattern(wanted) ? `matches ${wanted}` : `contains "${wanted}"`
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase()
}

/** Whether two decimal strings are the same amount, as `987.5` and `987.50` are. */
export function sameAmount(one: string, other: string): boolean {
  return withoutZeros(one) === withoutZeros(other)
}

function withoutZeros(amount: string): string {
  const trimmed = amount.replace(/^(-?)0+(?=\d)/, '$1')
  return trimmed.includes('.') ? trimmed.replace(/\.?(?<!0)0+$/, '') : trimmed
}
