const around = 3

interface Line {
  mark: ' ' | '-' | '+'
  text: string
  /** Lines of the old and the new text that come before this one. */
  old: number
  new: number
}

/** A unified diff of two texts, as `diff -u` writes it; empty where they are the same. */
export function unifiedDiff(before: string, after: string, names: { before: string; after: string }): string {
  if (before === after) return ''
  const lines = compared(linesOf(before), linesOf(after))
  const hunks: Line[][] = []
  let end = -1
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') continue
    const start = Math.max(index - around, end)
    const until = Math.min(index + around + 1, lines.length)
    const last = hunks.at(-1)
    const more = lines.slice(Math.max(start, 0), until)
    if (last && start === end) last.push(...more)
    else hunks.push(more)
    end = until
  }
  return [`--- ${names.before}`, `+++ ${names.after}`, ...hunks.flatMap(written), ''].join('\n')
}

function written(hunk: Line[]): string[] {
  const range = (side: 'old' | 'new', other: Line['mark']) => {
    const count = hunk.filter(({ mark }) => mark !== other).length
    const before = hunk[0]?.[side] ?? 0
    return `${count === 0 ? before : before + 1},${count}`
  }
  const head = `@@ -${range('old', '+')} +${range('new', '-')} @@`
  return [head, ...hunk.map(({ mark, text }) => `${mark}${text}`)]
}

/** The longest common lines stay; scripts are short enough for the plain table. */
function compared(old: string[], now: string[]): Line[] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
  const cell = (i: number, j: number) => table[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = table[i] as number[]
      row[j] = old[i] === now[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1))
    }
  }
  const lines: Line[] = []
  let i = 0
  let j = 0
  while (i < old.length || j < now.length) {
    const at = { old: i, new: j }
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ mark: ' ', text: old[i] ?? '', ...at })
      i += 1
      j += 1
    } else if (i < old.length && (j === now.length || cell(i + 1, j) >= cell(i, j + 1))) {
      lines.push({ mark: '-', text: old[i] ?? '', ...at })
      i += 1
    } else {
      lines.push({ mark: '+', text: now[j] ?? '', ...at })
      j += 1
    }
  }
  return lines
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}
