import type { ExchangeLog, Kernel, WaitOptions } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { type PhonesWanted, type WorldView, worldQuery } from '../terms/sim/world.ts'
import { json } from './answers.ts'
import { viewWorld } from './world-view.ts'

/** `/world`: the present world. `/reset`: back to its beginning. */
export function worldRoutes(
  options: Parameters<typeof viewWorld>[1] & {
    kernel: Kernel
    exchanges: ExchangeLog
    /** Resets to the world. */
    reset: (waiting: WaitOptions) => Promise<void>
  },
): ControlRoute[] {
  const { kernel, exchanges, reset } = options
  const view = async (wanted?: PhonesWanted) =>
    json<WorldView>(await kernel.read((rx) => viewWorld(rx, options, wanted)))
  return [
    controlRoute({
      operation: 'getWorld',
      method: 'GET',
      path: '/world',
      query: worldQuery,
      answer: ({ query }) => view(query),
    }),
    controlRoute({
      operation: 'resetWorld',
      method: 'POST',
      path: '/reset',
      body: emptyBody,
      async answer({ gone }) {
        await reset({ signal: gone() })
        exchanges.clear()
        return view()
      },
    }),
  ]
}
