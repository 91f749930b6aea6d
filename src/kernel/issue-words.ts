import { z } from 'zod'
import { didYouMean, untilHot } from '../terms/index.ts'
import { InputError } from './errors.ts'

/**
 * An error map for `safeParse(value, { error: inWords })`. Its messages go after the name of the field; a schema's own
 * messages stay. It does not show values: the caller knows which are secret.
 */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is missing' : `is not ${kinds[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String)
    const near = typeof issue.input === 'string' ? didYouMean(issue.input, known) : undefined
    return `is not ${known.length === 1 ? known[0] : `one of ${known.join(', ')}`}${near === undefined ? '' : `; did you mean ${near}?`}`
  }
  if (issue.code === 'too_big') return `is more than ${issue.maximum}${units[issue.origin] ?? ''}`
  if (issue.code === 'too_small')
    return Number(issue.minimum) === 1 && issue.origin !== 'number'
      ? 'is empty'
      : `is less than ${issue.minimum}${units[issue.origin] ?? ''}`
  return undefined
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const units: Record<string, string> = { string: ' characters', array: ' entries' }

/** The message for a text of digits that YAML has read as a number, because it was not quoted. */
export const quoted = (example: string) => (issue: { input: unknown }) =>
  typeof issue.input === 'number'
    ? `is read as a number; write it in quotes, such as "${example}"`
    : undefined

/** Describes an issue: the field, its value if that is short and not secret, and what is wrong. */
export function wordsOfIssue(schema: z.ZodType, issue: z.core.$ZodIssue, input: unknown): string {
  const field = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path)
    const words = issue.keys.map((key) => {
      const near = didYouMean(key, known)
      return `There is no ${JSON.stringify(key)}${field ? ` in ${field}` : ''}.${near === undefined ? '' : ` Did you mean ${near}?`}`
    })
    return words.join(' ')
  }
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message
  const value = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)?.[step], input)
  const shown = isScalar(value) && !secret.test(field) ? `${JSON.stringify(value)} ` : ''
  return `${field ? `${field}: ` : ''}${shown}${message}`
}

const secret = /pin|key|secret|secure|text|otp/i

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= 40
  return typeof value === 'number' || typeof value === 'boolean' || value === null
}

/** The keys that a schema knows at a path, from its JSON DbSchema. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: JsonSchema | undefined = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema
  for (const step of path) {
    at = typeof step === 'number' ? at?.items : (at?.properties?.[String(step)] ?? at?.additionalProperties)
  }
  return Object.keys(at?.properties ?? {})
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  additionalProperties?: JsonSchema
}

/** @throws InputError that names the field, its value if that is no secret, and the nearest known word */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {}, { error: inWords, ...untilHot(schema) })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const words = issue ? wordsOfIssue(schema, issue, value) : ''
  throw new InputError(`The ${what} is not as it should be: ${words.replace(/[.?]?$/, (end) => end || '.')}`)
}
