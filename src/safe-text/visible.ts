/**
 * Control characters, and what turns the direction of a text: a terminal obeys them. Line breaks and tabs are left, and
 * so are the marks U+200E and U+200F, which Arabic and Hebrew texts need and which turn nothing around.
 */
const obeyed = /(?![\n\t])\p{Cc}|[\u2028-\u202e\u2066-\u2069]/gu

/**
 * A text from outside as a terminal may have it: what a terminal would obey is shown, `\u{1b}` for an escape.
 *
 * @example
 * visible('Hello\u001b[2J') // 'Hello\\u{1b}[2J'
 */
export function visible(text: string): string {
  return text.replace(obeyed, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`)
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visible(text.replace(/\r?\n|\t/g, ' '))
}
