import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Ready, ReadyFile } from './ready-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-ready-'))
  file = join(folder, 'ready.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const ready: Ready = { url: 'http://127.0.0.1:4000', pid: 7, version: '0.1.0', store: ':memory:' }

describe('a ready file', () => {
  it('is one line of JSON for its owner alone, beside which nothing is left, and is removed', () => {
    const written = new ReadyFile(file)
    expect(readdirSync(folder)).toEqual([])
    written.write(ready)
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(ready)}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['ready.json'])
    written.remove()
    expect(readdirSync(folder)).toEqual([])
    written.remove()
  })

  it('of an earlier start is gone before this one is ready, and is for its owner alone again', () => {
    writeFileSync(file, JSON.stringify({ ...ready, pid: 6 }))
    chmodSync(file, 0o644)
    const written = new ReadyFile(file)
    expect(readdirSync(folder)).toEqual([])
    written.write(ready)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('that another start has written since is left to it', () => {
    const first = new ReadyFile(file)
    first.write(ready)
    const second = new ReadyFile(file)
    second.write({ ...ready, pid: 8 })
    first.remove()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: 8 })
  })

  it('is not removed before it was written', () => {
    const written = new ReadyFile(file)
    writeFileSync(file, JSON.stringify({ ...ready, pid: 8 }))
    written.remove()
    expect(readdirSync(folder)).toEqual(['ready.json'])
  })

  it.each<[string, (name: string) => string, string]>([
    ['no name', () => '', '--ready-file names no file.'],
    ['a folder', () => folder, 'is not a file. Name a file'],
    ['a folder that is not there', () => join(folder, 'a/ready.json'), 'There is no folder'],
    ['a file where a folder is meant', (name) => join(name, 'ready.json'), 'There is no folder'],
    ['a device', () => '/dev/null', 'is not a file. Name a file'],
    [
      'a link to nothing of ours',
      (name) => {
        symlinkSync(name, `${name}.link`)
        return `${name}.link`
      },
      'was not written by payersim',
    ],
    ['a file of somebody else', (name) => name, 'was not written by payersim serve. Name another'],
  ])('is refused: %s', (_, at, why) => {
    const diary = join(folder, 'diary')
    writeFileSync(diary, '{"dear": "diary"}')
    expect(() => new ReadyFile(at(diary))).toThrow(why)
    expect(readFileSync(diary, 'utf8')).toBe('{"dear": "diary"}')
  })
})
