// Tries payersim on each Node that package.json here names, in a copy of the project, and prints a table:
//   npm run test:nodes -- --node 24 --only approval
// Without flags: an approval end to end, the shipped scripts and the unit suite on all of them, with the better-sqlite3 that npm
// installs there; --locked takes that of package-lock.json, as a clone does.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { copyProject, sqliteFor } from './copy.ts'
import { installNodes, nodesIn } from './nodes.ts'
import { steps } from './steps.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    locked: { type: 'boolean', default: false },
    // Not below node_modules, where Vitest and Node take no TypeScript. On the same disk, for hard links.
    folder: { type: 'string', default: join(root, '.nodes') },
  },
})

function end(code: number, message: string): never {
  console.error(message)
  process.exit(code)
}

/** Of the names that there are those that were asked for; all where none was. */
function chosen(what: string, there: string[], asked: string[] = there): string[] {
  for (const name of asked)
    if (!there.includes(name)) end(2, `There is no ${what} ${name}, only ${there.join(', ')}.`)
  return there.filter((name) => asked.includes(name))
}

const all = nodesIn(values.folder)
const majors = chosen(
  'Node',
  all.map(({ major }) => major),
  values.node,
)
const names = chosen('step', Object.keys(steps), values.only)

try {
  await installNodes(values.folder)
} catch (error) {
  const lines = String(error).trim().split('\n')
  const why = lines.find((line) => line.startsWith('npm error')) ?? lines.at(-1)
  end(process.env.CI ? 1 : 0, `Skipped: npm cannot install the Nodes of test/nodes/package.json: ${why}`)
}

let failed = false
/** What a piece of work gives. Why it failed is told at once. */
async function tried<T>(what: string, work: () => Promise<T>): Promise<T | 'failed'> {
  console.error(`${what} …`)
  try {
    return await work()
  } catch (error) {
    failed = true
    console.error(error instanceof Error ? error.message : error)
    return 'failed'
  }
}

const rows = [['Node', 'better-sqlite3', ...names]]
for (const node of all.filter(({ major }) => majors.includes(major))) {
  const copy = join(values.folder, node.major)
  const program = join(node.folder, 'bin/node')
  const sqlite = sqliteFor(root, values.folder, node, values.locked)
  const made = await tried(`Node ${node.version}: copy`, () => copyProject(root, copy, node, sqlite))
  const row = [node.version, sqlite.version]
  for (const name of names) {
    const step = steps[name]
    if (made === 'failed' || step === undefined) row.push('not tried')
    else row.push(await tried(`Node ${node.version}: ${name}`, () => step(program, copy)))
  }
  rows.push(row)
}
const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  '))
process.exitCode = failed ? 1 : 0
