import { describe, expect, it } from 'vitest'
import { oneTimeCode, oneTimeCodes } from './one-time-code.ts'

describe('one-time codes', () => {
  it.each([
    ['Your code 123456', '123456'],
    ['PIN-1234', '1234'],
    ['OTP for NGN 5000 is 123456', '123456'],
    ['OTP for 5000, code to confirm: 4455', '4455'],
    ['123456 is your Google verification code', '123456'],
    ['4455 OTP', '4455'],
  ])('are found in %j', (text, code) => expect(oneTimeCode(text)).toBe(code))

  it('are all found, the likeliest first', () => {
    expect([...oneTimeCodes('4455 is your code, and the PIN: 7788. Code 9911')]).toEqual(
      expect.arrayContaining(['4455', '7788', '9911']),
    )
  })

  // 100 kB of a text that took a quarter of an hour when one pattern matched both words and numbers.
  it.each([
    ['blanks', `code${' '.repeat(100_000)}x`],
    ['words', 'code '.repeat(20_000)],
    ['numbers', '1234 '.repeat(20_000)],
    ['words and numbers', 'pin 1234 is '.repeat(8_000)],
    ['letters after a word', `otp ${'a'.repeat(100_000)}`],
  ])('are looked for without a stall in 100 kB of %s', (_, text) => void [...oneTimeCodes(text)], 5_000)
})
