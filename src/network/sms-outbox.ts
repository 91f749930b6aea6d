// The outbox of handsets: SMS that phones send to short codes and sender ids, and their list for apps.
import { hot, InputError, type Rx, type Tx } from '../kernel/index.ts'
import { maskSpoken } from '../safe-text/index.ts'
import { isSenderId, shortCodePattern } from '../terms/index.ts'
import type { SentSms } from '../terms/sim/message.ts'
import { applyOptOut } from './sms-opt-out.ts'
import type { OutboxRow, SmsTables } from './sms-tables.ts'

/** A phone sends at most ten parts of 153 septets. */
const longestText = 1_530
/** Messages in one answer of `GET /version1/messaging`. */
const page = 100

const insert = hot<
  SmsTables,
  { msisdn: string; shortCode: string; text: string; linkId: string; now: number }
>()((db, slot) =>
  db.insertInto('sms_outbox').values({
    msisdn: slot('msisdn'),
    short_code: slot('shortCode'),
    text: slot('text'),
    link_id: slot('linkId'),
    sent_at: slot('now'),
  }),
)
const byId = hot<SmsTables, { id: number }>()((db, slot) =>
  db.selectFrom('sms_outbox').selectAll().where('id', '=', slot('id')),
)

/**
 * Sends a text from a handset to a short code, or to a sender id if the text is STOP or START.
 *
 * @throws InputError if no phone can send it
 */
export async function sendFromHandset(
  tx: Tx,
  { msisdn, to, text }: { msisdn: string; to: string; text: string },
): Promise<SentSms> {
  const shortCode = to.trim()
  checkText(shortCode, text)
  const id = await tx.insert(insert, { msisdn, shortCode, text, linkId: tx.random.uuid(), now: tx.now })
  const data = { to: shortCode, text: maskSpoken(text), smsId: id }
  await tx.emit({ kind: 'sms.sent', phone: msisdn, data })
  await applyOptOut(tx, { msisdn, sender: shortCode, text })
  return { id, to: shortCode, text, sentAt: new Date(tx.now).toISOString() }
}

function checkText(to: string, text: string): void {
  const toName = /^(stop|start)$/i.test(text.trim()) && isSenderId(to)
  if (!shortCodePattern.test(to) && !toName) {
    throw new InputError(
      `${JSON.stringify(to)} is no short code. Write 3 to 8 digits; a sender id takes STOP and START only.`,
      { to },
      { problem: 'not-a-short-code' },
    )
  }
  if (text.trim() !== '' && text.length <= longestText && !/\p{Surrogate}/u.test(text)) return
  throw new InputError(
    `An SMS has 1 to ${longestText} characters of well-formed text.`,
    {
      length: text.length,
    },
    { problem: 'not-an-sms' },
  )
}

export function sentSms(rx: Rx, id: number): Promise<OutboxRow | undefined> {
  return rx.first(byId, { id })
}

/** A page of the SMS from handsets with an id greater than `after`, oldest first. */
export function fetchSent(
  rx: Rx,
  { after, shortCode, keyword }: { after: number; shortCode: string; keyword: string },
): Promise<OutboxRow[]> {
  let query = rx.db<SmsTables>().selectFrom('sms_outbox').selectAll().where('id', '>', after)
  if (shortCode !== '') query = query.where('short_code', '=', shortCode)
  // The keyword of a premium message is its first word.
  if (keyword !== '') {
    const first = `${keyword.trim().toLowerCase()} `
    query = query.where(({ eb, fn, val }) =>
      eb(fn('substr', [eb(fn('lower', ['text']), '||', ' '), val(1), val(first.length)]), '=', first),
    )
  }
  return query.orderBy('id').limit(page).execute()
}
