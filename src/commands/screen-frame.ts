/** Columns of text on a phone here: wide enough for most lines, and the same for every screen. */
const usual = 38
/** A terminal narrower than this breaks the frame: one word a line helps nobody. */
const least = 10

/** A screen as a phone shows it: in a frame, long lines wrapped, and no wider than a terminal of `columns`. */
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
