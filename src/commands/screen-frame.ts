/** Columns of a phone's screen here: wide enough for most lines, and the same for every screen. */
const width = 38

/** A screen as a phone shows it: in a frame, long lines wrapped. */
export function frame(text: string, title = ''): string {
  const lines = text.split('\n').flatMap((line) => wrap(line))
  const top = title
    ? `─ ${title} ${'─'.repeat(Math.max(0, width - title.length - 1))}`
    : '─'.repeat(width + 2)
  return [`┌${top}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${'─'.repeat(width + 2)}┘`].join(
    '\n',
  )
}

function wrap(line: string): string[] {
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
