import { z } from 'zod'
import type { TimelineEvent } from '../../client/index.ts'

const eventSchema = z.object({
  id: z.number(),
  kind: z.string(),
  phone: z.string().nullable(),
  at: z.string().transform((at) => Date.parse(at)),
  data: z.record(z.string(), z.unknown()).nullish(),
})

/** The kind of what is not as an event is. */
export const unreadable = 'unreadable'

export { hidden } from '../../safe-text/index.ts'

/** A text of somebody's own, without what a script would read as a variable. */
export function withoutVariables(text: string): string {
  return text.replace(/([{}])\1+/g, '$1')
}

/** Something that happened: as the timeline tells it, or as it was asked of a control route. */
export class Happening {
  readonly id: number
  readonly kind: string
  readonly phone: string
  /** Business time, epoch milliseconds. */
  readonly at: number
  /** Of an SMS or e-mail that was received: its one-time code. */
  code: string | null = null
  /** Of an SMS that was sent: what the timeline hides of it, in its order. */
  secrets: readonly string[] = []
  readonly #data: Record<string, unknown>

  constructor(event: TimelineEvent) {
    const { id, kind, phone, at, data } = eventSchema.parse(event)
    this.id = id
    this.kind = kind
    this.phone = phone ?? ''
    this.at = at
    this.#data = data ?? {}
  }

  value(key: string): unknown {
    return this.#data[key]
  }

  /** A value of its data as text; undefined where it is not there, null or no plain value. */
  text(key: string): string | undefined {
    const value = this.#data[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }

  /** Those of the values that are there, under the words that a script has for them. */
  words<Word extends string>(keys: Record<Word, string>): Partial<Record<Word, string>> {
    const found = Object.entries<string>(keys).flatMap(([word, key]) => {
      const text = this.text(key)
      return text === undefined ? [] : [[word, withoutVariables(text)] as const]
    })
    return Object.fromEntries(found) as Partial<Record<Word, string>>
  }
}
