import type { TimelineEvent } from '../../client/index.ts'
import type { EventFamily, EventField, EventKind } from '../../events/index.ts'

/** The kind of what is not as an event is. */
const unreadable = 'unreadable'

export { hidden } from '../../safe-text/index.ts'

/** A text of somebody's own, without what a script would read as a variable. */
export function withoutVariables(text: string): string {
  return text.replace(/([{}])\1+/g, '$1')
}

/** Something that happened, as the timeline tells it. */
export class Happening {
  readonly id: number
  readonly kind: EventKind
  readonly phone: string
  /** Business time, epoch milliseconds. */
  readonly at: number
  /** Of an SMS or e-mail that was received: its one-time code. */
  code: string | null = null
  /** Of an SMS that was sent: what the timeline hides of it, in its order. */
  secrets: readonly string[] = []
  readonly #data: Partial<Record<EventField, unknown>>

  constructor(event: TimelineEvent) {
    const { id, kind, phone, at, data } = event
    this.id = id
    this.kind = kind
    this.phone = phone ?? ''
    this.at = Date.parse(at)
    this.#data = data ?? {}
    if (Number.isNaN(this.at)) throw new Error(`${at} is no time`)
  }

  /** An event that is not as events are is told of where it stands, by its kind. */
  static of(event: TimelineEvent): Happening {
    try {
      return new Happening(event)
    } catch {
      const { id, kind } = event
      const at = new Date(Date.parse(String(event.at)) || 0).toISOString()
      return new Happening({
        id,
        kind: unreadable,
        phone: null,
        at,
        data: { kind },
      } as unknown as TimelineEvent)
    }
  }

  /** The kind of an event that is not as events are; undefined for all others. */
  get unreadable(): string | undefined {
    return (this.kind as string) === unreadable ? this.text('kind' as EventField) : undefined
  }

  get family(): EventFamily {
    return this.kind.split('.')[0] as EventFamily
  }

  value(field: EventField): unknown {
    return this.#data[field]
  }

  /** A value of its data as text; undefined where it is not there, null or no plain value. */
  text(field: EventField): string | undefined {
    const value = this.#data[field]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }

  /** Those of the values that are there, under the words that a script has for them. */
  words<Word extends string>(fields: Record<Word, EventField>): Partial<Record<Word, string>> {
    const found = Object.entries<EventField>(fields).flatMap(([word, field]) => {
      const text = this.text(field)
      return text === undefined ? [] : [[word, withoutVariables(text)] as const]
    })
    return Object.fromEntries(found) as Partial<Record<Word, string>>
  }
}
