import { hot } from './store/hot.ts'
import type { Reader, Unit } from './store/store.ts'
import type { ClockMode, KernelTables } from './tables.ts'

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

/** A clock that runs with the machine's own. */
export const runningNow = (): ClockReading => ({ mode: 'running', now: Date.now() })

/** The row as it stands in the store. */
export interface ClockRow {
  mode: ClockMode
  offset_ms: number
  frozen_at: number
}

export const readingOf = ({ mode, offset_ms, frozen_at }: ClockRow): ClockReading => ({
  mode,
  now: mode === 'frozen' ? frozen_at : Date.now() + offset_ms,
})

export async function loadClock(reader: Reader): Promise<ClockRow> {
  const [row] = await reader.run(load, {})
  return row ?? { mode: 'running', offset_ms: 0, frozen_at: 0 }
}

/** The business clock is a row: a restart and a snapshot keep it, and every process on a file shares it. */
export async function readClock(reader: Reader): Promise<ClockReading> {
  return readingOf(await loadClock(reader))
}

async function write(unit: Unit, mode: ClockMode, now: number): Promise<void> {
  await unit.change(save, { mode, offset_ms: now - Date.now(), frozen_at: now })
}

export const freezeClock = (unit: Unit, at: number) => write(unit, 'frozen', at)
export const runClock = (unit: Unit, from: number) => write(unit, 'running', from)

/** Moves to `at` and keeps running or standing still as before. */
export async function moveClock(unit: Unit, at: number): Promise<void> {
  const { mode } = await readClock(unit)
  await write(unit, mode, at)
}
