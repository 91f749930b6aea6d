/** One line of the table: `ratio` is ours against theirs, and `atLeast` what it should be, or null for a report. */
export interface Row {
  work: string
  against: string
  ours: number
  theirs: number
  unit: string
  ratio: number
  atLeast: number | null
  /** What more there is to say, printed under the table. */
  note?: string
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Turn and turn about, so that a machine that slows down slows both: the median of each, and of their ratios. */
export async function sideBySide(
  rounds: number,
  ours: () => Promise<number> | number,
  theirs: () => Promise<number> | number,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const pairs: Array<[number, number]> = []
  await ours()
  await theirs()
  for (let round = 0; round < rounds; round++) pairs.push([await ours(), await theirs()])
  return {
    ours: median(pairs.map(([one]) => one)),
    theirs: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([one, other]) => one / other)),
  }
}

/** Measures once to warm up, and then so many times; the median, against what it should be at least or at most. */
export async function measured(
  times: number,
  measure: () => Promise<number>,
  bound: { atLeast: number } | { atMost: number },
): Promise<Pick<Row, 'ours' | 'theirs' | 'ratio' | 'atLeast'>> {
  await measure()
  const values: number[] = []
  for (let time = 0; time < times; time++) values.push(await measure())
  const ours = median(values)
  return 'atLeast' in bound
    ? { ours, theirs: bound.atLeast, ratio: ours / bound.atLeast, atLeast: 1 }
    : { ours, theirs: bound.atMost, ratio: bound.atMost / ours, atLeast: 1 }
}

/** Where less is better the ratio is turned, so that 1 and more is always as good or better. */
export function lessIsBetter({ ours, theirs, ratio }: { ours: number; theirs: number; ratio: number }) {
  return { ours, theirs, ratio: 1 / ratio }
}

const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

export function table(rows: readonly Row[]): string {
  const head = ['Work', 'Against', 'Ours', 'Theirs', 'Unit', 'Ratio', 'At least', '']
  const body = rows.map(({ work, against, ours, theirs, unit, ratio, atLeast }) => [
    work,
    against,
    shown(ours),
    shown(theirs),
    unit,
    ratio.toFixed(2),
    atLeast === null ? 'report' : String(atLeast),
    atLeast === null ? '' : ratio >= atLeast ? 'met' : 'MISSED',
  ])
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
  const notes = rows.flatMap(({ work, note }) => (note === undefined ? [] : ['', `${work}: ${note}`]))
  return [...lines, ...notes].join('\n')
}
