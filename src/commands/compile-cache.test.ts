import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { cacheFolder } from './compile-cache.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-cache-'))
afterAll(() => rmSync(folder, { recursive: true }))
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

it.each([
  ['linux', { XDG_CACHE_HOME: '/cache' }, '/home/ama', '/cache/payersim'],
  ['linux', {}, '/home/ama', '/home/ama/.cache/payersim'],
  ['darwin', {}, '/Users/ama', '/Users/ama/Library/Caches/payersim'],
  ['linux', {}, '/', undefined],
  ['linux', {}, '', undefined],
  ['win32', {}, 'C:', undefined],
] as const)('compiled code on %s with %j of the user of %s is in %s', (platform, env, home, wanted) => {
  expect(cacheFolder(env, platform, home)).toBe(wanted)
})

it('compiled code is kept, unless NODE_DISABLE_COMPILE_CACHE is set', () => {
  const started = (own: Record<string, string>, ...args: string[]) => {
    const env = { ...process.env, XDG_CACHE_HOME: folder, NODE_V8_COVERAGE: '', ...own }
    const { stdout } = spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8' })
    expect(stdout).not.toBe('')
    return readdirSync(folder, { recursive: true }).map(String).sort()
  }
  expect(started({ NODE_DISABLE_COMPILE_CACHE: '1' }, '--version')).toEqual([])
  expect(started({}, '--version')).toEqual(['payersim', expect.stringMatching(/payersim-[0-9a-f]{8}\.code$/)])
  // Each command calls other functions.
  expect(started({}, 'test', '--schema')).toHaveLength(3)
  const script = fileURLToPath(new URL('../../sessions/approve.yaml', import.meta.url))
  expect(started({}, 'test', script)).toContainEqual(expect.stringMatching(/script-[0-9a-f]{8}\.code$/))
})

it('serve may be started by what it kept, in spite of its own flags for V8', async () => {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'serve'), NODE_V8_COVERAGE: '' }
  const served = async () => {
    const args = [main, 'serve', '--port', '0', '--data', ':memory:']
    const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    await once(server.stdout, 'data')
    server.kill()
    expect(await once(server, 'exit')).toEqual([0, null])
    const [name = ''] = readdirSync(join(folder, 'serve/payersim'))
    return statSync(join(folder, 'serve/payersim', name)).ino
  }
  expect(await served()).toBe(await served())
})
