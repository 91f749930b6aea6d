const word = '\\b(?:(?:pass)?code|otp|o\\.t\\.p|pin|token|password)\\b'
// Not part of an amount, a phone number or a dial string.
const digits = '(?<![\\d.,+*])(\\d{4,8})(?!\\d|[.,]\\d|\\*|#)'
const patterns = [
  // "code 123456", "OTP:123456", "PIN-1234"
  new RegExp(`${word}\\s*[:=#-]?\\s*${digits}`, 'i'),
  // "OTP for NGN 5000 is 123456", "code to confirm: 4455"
  new RegExp(`${word}[^.!?\\n]{0,60}?(?:\\bis\\b|\\best\\b|:|=)\\s*${digits}`, 'i'),
  // "123456 is your Google verification code"
  new RegExp(`${digits}\\s+(?:is|as|for|est)\\b[^\\d.!?\\n]{0,40}?${word}`, 'i'),
  // "123456 OTP"
  new RegExp(`${digits}\\s*[-:]?\\s*${word}`, 'i'),
]

/** The 4 to 8 digits next to a word such as code, OTP, PIN, passcode or token, or null. */
export function oneTimeCode(text: string): string | null {
  for (const pattern of patterns) {
    const code = pattern.exec(text)?.[1]
    if (code !== undefined) return code
  }
  return null
}
