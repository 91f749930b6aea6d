import type { Router } from 'express'
import { z } from 'zod'
import type { ExchangeLog, Kernel, SnapshotView } from '../kernel/index.ts'
import { gone } from './phones.ts'
import { emptyBody, parse } from './schema.ts'

const snapshotBody = z.strictObject({ name: z.string().max(200) })

const view = ({ takenAt, ...rest }: SnapshotView) => ({
  ...rest,
  takenAt: takenAt === null ? null : new Date(takenAt).toISOString(),
})

/** Whole worlds under names, kept outside what they capture: a reset or a restore leaves them as they are. */
export function snapshotRoutes(routes: Router, kernel: Kernel, exchanges: ExchangeLog): void {
  routes.get('/snapshots', (_, response) => {
    response.json(kernel.store.snapshots.list().map(view))
  })
  routes.post('/snapshots', async (request, response) => {
    const { name } = parse(snapshotBody, request.body, 'body')
    response.status(201).json(view(await kernel.takeSnapshot(name, { signal: gone(response) })))
  })
  routes.post('/snapshots/:name/restore', async (request, response) => {
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
