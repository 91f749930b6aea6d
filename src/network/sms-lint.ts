import anyAscii from 'any-ascii'
import { measure, septetsOf } from '../terms/index.ts'
import { smsPieces } from './sms-parts.ts'

export interface SmsWarning {
  code: /** A few characters make it fill more parts, each of which is charged. */
    | 'more-parts'
    /** A link is spread over two parts. */
    | 'broken-link'
  message: string
}

/** Links as phones find them: with a scheme or `www.`, up to a blank; bounded, so that no text takes long. */
const links = /\b(?:https?:\/\/|www\.)[^\s<>"]{1,500}/gi

/** What an SMS costs more than it has to, and what of it may not work on a phone. */
export function lintSms(text: string): SmsWarning[] {
  if (text.length <= 70) return []
  const pieces = smsPieces(text)
  if (pieces.length === 1) return []
  return [...moreParts(text, pieces.length), ...brokenLinks(text, pieces)]
}

function moreParts(text: string, parts: number): SmsWarning[] {
  const { foreign } = measure(text)
  const [costly, why] =
    foreign.length > 0
      ? [
          foreign,
          'outside the GSM 7-bit alphabet, so that the text travels as UCS-2 with 70 characters to an SMS',
        ]
      : [twice(text), 'two septets each']
  if (costly.length === 0) return []
  const least = smsPieces(without(costly, text)).length
  if (least >= parts) return []
  const shown = costly.slice(0, 10).map((one) => JSON.stringify(one))
  const many = costly.length > 1
  const message = `${shown.join(' ')} ${many ? 'are' : 'is'} ${why}: the message is charged as ${parts} SMS, and without ${many ? 'them' : 'it'} as ${least}.`
  return [{ code: 'more-parts', message }]
}

/** The text with what a writer would put in the place of these, in one pass: there may be as many as characters. */
function without(costly: readonly string[], text: string): string {
  const substitutes = new Map(costly.map((one) => [one, substitute(one)]))
  return Array.from(text, (one) => substitutes.get(one) ?? one).join('')
}

/** The characters of the extension table, each once. */
function twice(text: string): string[] {
  return [...new Set(text)].filter((one) => septetsOf(one) === 2)
}

/** What a writer would put in its place: `'` for `’`, `c` for `ç`; nothing for an emoji. */
function substitute(character: string): string {
  const ascii = anyAscii(character)
  return /^[\x20-\x5a_a-z]{1,3}$/.test(ascii) ? ascii : ''
}

function brokenLinks(text: string, pieces: readonly string[]): SmsWarning[] {
  const warnings: SmsWarning[] = []
  const breaks: number[] = []
  let at = 0
  for (const piece of pieces.slice(0, -1)) {
    at += piece.length
    breaks.push(at)
  }
  let first = 0
  for (const { 0: link, index } of text.matchAll(links)) {
    // Links and breaks both come in their order.
    while ((breaks[first] ?? Number.POSITIVE_INFINITY) <= index) first++
    if ((breaks[first] ?? Number.POSITIVE_INFINITY) >= index + link.length) continue
    const shown = link.length > 60 ? `${link.slice(0, 60)}…` : link
    const message = `The link ${shown} is broken between part ${first + 1} and part ${first + 2} of ${pieces.length}: where a phone gets the parts apart, neither leads anywhere.`
    warnings.push({ code: 'broken-link', message })
  }
  return warnings
}
