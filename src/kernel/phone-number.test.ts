import { describe, expect, it } from 'vitest'
import { canBePhone, internationalNumber } from './phone-number.ts'

describe('a number', () => {
  it.each([
    ['+46733000001', 'of a phone'],
    ['+254000000001', 'that nobody has, in the form of one'],
    ['+23423423450', 'that MTN’s own tests use'],
    ['+22997123456', 'of the plan that Benin had until 2024'],
    ['+22507123456', 'of the plan that Côte d’Ivoire had until 2021'],
    ['+491234567890123', 'of 15 digits, where a country has them'],
    ['+2902345', 'of a small country'],
  ])('%s %s can be a phone’s', (number) => expect(canBePhone(number)).toBe(true))

  it.each([
    ['+0733000001', 'local'],
    ['+123456', 'too short'],
    ['+123456789012345', 'too long for its country'],
    ['+2347000000000000', 'longer than E.164'],
    ['+99999999999', 'of a calling code that nobody has'],
    ['+1', 'one digit'],
    ['', 'nothing'],
  ])('%s (%s) cannot', (number) => expect(canBePhone(number)).toBe(false))

  it.each([
    ['0244000001', 'GH', '+233244000001'],
    ['244000001', 'GH', '+233244000001'],
    ['233244000001', 'GH', '+233244000001'],
    ['00233244000001', 'GH', '+233244000001'],
    ['+233244000001', 'BJ', '+233244000001'],
    ['256772999888', 'GH', '+256772999888'],
    ['46733123450', 'ZA', '+46733123450'],
    ['0544000001', 'CI', '+2250544000001'],
    ['677123456', 'CM', '+237677123456'],
    ['0733000001', 'GH', '+233733000001'],
    ['0733000001', null, '+46733000001'],
    ['0248888736', null, '+46248888736'],
    ['46733123450', null, '+46733123450'],
    ['7000000000000', 'NG', '+7000000000000'],
    ['23423423450', null, '+23423423450'],
    ['123456', null, '+123456'],
    ['0123456', 'GH', '+0123456'],
    ['0000000', null, '+00000'],
  ])('%s in %s is %s', (typed, country, number) => expect(internationalNumber(typed, country)).toBe(number))
})
