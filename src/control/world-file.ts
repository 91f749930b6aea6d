import { readFileSync } from 'node:fs'
import { closest, distance } from 'fastest-levenshtein'
import { type Document, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { InputError, messageOf } from '../kernel/index.ts'
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
    throw new InputError(
      `The world file ${path} cannot be read: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : messageOf(error)}.`,
      { path },
    )
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
  const parsed = worldSchema.safeParse({ ...builtInWorld, ...value })
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${at(offsetOf(document, issue))}: ${wordsOf(issue)}`)
    throw new InputError(problems.join('\n'), { file })
  }
  const conflicts = conflictsOf(parsed.data)
  if (conflicts.length > 0) {
    const told = conflicts.map(({ path, message }) => `${at(offsetOf(document, { path }))}: ${message}`)
    throw new InputError(told.join('\n'), { file })
  }
  return parsed.data
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

function wordsOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path)
    return issue.keys
      .map((key) => {
        const near = known.length > 0 ? closest(key, known) : undefined
        const hint = near !== undefined && distance(key, near) <= 3 ? ` Did you mean ${near}?` : ''
        return `There is no ${JSON.stringify(key)}${where ? ` in ${where}` : ''}.${hint}`
      })
      .join(' ')
  }
  const inner = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined
  return `${where || 'the world'}: ${inner ?? issue.message}`
}

/** The words known at a place of the schema, found by walking its JSON Schema. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: JsonSchema | undefined = worldJsonSchema()
  for (const step of path) {
    schema =
      typeof step === 'number'
        ? schema?.items
        : (schema?.properties?.[String(step)] ?? schema?.additionalProperties)
  }
  return Object.keys(schema?.properties ?? {})
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  additionalProperties?: JsonSchema
}

/** For editors that complete world files. */
export function worldJsonSchema(): JsonSchema {
  return worldSchema.toJSONSchema({ io: 'input' }) as JsonSchema
}
