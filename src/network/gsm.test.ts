import { describe, expect, it } from 'vitest'
import { smsParts } from './gsm.ts'

describe('the parts of an SMS', () => {
  it.each([
    ['a full one', 'a'.repeat(160), 1],
    ['one septet more', 'a'.repeat(161), 2],
    ['a full one with an extended character', `${'a'.repeat(158)}€`, 1],
    ['one that is not GSM 7-bit', 'я'.repeat(70), 1],
    ['one unit more', 'я'.repeat(71), 2],
    ['2,000 characters', 'a'.repeat(2_000), 14],
    ['2,000 that are not GSM 7-bit', 'я'.repeat(2_000), 30],
    // An odd number of units holds no whole number of pairs: the last unit of each part stays empty.
    ['emoji', '😀'.repeat(240), 8],
    ['many emoji', '😀'.repeat(300), 10],
    ['extended characters', '€'.repeat(229), 4],
    ['many extended characters', '€'.repeat(305), 5],
    ['an extended character at each seam', `${'a'.repeat(152)}€`.repeat(4), 5],
  ])('%s', (_name, text, parts) => {
    expect(smsParts(text)).toBe(parts)
  })
})
