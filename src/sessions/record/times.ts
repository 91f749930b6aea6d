import type { EventFamily, EventField, EventKind } from '../../events/index.ts'
import type { RecordedEvent } from './events.ts'

const second = 1_000

/** Events that are written as a step, and so need their time: these kinds, and all kinds of these families. */
const timedFamilies: ReadonlySet<EventFamily> = new Set([
  'ussd',
  'handset',
  'sms',
  'faults',
  'balance-request',
])
const timedKinds: ReadonlySet<EventKind> = new Set([
  'snapshot.taken',
  'snapshot.restored',
  'request-to-pay.created',
  'request-to-pay.notification',
  'pre-approval.created',
  'pre-approval.ended',
  'disbursement.created',
])

export function needsItsTime({ kind, family }: RecordedEvent): boolean {
  return timedFamilies.has(family) || timedKinds.has(kind)
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
export function lastOfTime(events: readonly RecordedEvent[]): number {
  return events.findLastIndex((event, index) => {
    const before = (kind: EventKind, field: EventField) =>
      events.slice(0, index).some((one) => one.kind === kind && one.text(field) === event.text(field))
    if (event.kind === 'ussd.session-ended') return event.text('status') === 'timed-out'
    if (event.kind === 'pre-approval.ended') return event.text('by') === 'time'
    if (event.kind === 'balance-request.expired') return true
    // A code can be sent again after 30 seconds at the earliest.
    if (event.kind === 'balance-request.code-issued') return before(event.kind, 'transactionRef')
    if (event.kind === 'sms.received') return before('sms.delayed', 'messageId')
    return isSettled(event) && isLate(event, events)
  })
}

export function isSettled({ kind }: RecordedEvent): boolean {
  return (
    kind === 'request-to-pay.settled' || kind === 'pre-approval.settled' || kind === 'disbursement.settled'
  )
}

export function isCreated({ kind }: RecordedEvent): boolean {
  return (
    kind === 'request-to-pay.created' || kind === 'pre-approval.created' || kind === 'disbursement.created'
  )
}

/** Not late: settled by a person's hop, or at once because nobody is asked. */
function isLate(settled: RecordedEvent, events: readonly RecordedEvent[]): boolean {
  const id = settled.text('referenceId')
  const made = events.find((one) => isCreated(one) && one.text('referenceId') === id)
  const soon = made !== undefined && settled.at - made.at < second
  return !soon && !events.some(({ kind, at }) => kind === 'ussd.hop' && at === settled.at)
}
