import { type Known, maskText } from './find-secrets.ts'
import { hidden } from './hidden.ts'
import { isSecretName } from './secret-names.ts'

/** Masks the value of a header; the scheme of `Authorization` stays. */
export function maskHeader(name: string, value: string, known: Known = {}): string {
  if (value === '') return value
  if (/^authorization$/i.test(name)) return `${/^\S+\s(?=\s*\S)/.exec(value)?.[0] ?? ''}${hidden}`
  return isSecretName(name) ? hidden : maskText(value, known)
}

/** Masks all texts in a value, and everything with a secret name; the rest stays the same. */
export function maskData<Value>(value: Value, known: Known = {}): Value {
  return masked(value, known, false) as Value
}

function masked(value: unknown, known: Known, secret: boolean): unknown {
  if (typeof value === 'string') return secret && value !== '' ? hidden : maskText(value, known)
  if (secret && (typeof value === 'number' || typeof value === 'bigint')) return hidden
  if (Array.isArray(value)) return value.map((one) => masked(one, known, secret))
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, masked(one, known, secret || isSecretName(name))]),
  )
}

/** Other objects, such as dates, stay the same, because only their class knows their content. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
