/**
 * A table as CSV (RFC 4180): CRLF, a header, quotes where they are needed. A text that a spreadsheet would take for a
 * formula, because it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, gets a `'` in front; a number stays
 * a number.
 *
 * @param texts of which columns the text is somebody else's
 */
export async function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: ReadonlyArray<Record<Column, string>>,
  texts: readonly Column[],
): Promise<string> {
  // Loaded only here, so that every start is spared it.
  const { stringify } = await import('csv-stringify/sync')
  const foreign = new Set<unknown>(texts)
  return stringify(rows as Array<Record<string, string>>, {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    cast: {
      string: (value, { column, header }) => ({ value, escape_formulas: !header && foreign.has(column) }),
    },
  })
}
