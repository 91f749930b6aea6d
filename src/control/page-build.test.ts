import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { pageBuild } from './page-build.ts'

it('tells which build of the page there is now', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-build-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(await pageBuild(folder)).toBeUndefined()
  writeFileSync(join(folder, 'index.html'), '<!doctype html>\n<html lang="en">')
  expect(await pageBuild(folder)).toBeUndefined()
  for (const build of ['0123456789ab', 'ba9876543210']) {
    writeFileSync(join(folder, 'index.html'), `<!doctype html>\n<html data-build="${build}" lang="en">`)
    expect(await pageBuild(folder)).toBe(build)
  }
})
