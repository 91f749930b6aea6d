import type { Logger } from 'pino'
import { maskData, visible } from '../safe-text/index.ts'

/** The logger, with secrets masked and terminal control characters made visible. */
export function safeLogger(logger: Logger): Logger {
  const safe = Object.create(logger) as Logger
  for (const level of ['warn', 'error'] as const) {
    const write = (line: object, message?: string) => logger[level](shown(maskData(line)), message)
    safe[level] = write as Logger[typeof level]
  }
  return safe
}

function shown<Value>(value: Value): Value {
  if (typeof value === 'string') return visible(value) as Value
  if (Array.isArray(value)) return value.map(shown) as Value
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  const entries = Object.entries(value).map(([name, one]) => [visible(name), shown(one)])
  return Object.fromEntries(entries) as Value
}
