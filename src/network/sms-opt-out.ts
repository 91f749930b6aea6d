import { hot, type Rx, type Tx } from '../kernel/index.ts'
import type { SmsTables } from './sms-tables.ts'

const find = hot<SmsTables, { sender: string; msisdn: string }>()((db, slot) =>
  db
    .selectFrom('sms_opt_outs')
    .select('msisdn')
    .where('sender', '=', slot('sender'))
    .where('msisdn', '=', slot('msisdn')),
)
const insert = hot<SmsTables, { sender: string; msisdn: string; now: number }>()((db, slot) =>
  db
    .insertInto('sms_opt_outs')
    .values({ sender: slot('sender'), msisdn: slot('msisdn'), opted_out_at: slot('now') })
    .onConflict((conflict) => conflict.columns(['sender', 'msisdn']).doNothing()),
)
const remove = hot<SmsTables, { sender: string; msisdn: string }>()((db, slot) =>
  db.deleteFrom('sms_opt_outs').where('sender', '=', slot('sender')).where('msisdn', '=', slot('msisdn')),
)

/** Whether a handset has opted out of bulk messages of this sender. */
export async function hasOptedOut(rx: Rx, sender: string, msisdn: string): Promise<boolean> {
  return (await rx.first(find, { sender, msisdn })) !== undefined
}

/** `STOP` opts out of a sender, `START` opts in again; any other text does nothing. */
export async function applyOptOut(
  tx: Tx,
  { msisdn, sender, text }: { msisdn: string; sender: string; text: string },
): Promise<void> {
  const word = text.trim().toUpperCase()
  if (word === 'STOP' && (await tx.change(insert, { sender, msisdn, now: tx.now })) > 0) {
    await tx.emit({ kind: 'sms.opted-out', phone: msisdn, data: { from: sender } })
  }
  if (word === 'START' && (await tx.change(remove, { sender, msisdn })) > 0) {
    await tx.emit({ kind: 'sms.opted-in', phone: msisdn, data: { from: sender } })
  }
}
