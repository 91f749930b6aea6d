import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { coldBound, nodeDoingNothing, processTime, root } from './processes.ts'
import type { Row } from './row.ts'
import { sideBySide } from './side-by-side.ts'

const works = [
  {
    work: "`import 'payersim'` in a fresh process",
    args: ['--input-type=module', '--eval', "import 'payersim'"],
    bound: { atMost: 4.5, wanted: 3.5 },
    rounds: 11,
  },
  {
    work: '`payersim test sessions/approve.yaml` as a whole process',
    args: ['dist/main.js', 'test', 'sessions/approve.yaml'],
    bound: { atMost: 10, wanted: 7 },
    rounds: 7,
  },
  {
    work: '`payersim test` of all shipped scripts as a whole process',
    args: ['dist/main.js', 'test'],
    bound: { atMost: 30, wanted: 20 },
    rounds: 5,
  },
]

/** What a user waits for each time a process starts, against Node doing nothing. */
export async function benchCold(): Promise<Row[]> {
  const rows: Row[] = []
  for (const { work, args, bound, rounds } of works) {
    const measured = await sideBySide(rounds, () => processTime(...args), nodeDoingNothing)
    rows.push({ work, against: '`node -e 0`', unit: 'ms', bound: coldBound(bound), ...measured })
  }
  const [, one, all] = rows
  if (one && all) all.note = ofEachScript(one, all)
  return rows
}

/** Scripts are added and grow, and the bound stays. */
function ofEachScript(one: Row, all: Row): string {
  const scripts = readdirSync(join(root, 'sessions')).filter((name) => name.endsWith('.yaml')).length
  const each = ((all.ratio ?? 0) - (one.ratio ?? 0)) / (scripts - 1)
  return `${scripts} scripts; each after the first takes ${each.toFixed(2)} of \`node -e 0\`.`
}
