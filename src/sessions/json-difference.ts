import { asPattern } from './matching.ts'

export interface JsonDifference {
  /** The keys that lead to it. */
  path: string[]
  expected: string
  seen: string
}

/**
 * The first difference of JSON from what was expected; undefined if there is none. An expected text is compared as it
 * is, or is a `/pattern/`; a number never equals a text. Fields beyond those expected differ only with `whole`.
 */
export function differenceOf(
  seen: unknown,
  expected: unknown,
  { whole }: { whole: boolean },
  path: string[] = [],
): JsonDifference | undefined {
  const found = { path, expected: quoted(expected), seen: quoted(seen) }
  if (typeof expected === 'string') {
    const pattern = asPattern(expected)
    const fits = pattern ? typeof seen === 'string' && pattern.test(seen) : seen === expected
    return fits ? undefined : found
  }
  if (typeof expected !== 'object' || expected === null) return seen === expected ? undefined : found
  if (typeof seen !== 'object' || seen === null || Array.isArray(seen) !== Array.isArray(expected))
    return found
  const fields = new Map(Object.entries(seen))
  for (const [key, value] of Object.entries(expected)) {
    const difference = fields.has(key)
      ? differenceOf(fields.get(key), value, { whole }, [...path, key])
      : { path: [...path, key], expected: quoted(value), seen: 'no such field' }
    if (difference) return difference
  }
  const more = [...fields.keys()].find((key) => !Object.hasOwn(expected, key))
  if (more === undefined || !(whole || Array.isArray(seen))) return undefined
  return { path, expected: `without "${more}"`, seen: `${more} ${quoted(fields.get(more))}` }
}

function quoted(value: unknown): string {
  return typeof value === 'string' && asPattern(value) ? value : JSON.stringify(value)
}
