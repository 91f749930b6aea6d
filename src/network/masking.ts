/** What events show in place of a secret answer. */
export const hidden = '****'

/** The hop label by which an app says that the next answer is a PIN. */
export function asksForSecret(label: string | null): boolean {
  return label !== null && label.toLowerCase() === 'pin'
}

/** `text` with one more answer behind it. An empty answer is a segment too. */
export function withAnswer(text: string, answers: number, answer: string): string {
  return answers === 0 ? answer : `${text}*${answer}`
}

/**
 * Answers dialled in advance, fit for events. No label tells yet which of them is a PIN, so that every one of four
 * or more digits is hidden; the first `keep` segments are the service code.
 */
export function maskDialled(segments: readonly string[], keep: number): string[] {
  return segments.map((segment, index) => (index >= keep && /^\d{4,}$/.test(segment) ? hidden : segment))
}

/**
 * An answer that no label says is secret. Stars in it make it several answers, as a dial in advance does; and what
 * was secret before stays so.
 */
export function maskAnswer(
  answer: string,
  { text, masked_text }: { text: string; masked_text: string },
): string {
  const shown = answer.includes('*') ? maskDialled(answer.split('*'), 0).join('*') : answer
  return withoutSecrets(shown, text, masked_text)
}

/** A screen fit for events: an app may repeat what it was told, a PIN as well. */
export function withoutSecrets(screen: string, text: string, masked: string): string {
  if (text === masked) return screen
  const shown = masked.split('*')
  // Stars of a hidden answer are separators too, so that secrets are what is in no place of the masked text.
  const secrets = text.split('*').filter((answer) => answer.length >= 3 && !shown.includes(answer))
  return secrets.reduce((safe, secret) => safe.replaceAll(secret, hidden), screen)
}
