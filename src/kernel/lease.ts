import { hot } from './store/hot.ts'
import type { Reader, Unit } from './store/store.ts'
import type { KernelTables } from './tables.ts'

/** A process that does not renew within this long, in real milliseconds, has lost its lease. */
const leaseMilliseconds = 3_000
export const renewMilliseconds = 1_000

/**
 * Since the machine was started: nobody sets this clock, and all processes of a machine have the same. One that is set
 * would take leases away from those who renew them.
 */
const monotonicNow = () => Number(process.hrtime.bigint() / 1_000_000n)

const take = hot<
  KernelTables,
  { name: string; holder: string; until: number; now: number; latest: number }
>()((db, slot) =>
  db
    .insertInto('leases')
    .values({ name: slot('name'), holder: slot('holder'), until: slot('until') })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder: slot('holder'), until: slot('until') })
        .where((where) =>
          where.or([
            where('leases.holder', '=', slot('holder')),
            where('leases.until', '<=', slot('now')),
            // The machine was started anew, or an earlier payersim counted otherwise.
            where('leases.until', '>', slot('latest')),
          ]),
        ),
    ),
)
const release = hot<KernelTables, { name: string; holder: string }>()((db, slot) =>
  db.deleteFrom('leases').where('name', '=', slot('name')).where('holder', '=', slot('holder')),
)

const read = hot<KernelTables, { name: string }>()((db, slot) =>
  db.selectFrom('leases').select('until').where('name', '=', slot('name')),
)

/** Takes or renews a lease; false where another process holds it. */
export async function takeLease(unit: Unit, name: string, holder: string): Promise<boolean> {
  const now = monotonicNow()
  return (
    (await unit.change(take, {
      name,
      holder,
      until: now + leaseMilliseconds,
      now,
      latest: now + leaseMilliseconds,
    })) > 0
  )
}

/** Whether any process holds a lease. */
export async function isHeld(reader: Reader, name: string): Promise<boolean> {
  const lease = await reader.first(read, { name })
  const now = monotonicNow()
  return lease !== undefined && lease.until > now && lease.until <= now + leaseMilliseconds
}

export async function releaseLease(unit: Unit, name: string, holder: string): Promise<void> {
  await unit.change(release, { name, holder })
}
