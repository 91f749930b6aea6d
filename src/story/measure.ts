/** Widths in em, on the wide side of every common sans-serif, so that what is measured never runs over. */
const narrow = /^[ilj.,:;'’|!ftI()[\]/·-]$/
const wide = /^[mwMWOQGDHNU%@—…→&✗⚠]$/
const digit = /^[0-9_$*?]$/
const capitalOrSign = /^[A-Z+#~=<>^]$/
const small = /^[\p{Ll}\p{Lo}]/u
const space = /^\s$/
const fullWidth =
  /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef\p{Extended_Pictographic}\p{Regional_Indicator}]/u

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const graphemesOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment)

function emOf(grapheme: string): number {
  if (space.test(grapheme)) return 0.36
  if (narrow.test(grapheme)) return 0.44
  if (wide.test(grapheme)) return 1.02
  if (digit.test(grapheme)) return 0.66
  if (capitalOrSign.test(grapheme)) return 0.84
  if (fullWidth.test(grapheme) && !/^[\x20-\x7e]$/.test(grapheme)) return 1.45
  if (small.test(grapheme)) return 0.66 * Math.min(3, [...grapheme].length)
  return 1.02 * Math.min(3, [...grapheme].length)
}

/** Pixels, at most. */
function widthOf(text: string, fontPixels: number): number {
  return graphemesOf(text).reduce((sum, each) => sum + emOf(each), 0) * fontPixels
}

/** The text, or its beginning and `…`. */
export function shortened(text: string, width: number, fontPixels: number): string {
  if (widthOf(text, fontPixels) <= width) return text
  let left = width - widthOf('…', fontPixels)
  let kept = ''
  for (const each of graphemesOf(text)) {
    left -= widthOf(each, fontPixels)
    if (left < 0) break
    kept += each
  }
  return `${kept.trimEnd()}…`
}

/** Lines of at most this width: words that are too long are parted, and the last line is shortened. */
export function wrapped(text: string, width: number, fontPixels: number, most: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    let line = ''
    for (const word of paragraph
      .split(/\s+/)
      .filter(Boolean)
      .flatMap((each) => parted(each, width, fontPixels))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && widthOf(longer, fontPixels) > width) {
        lines.push(line)
        line = word
      } else line = longer
      // What follows is not shown.
      if (lines.length > most) break
    }
    if (line !== '') lines.push(line)
    if (lines.length > most) break
  }
  if (lines.length <= most) return lines
  const last = `${lines[most - 1]} …`
  return [...lines.slice(0, most - 1), shortened(last, width, fontPixels)]
}

/** Addresses are parted where their names end. */
const joints = /^[/._?&=-]$/

function parted(word: string, width: number, fontPixels: number): string[] {
  if (widthOf(word, fontPixels) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const each of graphemesOf(word)) {
    if (part !== '' && widthOf(part + each, fontPixels) > width) {
      const joint = graphemesOf(part).findLastIndex((one, index) => index > 0 && joints.test(one))
      const end = joint > 0 ? graphemesOf(part).slice(0, joint).join('').length : part.length
      parts.push(part.slice(0, end))
      part = part.slice(end)
    }
    part += each
    if (parts.length > 8) break
  }
  return [...parts, part]
}
