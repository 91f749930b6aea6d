import type { HeldEnd } from '../../terms/sim/hold.ts'
import type { RecordedEvent } from './events.ts'

/** What a replay does otherwise, by how the call went on. */
const ends: Readonly<Record<HeldEnd, string>> = {
  'as it was': 'let go by hand',
  changed: 'changed by hand; in a replay it is as it was',
  dropped: 'dropped by hand; in a replay it goes on',
  'caller gone': 'given up by its caller; in a replay it goes on',
}

/** The comment on a call that was held by hand, which a replay does not hold; undefined for any other event. */
export function heldNote(event: RecordedEvent): string | undefined {
  const what = `A ${event.text('point')} to ${event.text('url')}`
  if (event.kind === 'call.held') return `${what} was held by hand: a replay does not hold it.`
  if (event.kind !== 'call.released') return undefined
  return `${what} was ${ends[event.text('how') as HeldEnd]}.`
}
