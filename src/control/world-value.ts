import type { z } from 'zod'
import { InputError, inWords, wordsOfIssue } from '../kernel/index.ts'
import type { Provider } from '../providers/index.ts'
import { readsOnce } from '../terms/index.ts'
import { builtInWorldOf } from './built-in-world.ts'
import { conflictsOf } from './world-conflicts.ts'
import { type World, worldSchemaOf } from './world-schema.ts'

/** What is wrong with a world, and where. */
export interface WorldProblem {
  path: readonly PropertyKey[]
  /** The last of the path is a word that no world has. */
  unknownWord: boolean
  message: string
}

/**
 * A world as its file has it. Missing parts are taken from the built-in world; a given part replaces that part as a whole.
 * Files that it names are not looked at.
 */
export function worldOfValue(
  value: unknown,
  providers: readonly Provider[],
): { world: World } | { problems: WorldProblem[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = 'A world file is a map of parts such as people and environments.'
    return { problems: [{ path: [], unknownWord: false, message }] }
  }
  const whole = { ...builtInWorldOf(providers), ...value }
  const worldSchema = worldSchemaOf(providers)
  const parsed = worldSchema.safeParse(whole, { error: inWords, ...readsOnce })
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap(eachKey).map((issue) => ({
      path: issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path,
      unknownWord: issue.code === 'unrecognized_keys',
      message: wordsOfIssue(worldSchema, issue, whole),
    }))
    return { problems }
  }
  const conflicts = conflictsOf(parsed.data, providers)
  if (conflicts.length === 0) return { world: parsed.data }
  return { problems: conflicts.map((one) => ({ ...one, unknownWord: false })) }
}

export const noFileSent =
  'A world that is sent names no file of this machine. Start the server with --callback-ca FILE.'

/**
 * A world that was sent as JSON.
 *
 * @throws InputError with the place and the reason of every problem
 */
export function sentWorld(value: unknown, providers: readonly Provider[]): World {
  const read = worldOfValue(value, providers)
  if ('problems' in read) {
    const lines = read.problems.map(({ path, message }) => `${['world', ...path].join('.')}: ${message}`)
    throw new InputError(lines.join('\n'), {}, { problem: 'bad-world' })
  }
  if (read.world.callbackCa === undefined) return read.world
  throw new InputError(`world.callbackCa: ${noFileSent}`, {}, { problem: 'bad-world' })
}

/** Each unknown word is a problem of its own. */
function eachKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue]
}
