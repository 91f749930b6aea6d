import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { z } from 'zod'
import { InputError, inWords, messageOf, readCertificates, wordsOfIssue } from '../kernel/index.ts'
import { builtInProviders } from '../providers/built-in.ts'
import type { Provider } from '../providers/index.ts'
import { readsOnce } from '../terms/index.ts'
import { type Position, textOfBytes, YamlFile } from '../yaml/index.ts'
import { builtInWorldOf } from './built-in-world.ts'
import { conflictsOf } from './world-conflicts.ts'
import { type World, worldSchemaOf } from './world-schema.ts'

/**
 * Reads a world file. Missing parts are taken from the built-in world; a given part replaces that part as a whole.
 *
 * @throws InputError with file, line, column and reason of every problem
 */
export function readWorldFile(path: string, providers: readonly Provider[] = builtInProviders): World {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const why = { ENOENT: 'it is not there', EISDIR: 'it is a folder' }[code] ?? messageOf(error)
    throw new InputError(`The world file ${path} cannot be read: ${why}.`, { path })
  }
  const read = textOfBytes(bytes)
  if ('text' in read) return parseWorld(read.text, path, providers)
  throw new InputError(`${path}:${read.at.line}:${read.at.column}: ${read.message}`, { file: path })
}

export function parseWorld(
  text: string,
  file: string,
  providers: readonly Provider[] = builtInProviders,
): World {
  const yaml = new YamlFile(file, text, { holds: 'world', aliases: true })
  const refuse = (problems: ReadonlyArray<Position & { message: string }>) => {
    const lines = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`)
    return new InputError(lines.join('\n'), { file })
  }
  const faults = yaml.faults()
  if (faults.length > 0) throw refuse(faults)
  const value: unknown = yaml.value() ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = 'A world file is a map of parts such as people and environments.'
    throw refuse([{ line: 1, column: 1, message }])
  }
  const whole = { ...builtInWorldOf(providers), ...value }
  const worldSchema = worldSchemaOf(providers)
  const parsed = worldSchema.safeParse(whole, { error: inWords, ...readsOnce })
  if (!parsed.success) {
    const problems = parsed.error.issues
      .flatMap(eachKey)
      .map((issue) => ({ ...placeOf(yaml, issue), message: wordsOfIssue(worldSchema, issue, whole) }))
    throw refuse(problems)
  }
  const conflicts = conflictsOf(parsed.data, providers)
  if (conflicts.length > 0) throw refuse(conflicts.map((one) => ({ ...yaml.valueAt(one.path), ...one })))
  const { callbackCa } = parsed.data
  if (callbackCa === undefined) return parsed.data
  const beside = resolve(dirname(file), callbackCa)
  try {
    readCertificates(beside)
  } catch (error) {
    throw refuse([{ ...yaml.valueAt(['callbackCa']), message: messageOf(error) }])
  }
  return { ...parsed.data, callbackCa: beside }
}

/** Each unknown word gets its own position. */
function eachKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue]
}

/** The position of a problem: the unknown key, else the value, else the parent that lacks it. */
function placeOf(yaml: YamlFile, issue: z.core.$ZodIssue): Position {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  return unknown === undefined ? yaml.valueAt(issue.path) : yaml.keyAt([...issue.path, unknown])
}

/** For editors that complete world files. */
export function worldJsonSchema(providers: readonly Provider[] = builtInProviders): object {
  return worldSchemaOf(providers).toJSONSchema({ io: 'input' })
}
