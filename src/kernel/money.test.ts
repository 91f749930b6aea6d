import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponentOf, parseAmount, screenAmount, wireAmount, wireToScreen } from './money.ts'

describe('amounts', () => {
  it.each([
    ['12.50', 'EUR', 1250, '12.5', '12.50'],
    ['50.0', 'EUR', 5000, '50', '50.00'],
    ['100', 'XOF', 100, '100', '100'],
    ['5.00', 'UGX', 5, '5', '5'],
    ['0.01', 'GHS', 1, '0.01', '0.01'],
    ['12.5000', 'EUR', 1250, '12.5', '12.50'],
    ['007', 'EUR', 700, '7', '7.00'],
  ])('%s %s is %i minor units', (text, currency, minor, wire, screen) => {
    expect(parseAmount(text, currency)).toBe(minor)
    expect(wireAmount(minor, currency)).toBe(wire)
    expect(screenAmount(minor, currency)).toBe(screen)
    expect(wireToScreen(wire, currency)).toBe(screen)
  })

  it.each([
    ['0', 'EUR'],
    ['0.00', 'EUR'],
    ['-5', 'EUR'],
    ['+5', 'EUR'],
    ['1e3', 'EUR'],
    ['five', 'EUR'],
    ['', 'EUR'],
    [' 5', 'EUR'],
    ['5.', 'EUR'],
    ['.5', 'EUR'],
    ['12,50', 'EUR'],
    ['12.505', 'EUR'],
    ['12.50', 'XOF'],
    ['NaN', 'EUR'],
    ['99999999999999999999', 'EUR'],
    ['5', 'EURO'],
    ['5', 'ABC'],
  ])('%s %s is refused', (text, currency) => {
    expect(() => parseAmount(text, currency)).toThrowError(expect.objectContaining({ name: 'AmountError' }))
  })

  it('says of an amount that is too large that it is that', () => {
    for (const text of ['99999999999999999999', '10000000000.01'])
      expect(() => parseAmount(text, 'EUR')).toThrow(
        `${text} EUR is more than 10000000000.00, the largest amount.`,
      )
  })

  it('says what a long text begins with', () => {
    const said = (text: string) => {
      try {
        return String(parseAmount(text, 'EUR'))
      } catch (error) {
        return (error as Error).message
      }
    }
    for (const text of ['x'.repeat(60_000), '9'.repeat(60_000), `1.${'5'.repeat(15)}${'0'.repeat(60_000)}`])
      expect(said(text)).toMatch(/^"?[x0159.]{40}….{10,80}$/)
  })

  it('round-trips every amount through the wire', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999_999 }),
        fc.constantFrom('EUR', 'XOF', 'TND'),
        (minor, currency) => {
          const wire = wireAmount(minor, currency)
          expect(parseAmount(wire, currency)).toBe(minor)
          expect(wireToScreen(wire, currency)).toBe(screenAmount(minor, currency))
        },
      ),
    )
  })

  it('knows the exponents of ISO 4217', () => {
    expect(['EUR', 'XOF', 'UGX', 'TND', 'GHS', 'NGN', 'eur', 'ZZZ'].map(exponentOf)).toEqual([
      2,
      0,
      0,
      3,
      2,
      2,
      undefined,
      undefined,
    ])
  })
})
