import { z } from 'zod'

export const snapshotBody = z.strictObject({ name: z.string().max(200) })

/** A whole world under a name; `takenAt` is business time, ISO 8601. */
export const snapshotSchema = z.lazy(() =>
  z.object({
    name: z.string(),
    takenAt: z.string(),
    bytes: z.number(),
    /** Whether it is the one that this world was last saved as or restored from. */
    inForce: z.boolean(),
  }),
)
export type Snapshot = z.infer<typeof snapshotSchema>

/** A file among the snapshots that cannot be used. */
const brokenSnapshotSchema = z.lazy(() =>
  z.object({
    name: z.string(),
    takenAt: z.null(),
    bytes: z.number(),
    /** What is wrong with it. */
    problem: z.string().optional(),
  }),
)

/** What the list of snapshots has. */
export const listedSnapshotSchema = z.lazy(() => z.union([snapshotSchema, brokenSnapshotSchema]))
export type ListedSnapshot = z.infer<typeof listedSnapshotSchema>
