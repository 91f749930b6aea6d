import type { Database } from 'better-sqlite3'
import { messageOf } from '../errors.ts'

/** A line of what is damaged in a database, or undefined where its pages and indexes are whole. It is only read. */
export function whatIsDamaged(database: Database): string | undefined {
  try {
    const found = String(database.pragma('quick_check(1)', { simple: true }))
    return found === 'ok' ? undefined : inOneLine(found)
  } catch (error) {
    if (isDamage(error)) return inOneLine(messageOf(error))
    throw error
  }
}

/** Whether SQLite found pages that are none of a database's. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))
}

function inOneLine(text: string): string {
  return text.split('\n').filter(Boolean).join(' ').slice(0, 200)
}
