import type { Kernel, Tx } from '../kernel/index.ts'
import { abandonSession, idleSession, traceOfSession } from './tables.ts'

export const idleKind = 'payer.session-idle'

/**
 * Ends a session that its payer or the network left. It cannot be resumed; the payer continues in Approvals. A repeated
 * event changes nothing, nor does one for a session that never reached the app.
 */
export async function abandon(
  tx: Tx,
  of: { sessionId: string; phone: string; status: string; error?: string | undefined },
): Promise<void> {
  const { sessionId, phone, status, error } = of
  if ((await tx.change(abandonSession, { sessionId, phone, abandoned: status })) === 0) return
  await tx.clearDeadline(idleKind, sessionId)
  tx.join((await tx.first(traceOfSession, { sessionId }))?.trace)
  const data = { sessionId, status, ...(error === undefined ? {} : { error: error.slice(0, 200) }) }
  await tx.emit({ kind: 'payer.session-abandoned', phone, data })
}

/** Ends sessions by this app's own clock, `idleSeconds` after their last hop. */
export function endIdleSessions({ deadlines }: Kernel, idleSeconds: number | undefined): void {
  deadlines.on(idleKind, async (tx, sessionId) => {
    const before = tx.now - (idleSeconds ?? 0) * 1_000
    const session = await tx.first(idleSession, { sessionId, before })
    if (session) await abandon(tx, { sessionId, phone: session.phone, status: 'Idle' })
  })
}
