type Measure<Figure> = () => Promise<Figure> | Figure

/** The medians of each side, and of their ratio: ours divided by theirs. */
export interface Compared {
  ours: number
  theirs: number
  ratio: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Turn and turn about, after one round to warm up, so that a machine that slows down slows both. */
export async function inTurns<Figure>(
  rounds: number,
  ours: Measure<Figure>,
  theirs: Measure<Figure>,
): Promise<Array<[Figure, Figure]>> {
  const pairs: Array<[Figure, Figure]> = []
  await ours()
  await theirs()
  for (let round = 0; round < rounds; round++) pairs.push([await ours(), await theirs()])
  return pairs
}

export function compared(pairs: ReadonlyArray<readonly [number, number]>): Compared {
  return {
    ours: median(pairs.map(([one]) => one)),
    theirs: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([one, other]) => one / other)),
  }
}

export async function sideBySide(
  rounds: number,
  ours: Measure<number>,
  theirs: Measure<number>,
): Promise<Compared> {
  return compared(await inTurns(rounds, ours, theirs))
}
