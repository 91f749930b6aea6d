import type { Dialect } from './dialect.ts'
import { measure } from './gsm.ts'
import { ucs2Limit } from './ussd-pages.ts'

export interface ScreenWarning {
  code:
    | 'content-type'
    | 'too-long'
    | 'not-gsm'
    | 'slow'
    | 'hop-label'
    /** The app answered the same callback differently when it came twice. */
    | 'answers-differ'
    /** A late answer is on its way. */
    | 'waiting'
  message: string
}

/** What would hurt on a real network although the simulated one lets it pass. */
export function lintScreen(of: {
  text: string
  contentType: string | undefined
  tookMs: number
  dialect: Dialect
}): ScreenWarning[] {
  const warnings: ScreenWarning[] = []
  const { text, contentType, tookMs, dialect } = of
  if (!/^\s*text\/plain\s*(;|$)/i.test(contentType ?? '')) {
    const seen = contentType ? `is ${contentType}` : 'is missing'
    warnings.push({ code: 'content-type', message: `The content type ${seen}; text/plain is documented.` })
  }
  const { septets, units, foreign } = measure(text)
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
