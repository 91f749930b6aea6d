import type { ExchangeData, TimelineEntry } from '../../terms/sim/timeline-entry.ts'
import { isHttp } from './summary.ts'

/** How the HTTP exchange is found that an event came of: its kind, and the id that both have. */
function clueOf({ kind, data }: TimelineEntry): { family: string; id: unknown } | undefined {
  if (kind === 'ussd.hop') return { family: 'hop.', id: data.sessionId }
  if (kind.startsWith('sms.')) return { family: 'request.', id: data.messageId }
  if (kind.endsWith('.created')) return { family: 'request.', id: data.referenceId }
  return undefined
}

/** The exchange that an entry is, or the last one before it that brought it about. */
export function exchangeOf(
  entry: TimelineEntry,
  entries: readonly TimelineEntry[],
): (TimelineEntry & { data: ExchangeData }) | undefined {
  if (isHttp(entry)) return entry
  const { family, id } = clueOf(entry) ?? {}
  if (family === undefined || typeof id !== 'string') return undefined
  // It may have been answered, and so have come, after what it brought about: its place is that of its beginning.
  return entries.findLast(
    (each): each is TimelineEntry & { data: ExchangeData } =>
      each.place < entry.place &&
      each.kind.startsWith(family) &&
      isHttp(each) &&
      (each.data.request.includes(id) || each.data.answer?.includes(id) === true),
  )
}
