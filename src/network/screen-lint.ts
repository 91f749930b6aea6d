import { measure } from '../terms/index.ts'
import type { KnownWarningCode } from '../terms/sim/phone.ts'
import type { Dialect } from './dialect.ts'
import { ucs2Limit } from './ussd-pages.ts'
import { hexOf } from './visible-text.ts'

export interface ScreenWarning {
  code: KnownWarningCode
  message: string
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
    const seen = contentType ? `is ${contentType}` : 'is missing'
    warnings.push({ code: 'content-type', message: `The content type ${seen}; text/plain is documented.` })
  }
  if (encoding) warnings.push({ code: 'charset', message: charsetMessage(encoding) })
  const { septets, units, foreign: outside } = measure(text)
  // Wrong bytes are decoded to U+FFFD, which the app did not send.
  const foreign =
    encoding?.trouble === 'wrong-bytes' ? outside.filter((character) => character !== '\ufffd') : outside
  if (foreign.length > 0) {
    const shown = foreign.slice(0, 10).map((character) => JSON.stringify(character))
    warnings.push({
      code: 'not-gsm',
      message: `Outside the GSM 7-bit alphabet, so that a phone may not show it: ${shown.join(' ')}.`,
    })
  }
  const { screenSeptets, name, answerSeconds } = dialect
  if (septets !== null && septets > screenSeptets) {
    warnings.push({
      code: 'too-long',
      message: `The screen has ${septets} septets; ${name} shows ${screenSeptets}.`,
    })
  } else if (septets === null && units > ucs2Limit) {
    warnings.push({
      code: 'too-long',
      message: `The screen has ${units} characters and cannot be GSM 7-bit; as UCS-2 networks show ${ucs2Limit}.`,
    })
  }
  if (tookMs > answerSeconds * 500) {
    warnings.push({
      code: 'slow',
      message: `The app took ${(tookMs / 1000).toFixed(1)} s to answer; at ${answerSeconds} s the session fails.`,
    })
  }
  return warnings
}

function charsetMessage(of: {
  trouble: 'unknown-charset' | 'wrong-bytes'
  charset: string
  body: Buffer
}): string {
  const { trouble, charset, body } = of
  if (trouble === 'unknown-charset') {
    return `Nobody knows the charset ${JSON.stringify(charset.slice(0, 40))} of the content type: the answer was read as UTF-8.`
  }
  const at = body.findIndex((byte) => byte > 0x7f)
  const bytes = hexOf(body.subarray(Math.max(0, at - 3), at + 3))
  return `The answer is not ${charset.toUpperCase()}: its bytes ${bytes} are none. Send UTF-8, or name the charset in the content type, such as text/plain; charset=ISO-8859-1.`
}
