type Cell = string | number | null | undefined

/**
 * A table as CSV (RFC 4180): CRLF, a header, quotes where needed, and an empty field for a missing cell. A text that a
 * spreadsheet would read as a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, gets a `'`
 * in front; a number stays a number.
 *
 * @param texts the columns whose text comes from outside
 */
export async function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: ReadonlyArray<Partial<Record<Column, Cell>>>,
  texts: readonly Column[],
): Promise<string> {
  // Loaded only when needed, so that it does not slow every start.
  const { stringify } = await import('csv-stringify/sync')
  const foreign = new Set<unknown>(texts)
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    // Many programs read a CR or an LF alone as the end of a line.
    quoted_match: /[\r\n]/,
    cast: {
      string: (value, { column, header }) => ({ value, escape_formulas: !header && foreign.has(column) }),
    },
  })
}
