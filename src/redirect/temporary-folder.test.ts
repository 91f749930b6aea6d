import { spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

const prefix = 'payersim-run-'
const outer = mkdtempSync(join(tmpdir(), 'payersim test '))
let inner = ''
beforeEach(() => {
  inner = mkdtempSync(join(outer, 'tmp-'))
  vi.stubEnv('TMPDIR', inner)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(outer, { recursive: true }))

const dead = spawnSync(process.execPath, ['-e', '']).pid

/** A folder that another process has left, so many hours ago. */
function left(owner: object | string | undefined, hours = 0): string {
  const path = mkdtempSync(join(inner, prefix))
  writeFileSync(join(path, 'key.pem'), 'secret')
  const text = typeof owner === 'string' ? owner : JSON.stringify(owner)
  if (owner !== undefined) writeFileSync(join(path, 'owner.json'), text)
  const then = Date.now() / 1_000 - hours * 3_600
  utimesSync(path, then, then)
  return path
}

/** The owner file of this process. */
function own(): { pid: number; began: string; place: string } {
  const { path, remove } = temporaryFolder('payersim-other-')
  const owner = JSON.parse(readFileSync(join(path, 'owner.json'), 'utf8'))
  remove()
  return owner
}

/** Which of these still exist after another one has been made. */
function keptOf(paths: readonly string[]): boolean[] {
  temporaryFolder(prefix).remove()
  return paths.map((path) => existsSync(path))
}

describe('a folder for the life of a process', () => {
  it('is its user’s only, and goes with it', () => {
    const { path, remove } = temporaryFolder(prefix)
    expect((statSync(path).mode & 0o777).toString(8)).toBe('700')
    remove()
    expect(existsSync(path)).toBe(false)
  })

  it('goes with the next one where its process was killed', () => {
    const mine = own()
    expect(keptOf([left({ ...mine, pid: dead }), left(mine)])).toEqual([false, true])
  })

  it('is not taken for that of a later process with the same number', {
    skip: process.platform !== 'linux',
  }, () => {
    expect(keptOf([left({ ...own(), began: '1' }), left({ ...own(), pid: 1, began: '1' })])).toEqual([
      false,
      false,
    ])
  })

  it('stays for a day where nothing tells whether its process lives', () => {
    const elsewhere = { ...own(), pid: dead, place: 'another container' }
    const young = [left(elsewhere), left(undefined), left('{"pid":'), left({ pid: 'x' }), left(null as never)]
    expect(keptOf(young)).toEqual([true, true, true, true, true])
    expect(keptOf([left(elsewhere, 25), left(undefined, 25)])).toEqual([false, false])
  })

  it('is left alone where it is another user’s, of another name, a link or a file', () => {
    const gone = { ...own(), pid: dead }
    const victim = join(outer, 'victim')
    mkdirSync(victim, { recursive: true })
    writeFileSync(join(victim, 'owner.json'), JSON.stringify(gone))
    const link = join(inner, `${prefix}link`)
    symlinkSync(victim, link)
    const file = join(inner, `${prefix}file`)
    writeFileSync(file, '')
    const named = join(inner, 'payersim-mine')
    mkdirSync(named)
    writeFileSync(join(named, 'owner.json'), JSON.stringify(gone))
    const foreign = left(gone)
    if (process.getuid?.() === 0) chownSync(foreign, 65_534, 65_534)
    else rmSync(foreign, { recursive: true })
    expect(keptOf([victim, link, file, named])).toEqual([true, true, true, true])
    expect(existsSync(foreign)).toBe(process.getuid?.() === 0)
  })
})
