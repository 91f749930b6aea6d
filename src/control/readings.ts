import type { Response, Router } from 'express'
import type { Kernel } from '../kernel/index.ts'
import { dialects } from '../network/index.ts'
import type { NextDeadline } from '../terms/sim/clock.ts'
import type { DialectView } from '../terms/sim/network.ts'

/** Other data for the page: the networks, and the due times. */
export function readingRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/network/dialects', (_, response: Response<DialectView[]>) => {
    response.json(
      dialects.map(({ networkCode, name, screenSeptets, inputCharacters }) => ({
        networkCode,
        name,
        screenSeptets,
        inputCharacters,
      })),
    )
  })
  routes.get('/clock/next', async (_, response: Response<NextDeadline>) => {
    const next = await kernel.read((rx) => kernel.deadlines.next(rx))
    response.json({ at: Number.isFinite(next) ? new Date(next).toISOString() : null })
  })
}
