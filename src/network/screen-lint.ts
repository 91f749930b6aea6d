import { measure } from './gsm.ts'

export interface ScreenWarning {
  code: 'content-type' | 'too-long' | 'not-gsm' | 'slow' | 'hop-label'
  message: string
}

/** Africa's Talking help centre, article 1284096: Safaricom shows 160 characters. */
const septetLimit = 160
/** 160 octets of two each. */
const ucs2Limit = 80
const slowMilliseconds = 5_000

/** What would hurt on a real network although the simulated one lets it pass. */
export function lintScreen(of: {
  text: string
  contentType: string | undefined
  tookMs: number
}): ScreenWarning[] {
  const warnings: ScreenWarning[] = []
  const { text, contentType, tookMs } = of
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
  if (septets !== null && septets > septetLimit) {
    warnings.push({
      code: 'too-long',
      message: `The screen has ${septets} septets; networks show ${septetLimit}.`,
    })
  } else if (septets === null && units > ucs2Limit) {
    warnings.push({
      code: 'too-long',
      message: `The screen has ${units} characters and cannot be GSM 7-bit; as UCS-2 networks show ${ucs2Limit}.`,
    })
  }
  if (tookMs > slowMilliseconds) {
    warnings.push({
      code: 'slow',
      message: `The app took ${(tookMs / 1000).toFixed(1)} s to answer; at 10 s the session fails.`,
    })
  }
  return warnings
}
