import { execFile } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../src/simulator/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const run = promisify(execFile)

/** The blocks of the README in one language, in their order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text)
}

/** The one block of a language that has these words. */
function blockWith(language: string, words: string): string {
  const found = blocks(language).filter((text) => text.includes(words))
  expect(found).toHaveLength(1)
  return found[0] ?? ''
}

describe('the README', () => {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-readme-')))
  // A project elsewhere that has payersim and vitest, and nothing else.
  beforeAll(() => {
    mkdirSync(join(project, 'node_modules'))
    symlinkSync(root, join(project, 'node_modules/payersim'))
    symlinkSync(join(root, 'node_modules/vitest'), join(project, 'node_modules/vitest'))
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  })
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  it('has a test that passes as it is printed, with what it says of pre-approvals and transfers', async () => {
    const first = blockWith('ts', "test('a payer approves'")
    const more = blockWith('ts', 'preApprove')
    writeFileSync(join(project, 'first.test.ts'), first)
    const end = '  await sim.close()\n'
    expect(first).toContain(end)
    writeFileSync(join(project, 'more.test.ts'), first.replace(end, more + end))
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', project],
      { cwd: project, env: { ...process.env, NO_COLOR: '1' } },
    )
    expect(stdout).toMatch(/Tests\s+2 passed \(2\)/)
  }, 60_000)

  it('has shell lines that ask for money, and tell the status and the callback', async () => {
    const paid: string[] = []
    const shop = createServer((request, response) => {
      request.on('data', (chunk) => paid.push(String(chunk)))
      request.on('end', () => response.end())
    }).listen(0, '127.0.0.1')
    const sim = await startSimulator({ port: 0 })
    const server = new URL(sim.url ?? '').host
    // The ports of the README are taken by whatever else runs here.
    const lines = (text: string) =>
      text
        .replaceAll('localhost:4000', server)
        .replaceAll('localhost:4001', `localhost:${(shop.address() as AddressInfo).port}`)
    try {
      const asked = lines(blockWith('sh', 'TOKEN='))
      const variables = 'echo; echo "REFERENCE=$REFERENCE TOKEN=$TOKEN KEY=$KEY"'
      const { stdout } = await run('sh', ['-c', `${asked}\n${variables}`])
      expect(stdout).toMatch(/^HTTP\/1\.1 202 Accepted/)
      const ama = sim.phone('+46733000001')
      await ama.prompted()
      await ama.choose('Approve')
      await ama.reply(ama.pin)
      await sim.clock.advance('PT1S')
      const known = /^REFERENCE=.*$/m.exec(stdout)?.[0].replaceAll(' ', '\n') ?? ''
      const callbacks = await run('sh', ['-c', `${known}\n${lines(blockWith('sh', '/_sim/callbacks'))}`])
      expect(callbacks.stdout).toContain('"status":"SUCCESSFUL"}')
      expect(callbacks.stdout).toContain('/paid","')
      expect(paid.join('')).toContain('"status":"SUCCESSFUL"')
    } finally {
      await sim.close()
      shop.close()
    }
  })
})
