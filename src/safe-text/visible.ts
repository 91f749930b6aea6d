/**
 * Control characters, and characters that change the direction of text: a terminal obeys them. Not line breaks and tabs,
 * and not the marks U+200E and U+200F, which Arabic and Hebrew texts need and which reverse nothing.
 */
const obeyed = /(?![\n\t])\p{Cc}|[\u2028-\u202e\u2066-\u2069]/gu

/**
 * Makes a text from outside safe for a terminal: control characters are shown as text, such as `\u{1b}` for an escape.
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
