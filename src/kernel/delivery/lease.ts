import { hot, type Reader, type Unit } from '../store/index.ts'
import type { KernelTables } from '../tables.ts'

/** Of the process that fires deadlines and sends deliveries. */
export const leadership = 'scheduler'

/** A process that does not renew its lease within this many real milliseconds loses it. */
const leaseMilliseconds = 3_000
export const renewMilliseconds = 1_000

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
            // The machine was restarted, another server took over, or an earlier payersim used another clock.
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

/** Takes or renews a lease; false if another process holds it. */
export async function takeLease(unit: Unit, name: string, holder: string): Promise<boolean> {
  const now = await unit.sharedTime()
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
  if (lease === undefined) return false
  const now = await reader.sharedTime()
  return lease.until > now && lease.until <= now + leaseMilliseconds
}

export async function releaseLease(unit: Unit, name: string, holder: string): Promise<void> {
  await unit.change(release, { name, holder })
}
