import type { EventKind, Events } from '../events/index.ts'

/** An event of the timeline. In a data file of an older version it may have fewer fields. */
export type TimelineEvent<Kind extends EventKind = EventKind> = {
  [Each in Kind]: {
    id: number
    kind: Each
    phone: string | null
    at: string
    data: Events[Each]
    /** All that one cause brought about has the same. Null for an event that an older version wrote. */
    trace: string | null
  }
}[Kind]
