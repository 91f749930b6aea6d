import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const document = readFileSync(join(root, 'docs/security.md'), 'utf8')

/** The cells of each line of the tables whose last column is about tests, without their heads. */
function lines(): string[][] {
  const found: string[][] = []
  let tested = false
  for (const line of document.split('\n')) {
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (cells.length === 0) tested = false
    else if (cells.at(-1)?.startsWith('Test')) tested = true
    else if (tested && !/^-+$/.test(cells[0] ?? '')) found.push(cells)
  }
  return found
}

/** `path`: *words of its name* */
const named = /`([^`]+\.test\.ts)`: \*([^*]+)\*/g

describe('docs/security.md', () => {
  it('has a test in each line that says what holds something back, or why there is none', () => {
    expect(lines().length).toBeGreaterThan(60)
    const reason = /^(not built|there are none)/
    const bare = lines().filter((cells) => !cells.at(-1)?.match(named) && !reason.test(cells.at(-1) ?? ''))
    expect(bare).toEqual([])
  })

  it('names tests that are there', () => {
    const missing = [...document.matchAll(named)].filter(([, path = '', words = '']) => {
      const file = join(root, path)
      return !existsSync(file) || !readFileSync(file, 'utf8').includes(words)
    })
    expect(missing.map(([line]) => line)).toEqual([])
  })
})
