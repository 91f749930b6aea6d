/** What a figure should be: so much or more, or so much or less. Without `wanted` the bound is all that is asked. */
export type Bound = { atLeast: number; wanted?: number } | { atMost: number; wanted?: number }

/** One line of the table. A row without a bound is a report. */
export interface Row {
  work: string
  against: string
  unit: string
  ours: number
  /** Null for what is counted, such as packages: there the bound is of `ours`. */
  theirs: number | null
  /** Ours divided by theirs. */
  ratio: number | null
  bound: Bound | null
  /** What more there is to say, printed under the table. */
  note?: string
}

const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

function verdict({ ours, ratio, bound }: Row): string {
  if (!bound) return ''
  const figure = ratio ?? ours
  const reaches = (goal: number) => ('atLeast' in bound ? figure >= goal : figure <= goal)
  const least = 'atLeast' in bound ? bound.atLeast : bound.atMost
  if (!reaches(least)) return 'MISSED'
  return bound.wanted !== undefined && reaches(bound.wanted) ? 'as wanted' : 'met'
}

function bounds(bound: Bound | null): [string, string] {
  if (!bound) return ['report', '']
  const [sign, least] = 'atLeast' in bound ? ['≥', bound.atLeast] : ['≤', bound.atMost]
  return [`${sign} ${least}`, bound.wanted === undefined ? '' : `${sign} ${bound.wanted}`]
}

export function table(rows: readonly Row[]): string {
  const head = ['Work', 'Against', 'Ours', 'Theirs', 'Unit', 'Ratio', 'At least', 'Wanted', '']
  const body = rows.map((row) => [
    row.work,
    row.against,
    shown(row.ours),
    row.theirs === null ? '' : shown(row.theirs),
    row.unit,
    row.ratio === null ? '' : row.ratio.toFixed(2),
    ...bounds(row.bound),
    verdict(row),
  ])
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
  const notes = rows.flatMap(({ work, note }) => (note === undefined ? [] : ['', `${work}: ${note}`]))
  return [...lines, ...notes].join('\n')
}
