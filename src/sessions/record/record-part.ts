import type { CallbackDelivery, World } from '../../client/index.ts'
import type { ScriptDraft } from './draft.ts'
import type { RecordedEvent } from './events.ts'
import type { ReadSms } from './read-sms.ts'

/** How the recorder writes the words of a provider. */
export interface RecordPart {
  /** Kinds of events that become steps, such as `coupon.sold`, and families, such as `coupon`: they need their time. */
  timed: readonly string[]
  /** Whether only the passing of time can have caused this event. */
  late?(event: RecordedEvent, index: number, events: readonly RecordedEvent[]): boolean
  /** The id of what an event asks of a payer at the phone: the payer may act before the prompt has come. */
  asks?(event: RecordedEvent): string | undefined
  /** Whether the event says that money of its phone was moved. */
  movesMoney?(event: RecordedEvent): boolean
  begin(parts: RecordParts): StepsRecorder
}

export interface RecordParts<Words extends object = Record<string, unknown>> {
  draft: ScriptDraft<Words>
  /** The SMS and e-mail that steps read, and their codes. */
  sms: ReadSms
  /** At the end of the recording. */
  world: World
  /** Of the provider. */
  quirks: Readonly<Record<string, string>>
  /** Whether the prompt for what has this id is released by a step of its own. */
  isHeld(id: string): boolean
  /** Whether money of its phone was moved after an event. */
  moneyMovedAfter(event: RecordedEvent): boolean
}

/** Writes the steps of a provider while events come. */
export interface StepsRecorder {
  /** @param next the event after it */
  take(event: RecordedEvent, next: RecordedEvent | undefined): void
  /** Releases the prompt for what has this id, if it is of this provider. */
  releasePrompt?(id: string): void
  /** A text in which ids are replaced by variables, such as `{{order.id}}`. */
  named?(text: string): string
  /** Adds the checks at the end of the script. */
  finish?(callbacks: readonly CallbackDelivery[]): void
  /** The present state, for a restore of a snapshot. */
  mark(): unknown
  backTo(mark: unknown): void
}
