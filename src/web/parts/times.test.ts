import { describe, expect, it } from 'vitest'
import { figureOf, signedSum, sumOf } from './figures.ts'
import { ageOf, hourOf, momentOf, timeOf, whenOf } from './times.ts'

const at = '2026-01-05T09:04:31.500Z'
const now = Date.parse(at)
const later = (ms: number) => new Date(now + ms).toISOString()

describe('a time', () => {
  it('is said in one form, with its day where that is another', () => {
    expect([timeOf(at), hourOf(at), momentOf(at)]).toEqual(['09:04:31', '09:04', 'Jan 5, 2026, 09:04:31'])
    expect(whenOf(at, '2026-01-05T23:59:59.000Z')).toBe('09:04:31')
    expect(whenOf(at, '2026-01-06T00:00:00.000Z')).toBe('Jan 5, 09:04')
    expect(whenOf(at, '2027-01-05T00:00:00.000Z')).toBe('Jan 5, 2026')
    expect(whenOf('2026-01-05T00:00:00.000Z', at)).toBe('00:00:00')
    expect(momentOf('no time')).toBe('no time')
  })

  it.each([
    [0, 'now'],
    [-59_900, '59 sec. ago'],
    [-60_000, '1 min. ago'],
    [-3_599_000, '59 min. ago'],
    [-86_400_000, 'yesterday'],
    [-45 * 86_400_000, 'last mo.'],
    [7_200_000, 'in 2 hr.'],
  ])('of %d ms from now is %s', (ms, words) => {
    expect(ageOf(later(ms), at)).toBe(words)
  })
})

describe('a figure', () => {
  it('is grouped, with all of its digits', () => {
    expect(figureOf('10012.50')).toBe('10,012.50')
    expect(figureOf(1234567)).toBe('1,234,567')
    expect(figureOf('12345678901234567890.12')).toBe('12,345,678,901,234,567,890.12')
    expect(sumOf('1250.5', 'EUR')).toBe('1,250.50 EUR')
    expect(sumOf('300', 'RWF')).toBe('300 RWF')
    expect(signedSum('-1250.50', 'EUR')).toBe('−1,250.50 EUR')
  })
})
