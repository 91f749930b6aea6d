import { describe, expect, it } from 'vitest'
import { unifiedDiff } from './diff.ts'

const names = { before: 'Écran.yaml', after: 'Écran.yaml.new' }
const head = '--- Écran.yaml\n+++ Écran.yaml.new\n'
const lines = (...all: Array<number | string>) => all.map((line) => `${line}\n`).join('')

describe('a unified diff', () => {
  it('is nothing where nothing differs', () => {
    expect(unifiedDiff('a\n', 'a\n', names)).toBe('')
  })

  it('has three lines around each change, and changes that are near in one', () => {
    const before = lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
    const after = lines(1, 2, 3, 4, 'five', 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 'more')
    expect(unifiedDiff(before, after, names)).toBe(
      `${head}@@ -2,13 +2,12 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n 10\n-11\n 12\n 13\n 14\n` +
        '@@ -16,3 +15,4 @@\n 16\n 17\n 18\n+more\n',
    )
  })

  it('is one of all lines where there were none', () => {
    expect(unifiedDiff('', 'a\nb\n', names)).toBe(`${head}@@ -0,0 +1,2 @@\n+a\n+b\n`)
  })

  it('tells where only the last line break differs', () => {
    expect(unifiedDiff('a', 'a\n', names)).toBe(
      `${head}@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n`,
    )
  })

  it('takes texts of ten thousand lines', () => {
    const long = Array.from({ length: 10_000 }, (_, at) => at)
    const diff = unifiedDiff(lines(...long), lines(...long.with(5_000, -1)), names)
    expect(diff.split('\n')).toHaveLength(2 + 1 + 8 + 1)
  })
})
