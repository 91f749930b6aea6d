import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Document, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { InputError, inWords, messageOf, readCertificates, wordsOfIssue } from '../kernel/index.ts'
import { builtInWorld } from './built-in-world.ts'
import { conflictsOf } from './world-conflicts.ts'
import { type World, worldSchema } from './world-schema.ts'

/**
 * Reads a world file. What it leaves out is as in the built-in world; a part that it names replaces that part whole.
 *
 * @throws InputError with file, line, column and reason of everything that is wrong
 */
export function readWorldFile(path: string): World {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const why = { ENOENT: 'it is not there', EISDIR: 'it is a folder' }[code] ?? messageOf(error)
    throw new InputError(`The world file ${path} cannot be read: ${why}.`, { path })
  }
  return parseWorld(text, path)
}

export function parseWorld(text: string, file: string): World {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0)
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  const [broken] = document.errors
  if (broken) throw new InputError(`${at(broken.pos[0])}: ${broken.message}`, { file })
  const value: unknown = document.toJS() ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${at(0)}: A world file is a map of parts such as people and environments.`, {
      file,
    })
  }
  const whole = { ...builtInWorld, ...value }
  const parsed = worldSchema.safeParse(whole, { error: inWords })
  if (!parsed.success) {
    const problems = parsed.error.issues
      .flatMap(eachKey)
      .map((issue) => `${at(offsetOf(document, issue))}: ${wordsOfIssue(worldSchema, issue, whole)}`)
    throw new InputError(problems.join('\n'), { file })
  }
  const conflicts = conflictsOf(parsed.data)
  if (conflicts.length > 0) {
    const told = conflicts.map(({ path, message }) => `${at(offsetOf(document, { path }))}: ${message}`)
    throw new InputError(told.join('\n'), { file })
  }
  const { callbackCa } = parsed.data
  if (callbackCa === undefined) return parsed.data
  const beside = resolve(dirname(file), callbackCa)
  try {
    readCertificates(beside)
  } catch (error) {
    throw new InputError(`${at(offsetOf(document, { path: ['callbackCa'] }))}: ${messageOf(error)}`, { file })
  }
  return { ...parsed.data, callbackCa: beside }
}

/** Each unknown word has a place of its own. */
function eachKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue]
}

type Located = { path: PropertyKey[]; keys?: string[] }

/** Where in the text the trouble is: at the unknown key, else at the value, else at what should hold it. */
function offsetOf(document: Document, { path, keys }: Located): number | undefined {
  const holder = path.length === 0 ? document.contents : document.getIn(path, true)
  const unknown = keys?.[0]
  if (unknown !== undefined && holder && typeof holder === 'object' && 'items' in holder) {
    for (const pair of holder.items as Array<{ key?: { value?: unknown; range?: number[] } }>) {
      if (pair.key?.value === unknown) return pair.key.range?.[0]
    }
  }
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: number[] } | undefined
    if (node?.range) return node.range[0]
  }
  return 0
}

/** For editors that complete world files. */
export function worldJsonSchema(): object {
  return worldSchema.toJSONSchema({ io: 'input' })
}
