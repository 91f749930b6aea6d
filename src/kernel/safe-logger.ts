import { maskData, visible } from '../safe-text/index.ts'
import type { Logger } from './logger.ts'

/** The logger, with secrets masked and terminal control characters made visible. */
export function safeLogger(logger: Logger): Logger {
  return {
    warn: (line, message) => logger.warn(shown(maskData(line)), message),
    error: (line, message) => logger.error(shown(maskData(line)), message),
  }
}

function shown<Value>(value: Value): Value {
  if (typeof value === 'string') return visible(value) as Value
  if (Array.isArray(value)) return value.map(shown) as Value
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  const entries = Object.entries(value).map(([name, one]) => [visible(name), shown(one)])
  return Object.fromEntries(entries) as Value
}
