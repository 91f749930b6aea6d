import type { Response, Router } from 'express'
import type { ExchangeLog, Kernel, SnapshotView } from '../kernel/index.ts'
import type { ClockView } from '../terms/sim/clock.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { type ListedSnapshot, snapshotBody } from '../terms/sim/snapshot.ts'
import { gone } from './phones.ts'
import { parse } from './schema.ts'

const view = ({ takenAt, ...rest }: SnapshotView): ListedSnapshot =>
  takenAt === null ? { ...rest, takenAt } : { ...rest, takenAt: new Date(takenAt).toISOString() }

/** Snapshots of the whole world by name, kept outside it: a reset or a restore does not change them. */
export function snapshotRoutes(routes: Router, kernel: Kernel, exchanges: ExchangeLog): void {
  routes.get('/snapshots', (_, response: Response<ListedSnapshot[]>) => {
    response.json(kernel.store.snapshots.list().map(view))
  })
  routes.post('/snapshots', async (request, response: Response<ListedSnapshot>) => {
    const { name } = parse(snapshotBody, request.body, 'body')
    response.status(201).json(view(await kernel.takeSnapshot(name, { signal: gone(response) })))
  })
  routes.post('/snapshots/:name/restore', async (request, response: Response<ClockView>) => {
    parse(emptyBody, request.body, 'body')
    const { mode, now } = await kernel.restoreSnapshot(String(request.params.name), {
      signal: gone(response),
    })
    exchanges.clear()
    response.json({ mode, now: new Date(now).toISOString() })
  })
  routes.delete('/snapshots/:name', async (request, response) => {
    await kernel.removeSnapshot(String(request.params.name))
    response.status(204).end()
  })
}
