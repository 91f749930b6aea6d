import type { ClockMode } from '../../terms/sim/statuses.ts'
import { hot, type Reader, type Unit } from '../store/index.ts'
import type { KernelTables } from '../tables.ts'

export interface ClockReading {
  mode: ClockMode
  /** Business time, epoch milliseconds. */
  now: number
}

const load = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('clock').select(['mode', 'offset_ms', 'frozen_at']).where('id', '=', 1),
)

const save = hot<KernelTables, ClockRow>()((db, slot) => {
  const row = { mode: slot('mode'), offset_ms: slot('offset_ms'), frozen_at: slot('frozen_at') }
  return db
    .insertInto('clock')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
})

const reach = hot<KernelTables, { at: number }>()((db, slot) =>
  db
    .updateTable('clock')
    .set({ frozen_at: slot('at') })
    .where('id', '=', 1)
    .where('mode', '=', 'running'),
)

/** A clock that runs with the machine's clock. */
export const runningNow = (): ClockReading => ({ mode: 'running', now: Date.now() })

/**
 * The business clock is a row, so that restarts and snapshots keep it, and all processes on a file share it. `frozen_at`
 * is the time of a frozen clock; for a running clock it is a time that it has reached.
 */
export interface ClockRow {
  mode: ClockMode
  /** How far a running clock is ahead of the machine's. */
  offset_ms: number
  frozen_at: number
}

export async function loadClock(reader: Reader): Promise<ClockRow> {
  const [row] = await reader.run(load, {})
  return row ?? { mode: 'running', offset_ms: 0, frozen_at: 0 }
}

/** Sets the clock to a time, frozen there or running from there. */
export async function putClock(unit: Unit, mode: ClockMode, now: number): Promise<void> {
  await unit.change(save, { mode, offset_ms: now - Date.now(), frozen_at: now })
}

export async function noteReached(unit: Unit, at: number): Promise<void> {
  await unit.change(reach, { at })
}
