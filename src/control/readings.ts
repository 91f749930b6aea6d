import type { Kernel } from '../kernel/index.ts'
import { dialects } from '../network/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import type { NextDeadline } from '../terms/sim/clock.ts'
import type { DialectView } from '../terms/sim/network.ts'
import { json } from './answers.ts'

/** Other data for the page: the networks, and the due times. */
export const readingRoutes = (kernel: Kernel): ControlRoute[] => [
  controlRoute({
    operation: 'listDialects',
    method: 'GET',
    path: '/network/dialects',
    answer: () =>
      json<DialectView[]>(
        dialects.map(({ networkCode, name, screenSeptets, inputCharacters }) => ({
          networkCode,
          name,
          screenSeptets,
          inputCharacters,
        })),
      ),
  }),
  controlRoute({
    operation: 'getNextDeadline',
    method: 'GET',
    path: '/clock/next',
    async answer() {
      const next = await kernel.read((rx) => kernel.deadlines.next(rx))
      return json<NextDeadline>({ at: Number.isFinite(next) ? new Date(next).toISOString() : null })
    },
  }),
]
