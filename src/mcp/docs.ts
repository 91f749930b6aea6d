import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Doc {
  /** The name of its file without the ending, such as `sessions`. */
  name: string
  /** Its first heading. */
  title: string
  text(): string
}

const folder = fileURLToPath(new URL('../../docs/', import.meta.url))
let known: Doc[] | undefined

/** The documents that the package has; none in the file without Node, which carries none. */
export function docs(): readonly Doc[] {
  known ??= filesIn(folder).map((file) => {
    let read: string | undefined
    const text = () => {
      read ??= readFileSync(folder + file, 'utf8')
      return read
    }
    return { name: file.slice(0, -'.md'.length), title: /^# (.+)$/m.exec(text())?.[1] ?? file, text }
  })
  return known
}

function filesIn(path: string): string[] {
  try {
    return readdirSync(path)
      .filter((file) => file.endsWith('.md'))
      .sort()
  } catch {
    return []
  }
}
