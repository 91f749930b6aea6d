import pino, { type Level, type Logger } from 'pino'

/** A log of at least this level, and its lines as they are written. */
export function linesOf(level: Level): { lines: string[]; logger: Logger } {
  const lines: string[] = []
  return { lines, logger: pino({ level }, { write: (line: string) => void lines.push(line) }) }
}
