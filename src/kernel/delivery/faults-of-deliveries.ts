import type { Fault, Faults } from '../faults.ts'
import type { Json } from '../json.ts'
import { hot } from '../store/index.ts'
import type { KernelTables } from '../tables.ts'
import type { Tx } from '../tx.ts'

/** The receiver of a delivery. */
export interface CallbackTarget {
  url: string
  /** `+` and digits: the handset concerned. */
  phone?: string | undefined
}

export type CallbackFault = Fault<'callback'>

/** An out-of-order delivery that nothing overtakes is sent after this many business milliseconds. */
const longestOvertaking = 60_000

const postpone = hot<KernelTables, { id: number; dueAt: number; fault: string }>()((db, slot) =>
  db
    .updateTable('deliveries')
    .set({ due_at: slot('dueAt'), fault: slot('fault') })
    .where('id', '=', slot('id'))
    .where('status', '=', 'pending'),
)
const release = hot<KernelTables, { fault: string; now: number }>()((db, slot) =>
  db
    .updateTable('deliveries')
    .set({ due_at: slot('now') })
    .where('fault', '=', slot('fault'))
    .where('status', '=', 'pending')
    .where('due_at', '>', slot('now')),
)
const overtakenAt = (host: string) => `out-of-order ${host}`

/**
 * The fault of an attempt, decided before the delivery is marked as attempting. A delivery that a fault has postponed gets
 * no second fault before its attempt.
 *
 * @returns `postponed` if the delivery must not be sent now
 */
export async function faultOfAttempt(
  tx: Tx,
  faults: Faults,
  row: { id: number; fault: string | null; phone: string | null; trace: string | null },
  target: CallbackTarget,
): Promise<CallbackFault | 'postponed' | undefined> {
  if (row.fault !== null) return undefined
  const fault = await faults.next(tx, {
    point: 'callback',
    phone: target.phone ?? row.phone ?? undefined,
    trace: row.trace,
    get host() {
      return hostOf(target)
    },
  })
  if (fault?.do !== 'late' && fault?.do !== 'out-of-order') return fault
  const overtaken = fault.do === 'out-of-order'
  const dueAt = tx.now + (fault.delayMs || longestOvertaking)
  await tx.change(postpone, { id: row.id, dueAt, fault: overtaken ? overtakenAt(hostOf(target)) : 'late' })
  tx.due(dueAt)
  return 'postponed'
}

/** After a delivery was sent: releases the out-of-order ones to the same host. */
export async function releaseOvertaken(tx: Tx, target: CallbackTarget): Promise<void> {
  const fault = overtakenAt(hostOf(target))
  if ((await tx.change(release, { fault, now: tx.now })) > 0) tx.due(tx.now)
}

/** Attempts a delivery and applies its fault. Only `doubled` sends an at-most-once delivery twice. */
export async function attemptFaulty<Result>(
  { fault }: { fault: CallbackFault | undefined },
  target: () => CallbackTarget,
  attempt: () => Promise<Result>,
): Promise<Result | { ok: false; detail: Json }> {
  switch (fault?.do) {
    case 'dropped':
      return { ok: false, detail: { fault: fault.plan, ...droppedOnItsWay } }
    case 'failing-dns': {
      const host = hostOf(target())
      const why = `getaddrinfo ENOTFOUND ${host.replace(/:\d+$/, '')}`
      const error = `${host} cannot be reached: ${why}.`
      const errorIn = { fr: `${host} est injoignable : ${why}.` }
      return { ok: false, detail: { fault: fault.plan, error, errorIn } }
    }
    case 'doubled':
      await attempt().catch(() => {})
  }
  return attempt()
}

const droppedOnItsWay = { error: 'dropped on its way', errorIn: { fr: 'perdu en route' } }

function hostOf({ url }: CallbackTarget): string {
  return URL.canParse(url) ? new URL(url).host : url
}
