// 3GPP TS 23.038: the default alphabet, one septet a character, and its extension table, an escape and a character.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '\f^{}\\[~]|€'

const septets = new Map<string, 1 | 2>([
  ...[...basic].map((character): [string, 1] => [character, 1]),
  ...[...extension].map((character): [string, 2] => [character, 2]),
])

/** ASCII with one septet per character: nearly every text matches, and needs no look-up per character. */
const plain = /^[\n\r\x20-\x5a_a-z]*$/

/** The septets of a character in GSM 7-bit; 0 if the alphabet does not have it. */
export function septetsOf(character: string): 0 | 1 | 2 {
  return septets.get(character) ?? 0
}

export interface GsmText {
  /** Septets, or null if a character is outside GSM 7-bit and the text is sent as UCS-2. */
  septets: number | null
  /** UTF-16 units, which is what UCS-2 counts. */
  units: number
  /** The characters outside GSM 7-bit, each once. */
  foreign: string[]
}

/** Measures a text in GSM 03.38. */
export function measure(text: string): GsmText {
  if (isPlainGsm(text)) return { septets: text.length, units: text.length, foreign: [] }
  const foreign = new Set<string>()
  let count = 0
  for (const character of text) {
    const its = septetsOf(character)
    if (its === 0) foreign.add(character)
    count += its
  }
  return { septets: foreign.size === 0 ? count : null, units: text.length, foreign: [...foreign] }
}

/** Quick check whether each character is one septet; may say no for some such texts. */
export function isPlainGsm(text: string): boolean {
  return plain.test(text)
}
