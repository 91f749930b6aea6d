import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ignoreDataFile } from './ignore-data-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-ignore-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, '.gitignore')

it.each([
  ['ends with a line break', 'node_modules/\n', 'node_modules/\npayersim.db*\n'],
  ['ends without one', 'node_modules/', 'node_modules/\npayersim.db*\n'],
  ['is of Windows', 'node_modules/\r\n', 'node_modules/\r\npayersim.db*\r\n'],
  ['is empty', '', 'payersim.db*\n'],
])('adds its line once to a .gitignore that %s', (_, before, after) => {
  writeFileSync(path(), before)
  expect(ignoreDataFile(folder)).toBe('added')
  expect(readFileSync(path(), 'utf8')).toBe(after)
  expect(ignoreDataFile(folder)).toBe('ignored')
  expect(readFileSync(path(), 'utf8')).toBe(after)
})

it('makes no .gitignore', () => {
  expect(ignoreDataFile(folder)).toBe('none')
})

it.skipIf(spawnSync('git', ['--version']).status !== 0)(
  'leaves one that ignores all of it, as git says',
  () => {
    spawnSync('git', ['init', '-q', folder])
    writeFileSync(path(), '*.db\n')
    expect(ignoreDataFile(folder)).toBe('added')
    writeFileSync(path(), '/payersim.*\n')
    expect(ignoreDataFile(folder)).toBe('ignored')
  },
)
