import { sql } from 'kysely'
import type { Rx, Tx } from './tx.ts'

/** How far a sweep has come. Stored in its deadline, so that a restart continues from there. */
export interface SweepPosition {
  table: string
  /** The number of the last row that was checked. */
  after: number
  /** That of the last row to check. */
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

/** See `ExpiringTable`. */
interface Dated {
  table: string
  row: string
  at: string
}

type Row = { row: number; at: number }

async function firstFrom(rx: Rx, { table, row, at }: Dated, from: number): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT ${sql.ref(row)} AS row, ${sql.ref(at)} AS at FROM ${sql.table(table)}
    WHERE ${sql.ref(row)} >= ${from} ORDER BY ${sql.ref(row)} LIMIT 1
  `.execute(rx.db())
  return rows[0]
}

/**
 * The last old row, by binary search: their numbers follow the order of creation, so no index on the times is needed. If the
 * clock was set back, all rows before an old row count as old.
 */
export async function boundaryOf(rx: Rx, table: Dated, before: number): Promise<number> {
  const { rows } = await sql<{
    last: number | null
  }>`SELECT max(${sql.ref(table.row)}) AS last FROM ${sql.table(table.table)}`.execute(rx.db())
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

/** The numbers of the next batch, up to the boundary. */
export async function windowOf(
  tx: Tx,
  { table, row }: Dated,
  { after, boundary, size }: { after: number; boundary: number; size: number },
): Promise<{ after: number; through: number } | undefined> {
  if (after >= boundary) return undefined
  const { rows } = await sql<{ through: number | null }>`
    SELECT max(row) AS through FROM (
      SELECT ${sql.ref(row)} AS row FROM ${sql.table(table)}
      WHERE ${sql.ref(row)} > ${after} AND ${sql.ref(row)} <= ${boundary} ORDER BY ${sql.ref(row)} LIMIT ${size}
    ) AS batch
  `.execute(tx.db())
  const through = rows[0]?.through
  return through == null ? undefined : { after, through }
}
