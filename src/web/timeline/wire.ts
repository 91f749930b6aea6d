import { type Entry, type HttpEntry, isHttp, isOf } from '../../events/telling.ts'
import { mandateKinds, paymentRequestKinds, payoutKinds } from '../../terms/sim/statuses.ts'

const ordering: ReadonlySet<string> = new Set(
  [...paymentRequestKinds, ...payoutKinds, ...mandateKinds].map((kind) => `${kind}.created`),
)

/** Which HTTP exchange of its trace brought an event about; of an SMS, that in whose answer its id stands. */
function clueOf(entry: Entry): { family: 'hop.' | 'request.'; id?: string } | undefined {
  if (entry.kind === 'ussd.hop') return { family: 'hop.' }
  if (isOf(entry, 'sms') && 'messageId' in entry.data) return { family: 'request.', id: entry.data.messageId }
  if (ordering.has(entry.kind)) return { family: 'request.' }
  return undefined
}

/** The entry itself if it is an exchange, or else the last exchange before it that caused it. */
export function exchangeOf(entry: Entry, entries: readonly Entry[]): HttpEntry | undefined {
  if (isHttp(entry)) return entry
  const clue = clueOf(entry)
  if (!clue || entry.trace === null) return undefined
  const { family, id = '' } = clue
  // Its answer may come after its effects: its position is that of its start.
  return entries.findLast(
    (each): each is HttpEntry =>
      isHttp(each) &&
      each.trace === entry.trace &&
      each.place < entry.place &&
      each.kind.startsWith(family) &&
      (each.data.answer ?? '').includes(id),
  )
}
