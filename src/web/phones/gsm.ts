/** GSM 03.38: these are one septet each, and those of the extension table two. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('\f^{}\\[~]|€')

/** Septets of a text, or null where it has a character that GSM 7-bit lacks. */
export function septetsOf(text: string): number | null {
  let count = 0
  for (const character of text) {
    if (basic.has(character)) count += 1
    else if (extension.has(character)) count += 2
    else return null
  }
  return count
}
