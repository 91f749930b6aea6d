import type { ExchangeData, TimelineEntry } from '../../terms/sim/timeline-entry.ts'
import { isHttp } from './summary.ts'

/** How to find the HTTP exchange of an event: its kind, and the id that both have. */
function clueOf({ kind, data }: TimelineEntry): { family: string; id: unknown } | undefined {
  if (kind === 'ussd.hop') return { family: 'hop.', id: data.sessionId }
  if (kind.startsWith('sms.')) return { family: 'request.', id: data.messageId }
  if (kind.endsWith('.created')) return { family: 'request.', id: data.referenceId }
  return undefined
}

/** The entry itself if it is an exchange, or else the last exchange before it that caused it. */
export function exchangeOf(
  entry: TimelineEntry,
  entries: readonly TimelineEntry[],
): (TimelineEntry & { data: ExchangeData }) | undefined {
  if (isHttp(entry)) return entry
  const { family, id } = clueOf(entry) ?? {}
  if (family === undefined || typeof id !== 'string') return undefined
  // Its answer may come after its effects: its position is that of its start.
  return entries.findLast(
    (each): each is TimelineEntry & { data: ExchangeData } =>
      each.place < entry.place &&
      each.kind.startsWith(family) &&
      isHttp(each) &&
      (each.data.request.includes(id) || each.data.answer?.includes(id) === true),
  )
}
