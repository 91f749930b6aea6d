import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InputError, messageOf, readCertificates } from '../kernel/index.ts'
import { builtInProviders } from '../providers/built-in.ts'
import type { Provider } from '../providers/index.ts'
import { type Position, textOfBytes, YamlFile } from '../yaml/index.ts'
import { type World, worldSchemaOf } from './world-schema.ts'
import { noFileSent, type WorldProblem, worldOfValue } from './world-value.ts'

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
  /** Whether the text comes from elsewhere, and so names no file of this machine. */
  { isSent = false } = {},
): World {
  const yaml = new YamlFile(file, text, { holds: 'world', aliases: true })
  const refuse = (problems: ReadonlyArray<Position & { message: string }>) => {
    const lines = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`)
    return new InputError(lines.join('\n'), { file }, { problem: 'bad-world' })
  }
  const faults = yaml.faults()
  if (faults.length > 0) throw refuse(faults)
  const read = worldOfValue(yaml.value() ?? {}, providers)
  if ('problems' in read)
    throw refuse(read.problems.map((problem) => ({ ...placeOf(yaml, problem), message: problem.message })))
  const { world } = read
  const { callbackCa } = world
  if (callbackCa === undefined) return world
  if (isSent) throw refuse([{ ...yaml.valueAt(['callbackCa']), message: noFileSent }])
  const beside = resolve(dirname(file), callbackCa)
  try {
    readCertificates(beside)
  } catch (error) {
    throw refuse([{ ...yaml.valueAt(['callbackCa']), message: messageOf(error) }])
  }
  return { ...world, callbackCa: beside }
}

/** The position of a problem: the unknown key, else the value, else the parent that lacks it. */
function placeOf(yaml: YamlFile, { path, unknownWord }: WorldProblem): Position {
  const place = path as Parameters<YamlFile['valueAt']>[0]
  return unknownWord ? yaml.keyAt(place) : yaml.valueAt(place)
}

/** For editors that complete world files. */
export function worldJsonSchema(providers: readonly Provider[] = builtInProviders): object {
  return worldSchemaOf(providers).toJSONSchema({ io: 'input' })
}
