import { sql } from 'kysely'
import type { Rx, Tx } from './tx.ts'

/** How far a sweep has come. Stored in its deadline, so that a restart continues from there. */
export interface SweepPosition {
  table: string
  /** The last rowid that was checked. */
  after: number
  /** The last rowid to check. */
  boundary: number
  /** Rows before this time were old when the sweep began. Rows that become old later belong to the next sweep. */
  before: number
}

export const writePosition = ({ table, after, boundary, before }: SweepPosition): string =>
  `${table} ${after} ${boundary} ${before}`

export function readPosition(ref: string): SweepPosition | undefined {
  const [, table, after, boundary, before] = /^(\w+) (\d+) (\d+) (-?\d+)$/.exec(ref) ?? []
  if (table === undefined) return undefined
  return { table, after: Number(after), boundary: Number(boundary), before: Number(before) }
}

interface Dated {
  table: string
  at: string
}

// SQLite names a rowid by the column that is its alias.
type Row = { row: number; at: number }

async function firstFrom(rx: Rx, { table, at }: Dated, rowid: number): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT rowid AS row, ${sql.ref(at)} AS at FROM ${sql.table(table)} WHERE rowid >= ${rowid} ORDER BY rowid LIMIT 1
  `.execute(rx.db())
  return rows[0]
}

/**
 * The last old rowid, by binary search: rowids follow the order of creation, so no index on the times is needed. If the
 * clock was set back, all rows before an old row count as old.
 */
export async function boundaryOf(rx: Rx, table: Dated, before: number): Promise<number> {
  const { rows } = await sql<{
    last: number | null
  }>`SELECT max(rowid) AS last FROM ${sql.table(table.table)}`.execute(rx.db())
  let old = 0
  let young = (rows[0]?.last ?? 0) + 1
  while (young - old > 1) {
    const middle = Math.floor((old + young) / 2)
    const found = await firstFrom(rx, table, middle)
    if (found && found.row < young && found.at < before) old = found.row
    else young = middle
  }
  return old
}

/** The time of the first row that is not old yet; undefined if there is none. */
export async function oldestYoung(rx: Rx, table: Dated, before: number): Promise<number | undefined> {
  return (await firstFrom(rx, table, (await boundaryOf(rx, table, before)) + 1))?.at
}

/** The rowids of the next batch, up to the boundary. */
export async function windowOf(
  tx: Tx,
  { table }: Dated,
  { after, boundary, size }: { after: number; boundary: number; size: number },
): Promise<{ after: number; through: number } | undefined> {
  if (after >= boundary) return undefined
  const { rows } = await sql<{ through: number | null }>`
    SELECT max(row) AS through FROM (
      SELECT rowid AS row FROM ${sql.table(table)} WHERE rowid > ${after} AND rowid <= ${boundary} ORDER BY rowid LIMIT ${size}
    )
  `.execute(tx.db())
  const through = rows[0]?.through
  return through == null ? undefined : { after, through }
}
