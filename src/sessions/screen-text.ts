import { z } from 'zod'
import { matches, wish } from './matching.ts'
import { wanted, written } from './values.ts'

export const exactlySchema = z.strictObject({ exactly: written })

/** What a screen says: a part of it or a `/pattern/`, or all of it. */
export const screenTextSchema = z.union([wanted, exactlySchema])
export type ScreenText = z.infer<typeof screenTextSchema>

/** What fails a step by default, by its code among the warnings of a screen. */
export const screenFaults = ['too-long', 'not-gsm'] as const
export type ScreenFault = (typeof screenFaults)[number]

export function textOf(text: ScreenText): string {
  return typeof text === 'string' ? text : text.exactly
}

/** Whether a screen says it; of a whole text every character counts, but for line breaks at the end. */
export function says(seen: string, text: ScreenText): boolean {
  return typeof text === 'string' ? matches(seen, text) : withoutEnd(seen) === withoutEnd(text.exactly)
}

/** `contains "text"`, `matches /pattern/` or `reads exactly "text"`. */
export function wishFor(text: ScreenText): string {
  return typeof text === 'string' ? wish(text) : `reads exactly ${JSON.stringify(withoutEnd(text.exactly))}`
}

/** A text of a script and a screen may differ in how lines break, and YAML's | leaves a break at the end. */
export function withoutEnd(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/(?<!\n)\n+$/, '')
}
