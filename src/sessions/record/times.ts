import type { Happening } from './events.ts'

const second = 1_000

/** What is written as a step once it happens, and so needs its time. */
const timed = /^(ussd|handset|sms|faults|snapshot|balance-request)\.|\.(created|notification|ended)$/

export function needsItsTime({ kind }: Happening): boolean {
  return timed.test(kind)
}

/** The index of the last event that came of time alone, or could not have come sooner; -1 where none did. */
export function lastOfTime(events: readonly Happening[]): number {
  return events.findLastIndex((event, index) => {
    const before = (kind: string, key: string) =>
      events.slice(0, index).some((one) => one.kind === kind && one.text(key) === event.text(key))
    if (event.kind === 'ussd.session-ended') return event.text('status') === 'timed-out'
    if (event.kind === 'pre-approval.ended') return event.text('by') === 'time'
    if (event.kind === 'balance-request.expired') return true
    // A code is sent again after half a minute at the earliest.
    if (event.kind === 'balance-request.code-issued') return before(event.kind, 'transactionRef')
    if (event.kind === 'sms.received') return before('sms.delayed', 'messageId')
    return event.kind.endsWith('.settled') && isLate(event, events)
  })
}

/** What a person decides is decided with a hop, and what nobody is asked for at once. */
function isLate(settled: Happening, events: readonly Happening[]): boolean {
  const id = settled.text('referenceId')
  const made = events.find((one) => one.kind.endsWith('.created') && one.text('referenceId') === id)
  const soon = made !== undefined && settled.at - made.at < second
  return !soon && !events.some(({ kind, at }) => kind === 'ussd.hop' && at === settled.at)
}
