import type { Kernel } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import type { Health } from '../terms/sim/health.ts'
import { json } from './answers.ts'
import { pageBuild } from './page-build.ts'

/** Whether the data file can be read and written: the lease is renewed every second, so a failed write shows soon. */
async function healthOf(kernel: Kernel): Promise<Omit<Health, 'version' | 'page' | 'store'>> {
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

/** `/health`: 503 while the data file cannot be read or written. */
export const healthRoute = (kernel: Kernel, version: string): ControlRoute =>
  controlRoute({
    operation: 'getHealth',
    method: 'GET',
    path: '/health',
    async answer() {
      const { status, ...rest } = await healthOf(kernel)
      const page = await pageBuild()
      const health = {
        status,
        version,
        ...(page === undefined ? {} : { page }),
        store: kernel.store.description,
        ...rest,
      }
      return json<Health>(health, status === 'ok' ? 200 : 503)
    },
  })
