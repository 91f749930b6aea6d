import { z } from 'zod'
import { clockSchema } from './clock.ts'

export { defaultWorld, worldNameProblem } from '../world-name.ts'

/** A world to open on a server. */
export const newWorldBody = z.strictObject({
  name: z.string(),
  world: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe(
      'A world as a world file has it: as JSON, or the text of the file; that of the server by default',
    ),
  from: z
    .string()
    .optional()
    .describe('The name of a world to begin as a copy of, "default" for that of the server'),
  clock: z
    .enum(['running', 'frozen'])
    .optional()
    .describe('That of `from`, or else that of the start of the server, by default'),
  at: z.string().optional().describe('With a frozen clock, its time: ISO 8601'),
  seed: z.string().optional().describe('Makes ids and codes repeatable'),
})
export type NewWorld = z.input<typeof newWorldBody>

/** A world by name. Times are those of the machine, ISO 8601. */
export const namedWorldSchema = z.lazy(() =>
  z.object({
    name: z.string(),
    /** Its base URL: `http://127.0.0.1:4000/w/suite-1`. */
    url: z.string(),
    /** The same by host name: `http://suite-1.localhost:4000`. Null where the server has no port. */
    hostUrl: z.string().nullable(),
    openedAt: z.string(),
    /** When it was last asked something. */
    usedAt: z.string(),
    /** When it ends if nobody asks it anything; null where worlds stay. */
    endsAt: z.string().nullable(),
    clock: clockSchema,
  }),
)
export type NamedWorld = z.infer<typeof namedWorldSchema>
