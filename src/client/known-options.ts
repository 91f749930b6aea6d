import { didYouMean } from '../terms/index.ts'
import { ClientError } from './errors.ts'

/** Says what a value has to be, if it is not that; such as `it is a text`. */
export type Check = (value: unknown) => string | undefined

/** The names of the options, each with a check of its value; every option may be left out. */
export type KnownOptions = Readonly<Record<string, Check>>

export const anything: Check = () => undefined
export const text: Check = (value) => (typeof value === 'string' ? undefined : 'it is a text')
const longestTimer = 2 ** 31 - 1
export const milliseconds: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= longestTimer
    ? undefined
    : 'it is a number of milliseconds from 0 on'
export const yesOrNo: Check = (value) => (typeof value === 'boolean' ? undefined : 'it is true or false')
export const number: Check = (value) => (Number.isFinite(value) ? undefined : 'it is a number')

/** How long a call waits for its answer. */
export interface CallOptions {
  /** Aborted when the caller gives the call up; without it, it waits for the answer. */
  signal?: AbortSignal | undefined
}
export const signal: Check = (value) => (value instanceof AbortSignal ? undefined : 'it is an AbortSignal')

export function oneOf(...values: readonly string[]): Check {
  return (value) => {
    if (typeof value === 'string' && values.includes(value)) return undefined
    const near = typeof value === 'string' ? didYouMean(value, values) : undefined
    return `it is ${list(values)}${near === undefined ? '' : `. Did you mean ${JSON.stringify(near)}?`}`
  }
}

/** An object with only these options. */
export function words(known: KnownOptions): Check {
  return (value) => (isObject(value) ? problemsOf(value, known)[0] : 'it is an object')
}

/**
 * What is wrong with the options of a call: an unknown name, with the nearest known one, or a value
 * that cannot be used.
 */
export function optionsProblem(call: string, given: unknown, known: KnownOptions): string | undefined {
  if (!isObject(given)) return `${call} takes an object of options, and got ${shown(given)}.`
  const [problem] = problemsOf(given, known)
  return problem && `${call}: ${problem}${problem.endsWith('?') ? '' : '.'}`
}

/** @throws ClientError with the message of {@link optionsProblem} */
export function checkOptions(call: string, given: unknown, known: KnownOptions): void {
  const problem = optionsProblem(call, given, known)
  if (problem !== undefined) throw new ClientError(problem)
}

function problemsOf(given: object, known: KnownOptions): string[] {
  const names = Object.keys(known)
  return Object.entries(given).flatMap(([name, value]) => {
    const check = Object.hasOwn(known, name) ? known[name] : undefined
    if (!check) {
      const near = didYouMean(name, names)
      const meant = near === undefined ? `. It knows ${list(names)}` : `. Did you mean "${near}"?`
      return [`there is no "${name}"${meant}`]
    }
    if (value === undefined) return []
    const wrong = check(value)
    return wrong === undefined ? [] : [`${name} is ${shown(value)}; ${wrong}`]
  })
}

function list(names: readonly string[]): string {
  const [last = '', ...before] = [...names].reverse()
  return before.length === 0 ? last : `${before.reverse().join(', ')} or ${last}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value for a message: short, and never the content of an object, which may be a secret. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60))
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return 'a list'
  return isObject(value) ? 'an object' : String(value)
}
