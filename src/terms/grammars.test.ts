import { describe, expect, it } from 'vitest'
import { canonicalMsisdn, isSenderId, isServiceCode, partyNumberPattern, shortCodePattern } from './index.ts'

describe('A phone number', () => {
  it.each([
    ['+46733000001', '+46733000001'],
    ['46733000001', '+46733000001'],
    ['12345', '+12345'],
    ['123456789012345', '+123456789012345'],
    ['1234567890123456', undefined],
    ['1234', undefined],
    ['0733000001', undefined],
    ['++46733000001', undefined],
    ['+46 733', undefined],
    ['', undefined],
  ])('%j is %j', (typed, msisdn) => {
    expect(canonicalMsisdn(typed)).toBe(msisdn)
  })

  it('of a payer may be in local form', () => {
    expect(partyNumberPattern.test('0733000001')).toBe(true)
    expect(partyNumberPattern.test('+1234')).toBe(false)
  })
})

it.each([
  ['*165#', true],
  ['*384*123#', true],
  ['*384**1#', false],
  ['165#', false],
  ['*165', false],
  [`*${'1'.repeat(38)}#`, true],
  [`*${'1'.repeat(39)}#`, false],
])('%s is a service code: %s', (code, is) => {
  expect(isServiceCode(code)).toBe(is)
})

it.each([
  ['22384', true, true],
  ['12', false, true],
  ['123456789', false, true],
  ['My Shop', false, true],
  ['twelve chars', false, false],
  ['', false, false],
  ["Joe's Shop", false, true],
  ['Café Ñandú', false, false],
  ['Ñandé & Co', false, true],
  ['[MY SHOP]', false, true],
  ['[MY SHOP1]', false, false],
  ['MY\nSHOP', false, false],
  ['绿茶', false, false],
])('%j is a short code: %s, and a sender id: %s', (text, short, sender) => {
  expect(shortCodePattern.test(text)).toBe(short)
  expect(isSenderId(text)).toBe(sender)
})
