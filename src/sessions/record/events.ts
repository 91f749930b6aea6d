import type { TimelineEvent } from '../../client/index.ts'
import type { EventFamily, EventField, EventKind } from '../../events/index.ts'

/** The kind given to an event of an invalid form. */
const unreadable = 'unreadable'

export { hidden } from '../../safe-text/index.ts'

/** A user's text, without braces that a script would read as a variable. */
export function withoutVariables(text: string): string {
  return text.replace(/([{}])\1+/g, '$1')
}

/** An event of the timeline, with the secrets that the timeline hides. */
export class RecordedEvent {
  readonly id: number
  readonly kind: EventKind
  readonly phone: string
  /** Business time, epoch milliseconds. */
  readonly at: number
  /** The one-time code of a received SMS or e-mail. */
  code: string | null = null
  /** The hidden parts of a sent SMS, in their order. */
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

  /** Reads an event; one of an invalid form keeps its position, and its kind for a message. */
  static of(event: TimelineEvent): RecordedEvent {
    try {
      return new RecordedEvent(event)
    } catch {
      const { id, kind } = event
      const at = new Date(Date.parse(String(event.at)) || 0).toISOString()
      return new RecordedEvent({
        id,
        kind: unreadable,
        phone: null,
        at,
        data: { kind },
      } as unknown as TimelineEvent)
    }
  }

  /** The kind of an event of an invalid form; undefined for all others. */
  get unreadable(): string | undefined {
    return (this.kind as string) === unreadable ? this.text('kind' as EventField) : undefined
  }

  get family(): EventFamily {
    return this.kind.split('.')[0] as EventFamily
  }

  value(field: EventField): unknown {
    return this.#data[field]
  }

  /** A value of its data as text; undefined if it is missing, null or not plain. */
  text(field: EventField): string | undefined {
    const value = this.#data[field]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }

  /** The values that exist, by the words that a script has for them. */
  words<Word extends string>(fields: Record<Word, EventField>): Partial<Record<Word, string>> {
    const found = Object.entries<EventField>(fields).flatMap(([word, field]) => {
      const text = this.text(field)
      return text === undefined ? [] : [[word, withoutVariables(text)] as const]
    })
    return Object.fromEntries(found) as Partial<Record<Word, string>>
  }
}
