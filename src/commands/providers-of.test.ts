import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anotherFile, providersOf } from './providers-of.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function module(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

it('loads what each module exports by default, in their order', async () => {
  const one = module('one.mjs', "export default { name: 'one', title: 'One' }")
  const two = module('two.mjs', "export default { name: 'two', title: 'Two' }")
  const files = anotherFile(two, anotherFile(one))
  expect((await providersOf(files)).map(({ title }) => title)).toEqual(['One', 'Two'])
  expect(await providersOf([])).toEqual([])
})

it.each([
  ['a file that is not there', () => join(folder, 'none.mjs'), /none\.mjs: there is no such file/],
  ['a module that fails', () => module('bad.mjs', 'throw new Error("no key")'), /cannot be loaded: no key/],
  [
    'a module without a provider',
    () => module('empty.mjs', 'export const a = 1'),
    /exports no provider\. Write:/,
  ],
])('refuses %s', async (_, file, words) => {
  await expect(providersOf([file()])).rejects.toThrow(words)
})
