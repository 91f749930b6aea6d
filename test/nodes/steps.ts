import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'

/** What is tried on each Node, the shortest first; each returns what the table says of it. */
export const steps: Record<string, (program: string, copy: string) => Promise<string>> = {
  approval: async (program, copy) =>
    (await run(program, ['--import', 'tsx', 'test/nodes/approval.ts'], { cwd: copy })).trim(),

  scripts: async (program, copy) => {
    const said = await run(program, ['dist/main.js', 'test'], { cwd: copy })
    return said.trimEnd().split('\n').at(-1) ?? ''
  },

  unit: async (program, copy) => {
    const report = join(copy, 'unit.json')
    rmSync(report, { force: true })
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
    await run(program, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...reporters], {
      cwd: copy,
      timeout: 60 * 60_000,
    })
    const { numPassedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    return `${numPassedTests} passed, ${numPendingTests} skipped`
  },
}
