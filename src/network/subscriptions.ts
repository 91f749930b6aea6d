import type { Rx, Tx } from '../kernel/index.ts'
import type { SmsTables } from './sms-tables.ts'

/** A phone that pays for messages of a short code. */
interface Premium {
  shortCode: string
  keyword: string
  msisdn: string
}

/** False if the phone is already subscribed. */
export async function createSubscription(tx: Tx, { shortCode, keyword, msisdn }: Premium): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .db<SmsTables>()
    .insertInto('sms_subscriptions')
    .values({ short_code: shortCode, keyword, msisdn, subscribed_at: tx.now })
    .onConflict((conflict) => conflict.columns(['short_code', 'keyword', 'msisdn']).doNothing())
    .executeTakeFirstOrThrow()
  const made = numInsertedOrUpdatedRows !== 0n
  if (made) await tx.emit({ kind: 'sms.subscribed', phone: msisdn, data: { shortCode, keyword } })
  return made
}

/** False if the phone is not subscribed. */
export async function deleteSubscription(tx: Tx, { shortCode, keyword, msisdn }: Premium): Promise<boolean> {
  const { numDeletedRows } = await tx
    .db<SmsTables>()
    .deleteFrom('sms_subscriptions')
    .where('short_code', '=', shortCode)
    .where('keyword', '=', keyword)
    .where('msisdn', '=', msisdn)
    .executeTakeFirstOrThrow()
  const ended = numDeletedRows !== 0n
  if (ended) await tx.emit({ kind: 'sms.unsubscribed', phone: msisdn, data: { shortCode, keyword } })
  return ended
}

/** A page of the subscriptions with an id greater than `after`, oldest first. */
export async function fetchSubscriptions(
  rx: Rx,
  { after, shortCode, keyword }: { after: number; shortCode: string; keyword: string },
): Promise<Array<{ id: number; phoneNumber: string; date: string }>> {
  const rows = await rx
    .db<SmsTables>()
    .selectFrom('sms_subscriptions')
    .selectAll()
    .where('short_code', '=', shortCode)
    .where('keyword', '=', keyword)
    .where('id', '>', after)
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map(({ id, msisdn, subscribed_at }) => ({
    id,
    phoneNumber: msisdn,
    date: new Date(subscribed_at).toISOString(),
  }))
}
