import Sqlite from 'better-sqlite3'

export interface RequestRow {
  id: number
  reference_id: string
  external_id: string | null
  status: 'PENDING' | 'SUCCESSFUL' | 'FAILED'
  reason: string | null
  amount: number
  expires_at: number
  settled_at: number | null
}

/** Reads a data file as any other program may: by its documented views, while others write. */
export class SharedViews {
  readonly #db: Sqlite.Database

  constructor(file: string) {
    this.#db = new Sqlite(file, { readonly: true, timeout: 5_000 })
  }

  requests(): RequestRow[] {
    return this.#db.prepare<[], RequestRow>('SELECT * FROM requests ORDER BY id').all()
  }

  /** How many entries each request has, and what they sum to. */
  entries(): Map<number, { count: number; sum: number; moved: number }> {
    const rows = this.#db
      .prepare<[], { request_id: number; count: number; sum: number; moved: number }>(
        `SELECT request_id, COUNT(*) AS count, SUM(amount) AS sum, MAX(amount) AS moved
         FROM entries WHERE request_id IS NOT NULL GROUP BY request_id`,
      )
      .all()
    return new Map(rows.map(({ request_id, ...rest }) => [request_id, rest]))
  }

  balance(phone: string): number | undefined {
    const query = this.#db.prepare<[string], { balance: number }>(
      'SELECT balance FROM balances WHERE phone = ?',
    )
    return query.get(phone)?.balance
  }

  /** Not a view for others: which process fires deadlines. Changes when the lease moves. */
  leaseHolder(): string | undefined {
    const query = this.#db.prepare<[], { holder: string }>(
      `SELECT holder FROM leases WHERE name = 'scheduler'`,
    )
    return query.get()?.holder
  }

  close(): void {
    this.#db.close()
  }
}
