import type { EventFamily, EventField, EventKind } from '../../events/index.ts'
import type { RecordedEvent } from './events.ts'
import type { RecordPart } from './record-part.ts'

/** Events that are written as a step, and so need their time: these kinds, and all kinds of these families. */
const timedFamilies: ReadonlySet<EventFamily> = new Set(['ussd', 'handset', 'sms', 'faults'])
const timedKinds: ReadonlySet<EventKind> = new Set(['snapshot.taken', 'snapshot.restored'])

export function needsItsTime({ kind, family }: RecordedEvent, parts: readonly RecordPart[]): boolean {
  if (timedFamilies.has(family) || timedKinds.has(kind)) return true
  return parts.some(({ timed }) => timed.includes(kind) || timed.includes(family))
}

/** Settings and moves of the clock: a world with only these events is as good as a fresh one. */
const settings: ReadonlySet<EventFamily> = new Set([
  'clock',
  'faults',
  'snapshot',
  'world',
  'service-code',
  'short-code',
])

export function isSetting({ family }: RecordedEvent): boolean {
  return settings.has(family)
}

/** A setting without a step: a script begins with the settings in place. */
export function isUnwritten({ kind, family }: RecordedEvent): boolean {
  return family === 'service-code' || family === 'short-code' || kind === 'snapshot.removed'
}

/** The index of the last event that only the passing of time could cause; -1 if there is none. */
export function lastOfTime(events: readonly RecordedEvent[], parts: readonly RecordPart[]): number {
  return events.findLastIndex((event, index) => {
    if (event.kind === 'ussd.session-ended') return event.text('status') === 'timed-out'
    if (event.kind === 'sms.received') return cameBefore('sms.delayed', 'messageId', events, index)
    return parts.some(({ late }) => late?.(event, index, events))
  })
}

/** Whether an event of this kind came before, with the same value in this field. */
export function cameBefore(
  kind: EventKind,
  field: EventField,
  events: readonly RecordedEvent[],
  index: number,
): boolean {
  const value = events[index]?.text(field)
  return events.slice(0, index).some((one) => one.kind === kind && one.text(field) === value)
}
