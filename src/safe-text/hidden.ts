/** The text that replaces a secret. */
export const hidden = '****'

/** A part of a text that is a secret. */
export interface Span {
  start: number
  end: number
  /** The text that replaces it; {@link hidden} by default. */
  as?: string
}

/** The text with these parts hidden. */
export function hide(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  const inOrder = [...spans].sort((one, other) => one.start - other.start || other.end - one.end)
  let shown = ''
  let at = 0
  for (const { start, end, as = hidden } of inOrder) {
    // A part inside a hidden one is hidden already.
    if (end <= at) continue
    if (start >= at) shown += text.slice(at, start) + as
    at = end
  }
  return shown + text.slice(at)
}
