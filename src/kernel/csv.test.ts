import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'

describe('a table as CSV', () => {
  it('has a header even without a row, and nothing where a row has no cell', async () => {
    expect(await csvOf(['a', 'b'], [], [])).toBe('a,b\r\n')
    expect(await csvOf(['a', 'b'], [{ a: null, b: 2 }, {}], [])).toBe('a,b\r\n,2\r\n,\r\n')
  })

  it.each([
    ['two\nlines', '"two\nlines"'],
    ['two\rlines', '"two\rlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['say "so"', '"say ""so"""'],
    ['a,b', '"a,b"'],
    ['=1+1', "'=1+1"],
    ['-1', "'-1"],
  ])('keeps %j in one cell, which no spreadsheet computes', async (text, cell) => {
    expect(await csvOf(['text', 'after'], [{ text, after: '-1' }], ['text'])).toBe(
      `text,after\r\n${cell},-1\r\n`,
    )
  })
})
