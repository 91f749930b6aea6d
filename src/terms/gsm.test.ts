import segments from 'sms-segments-calculator'
import { expect, it } from 'vitest'
import { isPlainGsm, measure, septetsOf } from './gsm.ts'

it('GSM 03.38 has each character as a library has it', () => {
  // After these, only the euro sign is left.
  const characters = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code))
  for (const character of characters) {
    const [only] = new segments.SegmentedMessage(character, 'auto').encodedChars
    const units = only?.isGSM7 ? (only.codeUnits?.length ?? 0) : 0
    expect(septetsOf(character), character.charCodeAt(0).toString(16)).toBe(units)
    if (isPlainGsm(character)) expect(units).toBe(1)
  }
})

it.each([
  ['', 0, 0, []],
  ['Pay\n1', 5, 5, []],
  ['a€\f', 5, 3, []],
  ['été ça ça', null, 9, ['ç']],
  ['😀a😀', null, 5, ['😀']],
])('%j measures %s septets, and %s units', (text, septets, units, foreign) => {
  expect(measure(text)).toEqual({ septets, units, foreign })
})
