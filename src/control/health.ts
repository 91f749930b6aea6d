import type { Kernel } from '../kernel/index.ts'
import type { Health } from '../terms/sim/health.ts'

/** Whether the data file can be read and written: the lease is renewed every second, so a failed write shows soon. */
export async function healthOf(kernel: Kernel): Promise<Omit<Health, 'version' | 'store'>> {
  let { now } = kernel.lastKnown()
  try {
    ;({ now } = await kernel.clock())
  } catch (error) {
    if (!kernel.store.trouble) throw error
  }
  const { trouble } = kernel.store
  const at = new Date(now).toISOString()
  if (!trouble) return { status: 'ok', now: at }
  return { status: 'failing', now: at, reason: trouble.reason, detail: trouble.message }
}
