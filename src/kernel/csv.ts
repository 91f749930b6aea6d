type Cell = string | number | null | undefined

/**
 * A table as CSV (RFC 4180): CRLF, a header, quotes where they are needed, and nothing for a cell that a row lacks. A
 * text that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a carriage
 * return, gets a `'` in front; a number stays a number.
 *
 * @param texts of which columns the text is somebody else's
 */
export async function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: ReadonlyArray<Partial<Record<Column, Cell>>>,
  texts: readonly Column[],
): Promise<string> {
  // Loaded only here, so that every start is spared it.
  const { stringify } = await import('csv-stringify/sync')
  const foreign = new Set<unknown>(texts)
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    // Readers take each of the two alone for the end of a line, as many programs write it.
    quoted_match: /[\r\n]/,
    cast: {
      string: (value, { column, header }) => ({ value, escape_formulas: !header && foreign.has(column) }),
    },
  })
}
