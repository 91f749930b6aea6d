import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import module from 'node:module'
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

it('compiled code is cached where this Node can, unless NODE_DISABLE_COMPILE_CACHE is set', () => {
  const started = (own: Record<string, string>) => {
    const env = { ...process.env, XDG_CACHE_HOME: folder, NODE_COMPILE_CACHE: '', ...own }
    const { stdout } = spawnSync(process.execPath, [main, '--version'], { env, encoding: 'utf8' })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    return readdirSync(folder)
  }
  expect(started({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([])
  expect(started({})).toEqual('enableCompileCache' in module ? ['payersim'] : [])
})
