import { describe, expect, it } from 'vitest'
import { formatDuration, longestDuration, parseDuration } from './duration.ts'
import { durationSchema } from './duration-schema.ts'

describe('A duration', () => {
  it.each([
    ['PT0S', 0],
    ['PT0.5S', 500],
    ['PT0,5S', 500],
    ['PT1.001S', 1_001],
    ['PT90S', 90_000],
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['P2W', 14 * 86_400_000],
    ['P1DT12H0M0.250S', 86_400_000 + 43_200_250],
    ['P10000000D', longestDuration],
  ])('%s is so many milliseconds: %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'T1S',
    'PT-1S',
    '-PT1S',
    'P1Y',
    'P1M',
    'PT1S1M',
    'PT.5S',
    'PT0.0001S',
    'pt1s',
    '5',
  ])('is not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined()
    expect(durationSchema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      'is not a duration; write an ISO 8601 one, such as PT30S, PT5M or P30D',
    ])
  })

  it.each(['P10000001D', `PT${'9'.repeat(400)}S`])('that no clock can add to its time is refused', (text) => {
    expect(parseDuration(text)).toBeUndefined()
    expect(durationSchema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      'is longer than ten million days',
    ])
  })

  it.each([
    [0, 'PT0S'],
    [500, 'PT0.5S'],
    [90_000, 'PT1M30S'],
    [3_600_000, 'PT1H'],
    [86_400_000, 'P1D'],
    [30 * 86_400_000 + 1_001, 'P30DT1.001S'],
  ])('of %s milliseconds is written %s, and read as so many', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
    expect(parseDuration(text)).toBe(milliseconds)
  })
})
