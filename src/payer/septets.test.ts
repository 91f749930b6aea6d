import fc from 'fast-check'
import segments from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { oneLine, septets, shorten, tail, toGsm } from './septets.ts'

describe('the GSM alphabet', () => {
  it('counts as a library counts', () => {
    for (const text of ['plain', 'éèàùìò Ç ñ', '^{}[~]|€\\', 'Ω ß\n1 A_b @ $ ¥']) {
      const message = new segments.SegmentedMessage(text, 'GSM-7')
      expect(septets(text) * 7, text).toBe(message.messageSize)
    }
  })

  it('has every text that was put into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const gsm = toGsm(text)
        expect(toGsm(gsm)).toBe(gsm)
        expect(new segments.SegmentedMessage(gsm, 'auto').encodingName).toBe('GSM-7')
        expect(oneLine(text)).not.toMatch(/[\n\r]/)
      }),
    )
  })

  it('replaces what it lacks', () => {
    expect(toGsm('Français, ça, fête, `x`, Łódź')).toBe("Francais, ca, fete, 'x', Lodz")
    expect(toGsm('déjà à côté où Ç')).toBe('déjà à coté où Ç')
    expect(toGsm('e\u0301')).toBe('é')
  })

  it('shortens within a limit, whatever the limit', () => {
    expect(shorten('Boulangerie', 8)).toBe('Boulan..')
    expect(shorten('€€€€', 7)).toBe('€€..')
    expect(tail('ORDER-10017', 5)).toBe('10017')
    expect(tail('|||', 5)).toBe('||')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, limit) => {
        expect(septets(shorten(oneLine(text), limit))).toBeLessThanOrEqual(limit)
      }),
    )
  })
})
