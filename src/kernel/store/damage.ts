import type { Database } from 'better-sqlite3'
import { messageOf } from '../errors.ts'

/** One line that says what is damaged in a database; undefined if nothing is. Only reads. */
export function whatIsDamaged(database: Database): string | undefined {
  try {
    const found = String(database.pragma('quick_check(1)', { simple: true }))
    return found === 'ok' ? undefined : inOneLine(found)
  } catch (error) {
    if (isDamage(error)) return inOneLine(messageOf(error))
    throw error
  }
}

/** Whether SQLite reports a damaged file, or one that is no database. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))
}

function inOneLine(text: string): string {
  return text.split('\n').filter(Boolean).join(' ').slice(0, 200)
}
