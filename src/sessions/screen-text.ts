import { z } from 'zod'
import { matches, wish } from './matching.ts'
import { wanted, written } from './values.ts'

export const exactlySchema = z.strictObject({ exactly: written })

/** An expected screen: a part of its text or a `/pattern/`, or the whole text. */
export const screenTextSchema = z.union([wanted, exactlySchema])
export type ScreenText = z.infer<typeof screenTextSchema>

/** The codes of the screen warnings that fail a step by default. */
export const screenFaults = ['too-long', 'not-gsm'] as const
export type ScreenFault = (typeof screenFaults)[number]

export function textOf(text: ScreenText): string {
  return typeof text === 'string' ? text : text.exactly
}

/** Whether a screen matches; of a whole text every character counts, except line breaks at the end. */
export function says(seen: string, text: ScreenText): boolean {
  return typeof text === 'string' ? matches(seen, text) : withoutEnd(seen) === withoutEnd(text.exactly)
}

/** `contains "text"`, `matches /pattern/` or `reads exactly "text"`. */
export function wishFor(text: ScreenText): string {
  return typeof text === 'string' ? wish(text) : `reads exactly ${JSON.stringify(withoutEnd(text.exactly))}`
}

/** Line breaks may differ between a script and a screen, and YAML's | adds one at the end. */
export function withoutEnd(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/(?<!\n)\n+$/, '')
}
