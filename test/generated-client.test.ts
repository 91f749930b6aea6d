import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { program } from './generated-client.fixture.ts'

const run = promisify(execFile)
const packages = fileURLToPath(new URL('../node_modules', import.meta.url))
const { resolve } = createRequire(import.meta.url)
const compiler = join(dirname(resolve('typescript/package.json')), 'bin/tsc')
const generator = join(packages, 'oazapfts/dist/cli.js')

let sim: Simulator
let folder: string
beforeAll(async () => {
  sim = await startSimulator({ port: 0 })
  folder = mkdtempSync(join(tmpdir(), 'payersim generated '))
})
afterAll(async () => {
  await sim.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a client that oazapfts generates of /openapi.json compiles, and approves a payment in a world of its own', async () => {
  writeFileSync(join(folder, 'openapi.json'), await (await fetch(`${sim.url}/openapi.json`)).text())
  await run(process.execPath, [generator, join(folder, 'openapi.json'), join(folder, 'api.ts')])
  writeFileSync(join(folder, 'program.ts'), program)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    target: 'es2022',
    module: 'nodenext',
    skipLibCheck: true,
    types: ['node'],
    outDir: 'out',
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
  mkdirSync(join(folder, 'out'))
  symlinkSync(packages, join(folder, 'node_modules'))
  const compiled = await run(process.execPath, [compiler, '-p', folder]).catch((error) => error)
  expect(compiled.stdout).toBe('')
  const { stdout } = await run(process.execPath, [join(folder, 'out/program.js'), sim.url ?? ''])
  expect(JSON.parse(stdout)).toEqual({
    rang: expect.arrayContaining([{ key: '1', label: expect.stringContaining('Approve') }]),
    end: 'ended',
    paid: 'SUCCESSFUL',
    type: '/docs/problems#no-open-session',
  })
  expect((await sim.world()).phones[0]?.balances[0]?.amount).toBe('500.00')
}, 120_000)
