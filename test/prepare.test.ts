import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'payersim-prepare-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['npx in a clone that is built', 'exec', true, false],
  ['npx in a clone that is not built yet', 'exec', false, true],
  ['npm ci', 'ci', true, true],
  ['npm pack', 'pack', true, true],
])('%s builds only where it must', (_, command, built, builds) => {
  mkdirSync(join(folder, 'dist'), { recursive: true })
  if (built) writeFileSync(join(folder, 'dist/main.js'), '')
  cpSync(
    fileURLToPath(new URL('../scripts/prepare.mjs', import.meta.url)),
    join(folder, 'scripts/prepare.mjs'),
  )
  const build = `node -e "require('fs').writeFileSync('builds', '')"`
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { build } }))
  const { status, stderr } = spawnSync(process.execPath, ['scripts/prepare.mjs'], {
    cwd: folder,
    env: { ...process.env, npm_command: command },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(existsSync(join(folder, 'builds'))).toBe(builds)
})
