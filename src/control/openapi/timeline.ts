import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { harSchema } from '../../terms/sim/har.ts'
import { timelineEventSchema } from '../../terms/sim/timeline.ts'
import { entriesSchema } from '../../terms/sim/timeline-entry.ts'

const section = 'Timeline'
const stream = z
  .string()
  .meta({ description: 'Server-sent events, each of which is an entry; it has no end' })
const headers = {
  'Last-Event-ID': z
    .string()
    .optional()
    .meta({ description: 'Of a stream: goes on after the event of this id' }),
}

/** What documents say of `/timeline`. */
export const timeline = {
  listEvents: {
    summary: 'What happened, oldest first',
    description:
      'The events after the id `after`. `kind=sms` finds all kinds that begin with `sms.`; `trace` what one cause brought about. ' +
      'With `Accept: text/event-stream` the answer is a live stream.',
    section,
    headers,
    answers: { 200: { 'application/json': z.array(timelineEventSchema), 'text/event-stream': stream } },
  },
  listTimeline: {
    summary: 'What happened, what the ledger moved, and every HTTP request',
    description:
      '`after` is the cursor of an answer; `request` finds an id, or any words, in `data`; `search` the same in the sentence and in ' +
      'all of the entry, whether letters are small or capital; `entry` all of the trace of one entry; `refused=true` only requests to the simulator that were refused or not answered, with `last` so many of the newest. `last` begins at so many of the ' +
      'newest, and `before` in the answer is the cursor for older ones; what the ledger moved for an event comes with it and is not ' +
      'counted. With `before` the answer has the newest of the older ones that fit, 200 unless `last` says how many, and looks at no ' +
      'more than 10,000 events: it may have fewer, and go on where its own `before` is not null. With `Accept: text/event-stream` the ' +
      'answer is a live stream, whose header `Payersim-Page` says which build of the page the server has; with `last` its first event, ' +
      'and the one after `begin-again`, is `begin`, with `before` as its data.',
    section,
    headers,
    answers: { 200: { 'application/json': entriesSchema, 'text/event-stream': stream } },
  },
  exportHar: {
    summary: 'HTTP requests as an archive (HAR 1.2)',
    description:
      'Those that the log keeps, to and from this process, callbacks and USSD hops included, secrets hidden. `trace` has those ' +
      'of one payment, `kind` such as `callback` those of one kind, `limit` the latest. Times are business time, durations real. `_direction` is ' +
      '`in` for what was sent to payersim and `out` for what it sent.',
    section,
    answers: { 200: { 'application/json': harSchema } },
  },
} satisfies Record<string, ControlDescription>
