/** The width of a phone's text here: enough for most lines, and the same for every screen. */
const usual = 38
/** A narrower terminal gets no narrower frame, since one word per line is unreadable. */
const least = 10

/** A screen in a frame, with long lines wrapped, and no wider than a terminal of `columns`. */
export function frame(text: string, title = '', columns = usual + 4): string {
  const width = Math.max(least, Math.min(usual, columns - 4))
  const lines = text.split('\n').flatMap((line) => wrap(line, width))
  const edge = '─'.repeat(width + 2)
  const top = title ? `─ ${title.slice(0, width - 1)} ${edge}`.slice(0, width + 2) : edge
  return [`┌${top}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${edge}┘`].join('\n')
}

function wrap(line: string, width: number): string[] {
  const wrapped: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    const cut = space > 0 ? space : width
    wrapped.push(rest.slice(0, cut))
    rest = rest.slice(cut).trimStart()
  }
  return [...wrapped, rest]
}
