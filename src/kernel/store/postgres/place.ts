import { StoreError } from '../../errors.ts'

const usualConnections = 10

/** Where the worlds are. */
export interface Place {
  url: string
  /** The first part of the names of all schemas. */
  prefix: string
  /** How many connections this process has at most. */
  connections: number
  /** Without its password. */
  description: string
}

/**
 * Reads a connection string. Beside PostgreSQL's own parameters it may have `schema`, the first part of the names of all
 * schemas (`payersim`), and `pool`, how many connections this process has at most (10).
 *
 * @example
 * placeOf('postgres://payersim:secret@db.example.com/tests?sslmode=verify-full&schema=team_a&pool=20')
 *
 * @throws StoreError if it cannot be read
 */
export function placeOf(connectionString: string): Place {
  if (!URL.canParse(connectionString))
    throw unreadable(
      'it is no URL. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE, with what is special in a password percent-encoded',
    )
  const url = new URL(connectionString)
  if (!isDecodable(url.username + url.password + url.pathname))
    throw unreadable(
      'it has a % that begins no code of a character. Write %25 for each % of a name or password',
    )
  const prefix = url.searchParams.get('schema') ?? 'payersim'
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(prefix))
    throw unreadable(
      `its schema ${JSON.stringify(prefix)} is no first part of a name. Use 1 to 31 small letters, digits and underscores, beginning with a letter`,
    )
  const pool = url.searchParams.get('pool') ?? String(usualConnections)
  if (!/^[1-9]\d{0,3}$/.test(pool))
    throw unreadable(`its pool ${JSON.stringify(pool)} is no number of connections. Give one from 1 to 9999`)
  const connections = Number(pool)
  url.searchParams.delete('schema')
  url.searchParams.delete('pool')
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '****'
  return { url: url.href, prefix, connections, description: shown.href }
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** The connection string itself is not told: it may hold a password. */
function unreadable(why: string): StoreError {
  return new StoreError('unreadable', `The connection string of PostgreSQL cannot be used: ${why}.`)
}
