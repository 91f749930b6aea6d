import { type Entry, type HttpEntry, isHttp, isOf } from './entries.ts'

/** How to find the HTTP exchange of an event: its family, and the id that both have. */
function clueOf(entry: Entry): { family: 'hop.' | 'request.'; id: unknown } | undefined {
  if (entry.kind === 'ussd.hop') return { family: 'hop.', id: entry.data.sessionId }
  if (isOf(entry, 'sms') && 'messageId' in entry.data) return { family: 'request.', id: entry.data.messageId }
  if (
    entry.kind === 'request-to-pay.created' ||
    entry.kind === 'pre-approval.created' ||
    entry.kind === 'disbursement.created'
  )
    return { family: 'request.', id: entry.data.referenceId }
  return undefined
}

/** The entry itself if it is an exchange, or else the last exchange before it that caused it. */
export function exchangeOf(entry: Entry, entries: readonly Entry[]): HttpEntry | undefined {
  if (isHttp(entry)) return entry
  const { family, id } = clueOf(entry) ?? {}
  if (family === undefined || typeof id !== 'string') return undefined
  // Its answer may come after its effects: its position is that of its start.
  return entries.findLast(
    (each): each is HttpEntry =>
      each.place < entry.place &&
      each.kind.startsWith(family) &&
      isHttp(each) &&
      (each.data.request.includes(id) || each.data.answer?.includes(id) === true),
  )
}
