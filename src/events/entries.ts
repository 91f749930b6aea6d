import type { ExchangeData, MovementData, TimelineEntry } from '../terms/sim/timeline-entry.ts'
import type { EventFamily, EventKind, Events } from './index.ts'

type Of<Kind extends string, Data> = Omit<TimelineEntry, 'kind' | 'data'> & { kind: Kind; data: Data }

/** An event, by its kind with its data. In a data file of an older version it may have fewer fields. */
export type EventEntry<Kind extends EventKind = EventKind> = { [Each in Kind]: Of<Each, Events[Each]> }[Kind]
export type HttpEntry = Of<`${'hop' | 'request' | 'callback'}.${'answered' | 'failed'}`, ExchangeData>
/** All that the timeline has. */
export type Entry = EventEntry | HttpEntry | Of<'ledger.moved', MovementData>

/** The part of a kind before the point. */
export type Family = EventFamily | 'hop' | 'request' | 'callback' | 'ledger'

export function familyOf({ kind }: Entry): Family {
  return kind.split('.', 1)[0] as Family
}

export function isHttp(entry: Entry): entry is HttpEntry {
  return entry.id.startsWith('http-')
}

export function isOf<Of extends EventFamily>(
  entry: Entry,
  family: Of,
): entry is EventEntry<Extract<EventKind, `${Of}.${string}`>> {
  return !isHttp(entry) && familyOf(entry) === family
}
