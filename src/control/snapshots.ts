import type { ExchangeLog, Kernel, SnapshotView } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import type { ClockView } from '../terms/sim/clock.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { type ListedSnapshot, snapshotBody } from '../terms/sim/snapshot.ts'
import { json, noContent } from './answers.ts'

const view = ({ takenAt, ...rest }: SnapshotView, last: string | undefined): ListedSnapshot =>
  takenAt === null
    ? { ...rest, takenAt }
    : { ...rest, takenAt: new Date(takenAt).toISOString(), inForce: rest.name === last }

/** Snapshots of the whole world by name, kept outside it: a reset or a restore does not change them. */
export const snapshotRoutes = ({
  kernel,
  exchanges,
}: {
  kernel: Kernel
  exchanges: ExchangeLog
}): ControlRoute[] => [
  controlRoute({
    operation: 'listSnapshots',
    method: 'GET',
    path: '/snapshots',
    async answer() {
      const last = await kernel.read((rx) => kernel.lastSnapshot(rx))
      return json<ListedSnapshot[]>((await kernel.store.snapshots.list()).map((each) => view(each, last)))
    },
  }),
  controlRoute({
    operation: 'takeSnapshot',
    method: 'POST',
    path: '/snapshots',
    body: snapshotBody,
    answer: async ({ body: { name }, gone }) =>
      json<ListedSnapshot>(view(await kernel.takeSnapshot(name, { signal: gone() }), name), 201),
  }),
  controlRoute({
    operation: 'restoreSnapshot',
    method: 'POST',
    path: '/snapshots/{name}/restore',
    body: emptyBody,
    async answer({ params: { name }, gone }) {
      const { mode, now } = await kernel.restoreSnapshot(name, { signal: gone() })
      exchanges.clear()
      return json<ClockView>({ mode, now: new Date(now).toISOString() })
    },
  }),
  controlRoute({
    operation: 'deleteSnapshot',
    method: 'DELETE',
    path: '/snapshots/{name}',
    async answer({ params: { name } }) {
      await kernel.removeSnapshot(name)
      return noContent
    },
  }),
]
