import { type InOtherLanguages, measure, type Told } from '../terms/index.ts'
import type { KnownWarningCode } from '../terms/sim/phone.ts'
import type { Dialect } from './dialect.ts'
import { ucs2Limit } from './ussd-pages.ts'
import { hexOf } from './visible-text.ts'

export interface ScreenWarning {
  code: KnownWarningCode
  message: string
  /** The same in other languages; an older version stored none. */
  messageIn?: InOtherLanguages
}

export function warning(code: KnownWarningCode, { en, fr }: Told): ScreenWarning {
  return { code, message: en, messageIn: { fr } }
}

/** Warns of screens that would fail on a real network although the simulated one accepts them. */
export function lintScreen(of: {
  text: string
  contentType: string | undefined
  /** The problem with the bytes of the answer, and the bytes. */
  encoding?: { trouble: 'unknown-charset' | 'wrong-bytes'; charset: string; body: Buffer } | null
  tookMs: number
  dialect: Dialect
}): ScreenWarning[] {
  const warnings: ScreenWarning[] = []
  const { text, contentType, encoding, tookMs, dialect } = of
  if (!/^\s*text\/plain\s*(;|$)/i.test(contentType ?? '')) {
    const [seen, vu] = contentType ? [`is ${contentType}`, `est ${contentType}`] : ['is missing', 'manque']
    warnings.push(
      warning('content-type', {
        en: `The content type ${seen}; text/plain is documented.`,
        fr: `Le type de contenu ${vu} ; la documentation dit text/plain.`,
      }),
    )
  }
  if (encoding) warnings.push(warning('charset', charsetWords(encoding)))
  const { septets, units, foreign: outside } = measure(text)
  // Wrong bytes are decoded to U+FFFD, which the app did not send.
  const foreign =
    encoding?.trouble === 'wrong-bytes' ? outside.filter((character) => character !== '\ufffd') : outside
  if (foreign.length > 0) {
    const shown = foreign
      .slice(0, 10)
      .map((character) => JSON.stringify(character))
      .join(' ')
    warnings.push(
      warning('not-gsm', {
        en: `Outside the GSM 7-bit alphabet, so that a phone may not show it: ${shown}.`,
        fr: `Hors de l’alphabet GSM 7 bits, si bien qu’un téléphone ne le montre peut-être pas : ${shown}.`,
      }),
    )
  }
  const { screenSeptets, name, answerSeconds } = dialect
  if (septets !== null && septets > screenSeptets) {
    warnings.push(
      warning('too-long', {
        en: `The screen has ${septets} septets; ${name} shows ${screenSeptets}.`,
        fr: `L’écran a ${septets} septets ; ${name} en montre ${screenSeptets}.`,
      }),
    )
  } else if (septets === null && units > ucs2Limit) {
    warnings.push(
      warning('too-long', {
        en: `The screen has ${units} characters and cannot be GSM 7-bit; as UCS-2 networks show ${ucs2Limit}.`,
        fr: `L’écran a ${units} caractères et ne peut pas être en GSM 7 bits ; en UCS-2 les réseaux en montrent ${ucs2Limit}.`,
      }),
    )
  }
  if (tookMs > answerSeconds * 500) {
    const took = (tookMs / 1000).toFixed(1)
    warnings.push(
      warning('slow', {
        en: `The app took ${took} s to answer; at ${answerSeconds} s the session fails.`,
        fr: `L’application a mis ${took} s à répondre ; à ${answerSeconds} s la session échoue.`,
      }),
    )
  }
  return warnings
}

function charsetWords(of: {
  trouble: 'unknown-charset' | 'wrong-bytes'
  charset: string
  body: Buffer
}): Told {
  const { trouble, charset, body } = of
  if (trouble === 'unknown-charset') {
    const named = JSON.stringify(charset.slice(0, 40))
    return {
      en: `Nobody knows the charset ${named} of the content type: the answer was read as UTF-8.`,
      fr: `Personne ne connaît le jeu de caractères ${named} du type de contenu : la réponse a été lue comme de l’UTF-8.`,
    }
  }
  const at = body.findIndex((byte) => byte > 0x7f)
  const bytes = hexOf(body.subarray(Math.max(0, at - 3), at + 3))
  const name = charset.toUpperCase()
  return {
    en: `The answer is not ${name}: its bytes ${bytes} are none. Send UTF-8, or name the charset in the content type, such as text/plain; charset=ISO-8859-1.`,
    fr: `La réponse n’est pas en ${name} : ses octets ${bytes} n’en sont pas. Envoyez de l’UTF-8, ou nommez le jeu de caractères dans le type de contenu, comme text/plain; charset=ISO-8859-1.`,
  }
}
