import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CompiledCode } from './compiled-code.ts'

let folder: string
let root: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-code-'))
  root = join(folder, 'dist')
  file = join(folder, 'cache/code')
  mkdirSync(root)
  writeFileSync(join(root, 'main.cjs'), "exports.shop = () => require('./shop.cjs').name()")
  writeFileSync(join(root, 'shop.cjs'), "exports.name = () => 'shop-1'")
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a process does that loads the program, with the code that is kept. */
function run(): string {
  const main = join(root, 'main.cjs')
  const require = createRequire(main)
  for (const path of Object.keys(require.cache)) if (path.startsWith(root)) delete require.cache[path]
  const code = new CompiledCode(root, file)
  const end = code.use()
  try {
    return require(main).shop()
  } finally {
    end()
    code.keep()
  }
}

const kept = () => ({ bytes: readFileSync(file), written: statSync(file).mtimeMs, inode: statSync(file).ino })

it('code is written once, and used by the next', () => {
  expect(run()).toBe('shop-1')
  const first = kept()
  expect(first.bytes.toString('latin1').split('\n', 1)[0]).toContain('shop.cjs')
  expect(run()).toBe('shop-1')
  expect(kept()).toEqual(first)
  expect(readdirSync(join(folder, 'cache'))).toEqual(['code'])
})

it('code is not used for another source, be it as long', () => {
  run()
  writeFileSync(join(root, 'shop.cjs'), "exports.name = () => 'shop-2'")
  expect(run()).toBe('shop-2')
  expect(run()).toBe('shop-2')
})

it('what is damaged or cut off is not used, and is written anew', () => {
  run()
  const whole = readFileSync(file)
  const damaged = Buffer.from(whole)
  damaged.fill(0, whole.length - 100)
  for (const content of [
    damaged,
    whole.subarray(0, whole.length - 100),
    Buffer.from('{}\n'),
    Buffer.alloc(0),
  ]) {
    writeFileSync(file, content)
    expect(run()).toBe('shop-1')
    expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2)
    expect(readFileSync(file).equals(content)).toBe(false)
  }
})

it.skipIf(process.getuid?.() !== 0)('what another user wrote is not used', () => {
  run()
  chownSync(file, 1, 1)
  expect(run()).toBe('shop-1')
  expect(statSync(file).uid).toBe(0)
})

it('a process that ran much longer keeps its code, since it called more', () => {
  run()
  const [line = '', ...code] = readFileSync(file, 'latin1').split('\n')
  const head = { ...JSON.parse(line), milliseconds: 1 }
  writeFileSync(file, [JSON.stringify(head).padEnd(line.length), ...code].join('\n'), 'latin1')
  const before = kept()
  expect(run()).toBe('shop-1')
  expect(kept().inode).not.toBe(before.inode)
})

it('errors have their place in the file', () => {
  writeFileSync(join(root, 'shop.cjs'), "exports.name = () => { throw new Error('closed') }")
  const at = `${join(root, 'shop.cjs')}:1:30`
  for (const _ of [1, 2]) {
    try {
      run()
      expect.unreachable()
    } catch (error) {
      expect((error as Error).stack).toContain(at)
    }
  }
})

it('where the file cannot be written the program runs all the same', () => {
  writeFileSync(join(folder, 'cache'), 'no folder')
  expect(run()).toBe('shop-1')
})
