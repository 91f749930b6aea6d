const words = /\b(?:(?:pass)?code|otp|o\.t\.p|pin|token|password)\b/gi
// Not part of an amount, a phone number or a dial string.
const numbers = /(?<![\d.,+*])\d{4,8}(?!\d|[.,]\d|\*|#)/g

/** The text allowed between a word and its number. Matched on a few characters only, so that no text is slow. */
const between: ReadonlyArray<{ order: 'word-first' | 'number-first'; gap: RegExp }> = [
  // "code 123456", "OTP:123456", "PIN-1234"
  { order: 'word-first', gap: /^\s{0,8}[:=#-]?\s{0,8}$/ },
  // "OTP for NGN 5000 is 123456", "code to confirm: 4455"
  { order: 'word-first', gap: /^[^.!?\n]{0,60}(?:\b(?:is|est)\s|[:=])\s{0,8}$/ },
  // "123456 is your Google verification code"
  { order: 'number-first', gap: /^\s{1,8}(?:is|as|for|est)\b[^\d.!?\n]{0,40}$/ },
  // "123456 OTP"
  { order: 'number-first', gap: /^\s{0,8}[-:]?\s{0,8}$/ },
]
/** The longest gap. */
const widest = 72

/** The 4 to 8 digits next to a word such as code, OTP, PIN, passcode or token, or null. */
export function oneTimeCode(text: string): string | null {
  return oneTimeCodes(text).next().value ?? null
}

/** All such codes, the likeliest first. The time is proportional to the length of the text. */
export function* oneTimeCodes(text: string): Generator<string, undefined> {
  const saidWords = spans(text, words)
  if (saidWords.length === 0) return
  const saidNumbers = spans(text, numbers)
  for (const { order, gap } of between) {
    const [first, second] = order === 'word-first' ? [saidWords, saidNumbers] : [saidNumbers, saidWords]
    for (const [before, after] of neighbours(first, second)) {
      if (!gap.test(text.slice(before.end, after.start))) continue
      const { start, end } = order === 'word-first' ? after : before
      yield text.slice(start, end)
    }
  }
}

interface Span {
  start: number
  end: number
}

function spans(text: string, pattern: RegExp): Span[] {
  const found: Span[] = []
  // Not matchAll, which makes five objects for each match: every SMS passes here.
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text))
    found.push({ start: match.index, end: match.index + match[0].length })
  return found
}

/** Pairs each item of the first list with those of the second that begin after it, within the longest gap. */
function* neighbours(first: readonly Span[], second: readonly Span[]): Generator<[Span, Span]> {
  let from = 0
  for (const before of first) {
    while ((second[from]?.start ?? Number.POSITIVE_INFINITY) < before.end) from += 1
    for (let at = from; (second[at]?.start ?? Number.POSITIVE_INFINITY) <= before.end + widest; at += 1) {
      yield [before, second[at] as Span]
    }
  }
}
