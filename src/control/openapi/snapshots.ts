import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { clockSchema } from '../../terms/sim/clock.ts'
import { listedSnapshotSchema, snapshotSchema } from '../../terms/sim/snapshot.ts'

const section = 'Snapshots'
const params = { name: z.string().meta({ examples: ['before-payment'] }) }

/** What documents say of `/snapshots`. */
export const snapshots = {
  listSnapshots: {
    summary: 'The snapshots of this world',
    description:
      '`takenAt` is null for a file among them that cannot be used; `problem` says why. `inForce` is true for the one that was taken or restored last.',
    section,
    answers: { 200: z.array(listedSnapshotSchema) },
  },
  takeSnapshot: {
    summary: 'Keep the whole world under a name',
    description: 'It waits until nothing is on its way. A snapshot of the same name is replaced.',
    section,
    example: { name: 'before-payment' },
    answers: { 201: snapshotSchema },
    problems: ['not-a-snapshot-name', 'snapshot-unusable', 'calls-held', 'busy'],
  },
  restoreSnapshot: {
    summary: 'Make the world again what it was',
    description: 'The clock goes back too. A callback that had been attempted is not sent again.',
    section,
    params,
    answers: { 200: clockSchema },
    problems: ['unknown-snapshot', 'snapshot-unusable', 'snapshot-of-another-file', 'busy'],
  },
  deleteSnapshot: {
    summary: 'Delete a snapshot',
    section,
    params,
    answers: { 204: null },
    problems: ['unknown-snapshot', 'snapshot-unusable'],
  },
} satisfies Record<string, ControlDescription>
