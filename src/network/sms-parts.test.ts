import fc from 'fast-check'
import segments from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { smsParts } from './sms-parts.ts'

describe('the parts of an SMS', () => {
  it.each([
    ['a full one', 'a'.repeat(160), 1],
    ['one septet more', 'a'.repeat(161), 2],
    ['a full one with an extended character', `${'a'.repeat(158)}€`, 1],
    ['one that is not GSM 7-bit', 'я'.repeat(70), 1],
    ['one unit more', 'я'.repeat(71), 2],
    ['2,000 characters', 'a'.repeat(2_000), 14],
    ['2,000 that are not GSM 7-bit', 'я'.repeat(2_000), 30],
    // A part has an odd number of units and each emoji needs two, so the last unit of a part stays empty.
    ['emoji', '😀'.repeat(240), 8],
    ['many emoji', '😀'.repeat(300), 10],
    ['extended characters', '€'.repeat(229), 4],
    ['many extended characters', '€'.repeat(305), 5],
    ['an extended character at each seam', `${'a'.repeat(152)}€`.repeat(4), 5],
  ])('%s', (_name, text, parts) => {
    expect(smsParts(text)).toBe(parts)
  })

  it.each([
    ['letters', 'a'],
    ['characters of two septets', '[€'],
    ['letters outside GSM 7-bit', 'я'],
    ['pairs', '😀'],
  ])('are counted in proportion to the length, and in no time: %s', (_, some) => {
    const [short, long] = [some.repeat(100_000 / some.length), some.repeat(1_000_000 / some.length)]
    expect(smsParts(long) / smsParts(short)).toBeCloseTo(10, 1)
    const before = process.cpuUsage()
    smsParts(short)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(150)
  })

  it('are as many as a library counts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '€', '\n', 'я', '😀', 'e\u0301'), maxLength: 400 })
    const gsm = fc.string({ unit: fc.constantFrom('a', '€', 'é'), maxLength: 400 })
    fc.assert(
      fc.property(fc.oneof(text, gsm), (one) => {
        const { segmentsCount } = new segments.SegmentedMessage(one, 'auto')
        expect(smsParts(one)).toBe(Math.max(1, segmentsCount))
      }),
    )
  })
})
