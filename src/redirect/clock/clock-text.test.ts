import { describe, expect, it } from 'vitest'
import { clockText } from './clock-text.ts'

const machine = Date.parse('2026-03-02T09:00:00.000Z')

describe('the clock file', () => {
  it.each([
    ['frozen', '2026-01-01T00:00:00.123Z', '1767225600.1230005'],
    ['frozen', '1969-12-31T23:00:00.000Z', '0.0000005'],
    ['running', '2026-03-02T09:05:00.250Z', '+300.250'],
    ['running', '2026-03-02T08:59:59.000Z', '-1.000'],
    ['running', '2026-03-02T09:00:00.000Z', '+0.000'],
  ] as const)('tells a %s clock at %s as %s', (mode, now, text) => {
    expect(clockText({ mode, now }, machine)).toBe(text)
  })
})
