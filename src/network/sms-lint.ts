import anyAscii from 'any-ascii'
import { type InOtherLanguages, measure, septetsOf } from '../terms/index.ts'
import { splitSms } from './sms-parts.ts'

export interface SmsWarning {
  code: /** A few characters cause more parts, and each part is charged. */
    | 'more-parts'
    /** A link is split between two parts. */
    | 'broken-link'
  message: string
  /** The same in other languages. */
  messageIn: InOtherLanguages
}

/** Links as phones find them: a scheme or `www.`, up to a space. The length is limited, so that matching stays fast. */
const links = /\b(?:https?:\/\/|www\.)[^\s<>"]{1,500}/gi

/** Warns of SMS that cost more than necessary, and of links that may not work on a phone. */
export function lintSms(text: string): SmsWarning[] {
  if (text.length <= 70) return []
  const pieces = splitSms(text)
  if (pieces.length === 1) return []
  return [...moreParts(text, pieces.length), ...brokenLinks(text, pieces)]
}

function moreParts(text: string, parts: number): SmsWarning[] {
  const { foreign } = measure(text)
  const [costly, why] = foreign.length > 0 ? [foreign, outsideGsm] : [extensionCharacters(text), twoSeptets]
  if (costly.length === 0) return []
  const least = splitSms(withSubstitutes(costly, text)).length
  if (least >= parts) return []
  const shown = costly
    .slice(0, 10)
    .map((one) => JSON.stringify(one))
    .join(' ')
  const many = costly.length > 1
  const message = `${shown} ${many ? 'are' : 'is'} ${why.en}: the message is charged as ${parts} SMS, and without ${many ? 'them' : 'it'} as ${least}.`
  const fr = `${shown} ${many ? why.fr.many : why.fr.one} : le message compte pour ${parts} SMS, et sans ${many ? 'eux' : 'lui'} pour ${least}.`
  return [{ code: 'more-parts', message, messageIn: { fr } }]
}

const outsideGsm = {
  en: 'outside the GSM 7-bit alphabet, so that the text travels as UCS-2 with 70 characters to an SMS',
  fr: {
    one: 'est hors de l’alphabet GSM 7 bits, si bien que le texte part en UCS-2 à 70 caractères par SMS',
    many: 'sont hors de l’alphabet GSM 7 bits, si bien que le texte part en UCS-2 à 70 caractères par SMS',
  },
}
const twoSeptets = {
  en: 'two septets each',
  fr: { one: 'prend deux septets', many: 'prennent deux septets chacun' },
}

/** The text with substitutes for these characters. One pass, since there may be very many of them. */
function withSubstitutes(costly: readonly string[], text: string): string {
  const substitutes = new Map(costly.map((one) => [one, substitute(one)]))
  return Array.from(text, (one) => substitutes.get(one) ?? one).join('')
}

/** The distinct characters of the GSM extension table, of two septets each. */
function extensionCharacters(text: string): string[] {
  return [...new Set(text)].filter((one) => septetsOf(one) === 2)
}

/** The ASCII substitute: `'` for `’`, `c` for `ç`; empty for an emoji. */
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
    // Links and breaks are both sorted by position.
    while ((breaks[first] ?? Number.POSITIVE_INFINITY) <= index) first++
    if ((breaks[first] ?? Number.POSITIVE_INFINITY) >= index + link.length) continue
    const shown = link.length > 60 ? `${link.slice(0, 60)}…` : link
    const message = `The link ${shown} is broken between part ${first + 1} and part ${first + 2} of ${pieces.length}: where a phone gets the parts apart, neither leads anywhere.`
    const fr = `Le lien ${shown} est coupé entre la partie ${first + 1} et la partie ${first + 2} sur ${pieces.length} : là où un téléphone reçoit les parties à part, aucune ne mène nulle part.`
    warnings.push({ code: 'broken-link', message, messageIn: { fr } })
  }
  return warnings
}
