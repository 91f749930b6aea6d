// Runs one of these suites for longer: `node test/proof/long-run.mjs fuzz --requests 100000 --seed 7` runs
// fuzz.test.ts with FUZZ_REQUESTS=100000 and FUZZ_SEED=7 in its environment.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const [suite, ...flags] = process.argv.slice(2)
if (!/^[a-z-]+$/.test(suite ?? '')) {
  console.error('Name a suite, such as: node test/proof/long-run.mjs fuzz --requests 100000')
  process.exit(2)
}
const prefix = suite.toUpperCase().replaceAll('-', '_')
const env = { ...process.env }
for (let at = 0; at < flags.length; at += 2) {
  const name = /^--([a-z-]+)$/.exec(flags[at])?.[1]
  if (name === undefined || flags[at + 1] === undefined) {
    console.error(`${flags[at]} is no flag with a value. Write it as --requests 100000.`)
    process.exit(2)
  }
  env[`${prefix}_${name.toUpperCase().replaceAll('-', '_')}`] = flags[at + 1]
}
const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const run = spawn(process.execPath, [vitest, 'run', `test/proof/${suite}.test.ts`], {
  cwd: root,
  env,
  stdio: 'inherit',
})
run.on('exit', (code) => process.exit(code ?? 1))
