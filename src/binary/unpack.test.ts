import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Carried, isWhole, sha256, UnpackError, unpack } from './unpack.ts'

const files: Record<string, string> = { 'dist/main.js': 'run()', 'addon.node': 'machine code', empty: '' }
const bytes = (text: string) => new TextEncoder().encode(text)
const carried: Carried = {
  name: '1.0.0-abc',
  hashes: new Map(Object.entries(files).map(([path, text]) => [path, sha256(bytes(text))])),
  read: (path) => bytes(files[path] ?? ''),
}

let home: string
let place: string
const folder = () => join(place, carried.name)
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-unpack-')))
  place = join(home, '.cache/payersim')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const mode = (path: string) => (lstatSync(path).mode & 0o777).toString(8)
const isRoot = process.getuid?.() === 0

describe('the files that the binary carries', () => {
  it('are unpacked to a folder that only this user may enter', () => {
    expect(unpack(carried, [place])).toBe(folder())
    for (const [path, text] of Object.entries(files))
      expect(readFileSync(join(folder(), path), 'utf8')).toBe(text)
    for (const path of [place, folder(), join(folder(), 'dist')]) expect(mode(path)).toBe('700')
    expect(mode(join(folder(), 'addon.node'))).toBe('600')
    expect(readdirSync(place)).toEqual([carried.name])
  })

  it('are unpacked once', () => {
    unpack(carried, [place])
    const read = () => expect.fail('read again')
    expect(unpack({ ...carried, read }, [place])).toBe(folder())
  })

  it.each<[string, (path: string) => void]>([
    ['changed', (path) => writeFileSync(path, 'another program')],
    ['removed', (path) => rmSync(path)],
    ['cut short', (path) => writeFileSync(path, 'machine')],
  ])('are unpacked again where one was %s, and nothing is left of the old ones', (_, spoil) => {
    unpack(carried, [place])
    spoil(join(folder(), 'addon.node'))
    expect(isWhole(folder(), carried)).toBe(false)
    unpack(carried, [place])
    expect(readFileSync(join(folder(), 'addon.node'), 'utf8')).toBe('machine code')
    expect(readdirSync(place)).toEqual([carried.name])
  })

  it('are unpacked again where others may enter their folder, or a file has its name', () => {
    unpack(carried, [place])
    chmodSync(folder(), 0o755)
    unpack(carried, [place])
    expect(mode(folder())).toBe('700')
    rmSync(folder(), { recursive: true })
    writeFileSync(folder(), '')
    unpack(carried, [place])
    expect(isWhole(folder(), carried)).toBe(true)
  })

  it('are refused where the binary itself is damaged', () => {
    const damaged = { ...carried, read: () => bytes('damaged') }
    expect(() => unpack(damaged, [place])).toThrow(/dist\/main\.js in the binary is damaged/)
    expect(readdirSync(place)).toEqual([])
  })

  it('of a start that was killed are removed after a day', () => {
    mkdirSync(join(place, '.new-killed'), { recursive: true })
    mkdirSync(join(place, '.new-running'))
    chmodSync(place, 0o700)
    const yesterday = Date.now() / 1000 - 25 * 60 * 60
    utimesSync(join(place, '.new-killed'), yesterday, yesterday)
    unpack(carried, [place])
    expect(readdirSync(place).sort()).toEqual(['.new-running', carried.name])
  })

  it('are unpacked whole by each of many first starts at once', async () => {
    const program = `
      import { unpack } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'unpack.ts')).href)}
      const files = new Map(JSON.parse(process.argv[1]))
      const [place, ...hashes] = JSON.parse(process.argv[2])
      console.log(unpack({ name: '1.0.0-abc', hashes: new Map(hashes), read: (path) => Buffer.from(files.get(path)) }, [place]))`
    const args = [JSON.stringify(Object.entries(files)), JSON.stringify([place, ...carried.hashes])]
    const starts = Array.from({ length: 4 }, async () => {
      const start = spawn(process.execPath, [
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        program,
        ...args,
      ])
      let said = ''
      for (const stream of [start.stdout, start.stderr]) stream.on('data', (chunk) => (said += chunk))
      await new Promise((resolve) => start.on('close', resolve))
      return said.trim()
    })
    expect(new Set(await Promise.all(starts))).toEqual(new Set([folder()]))
    expect(isWhole(folder(), carried)).toBe(true)
    expect(readdirSync(place)).toEqual([carried.name])
  })
})

describe.skipIf(process.platform === 'win32')('a place that another user can reach', () => {
  const other = () => join(home, 'other')
  const refusal = (places: string[]) => {
    try {
      return expect.fail(unpack(carried, places))
    } catch (error) {
      expect(error).toBeInstanceOf(UnpackError)
      return (error as Error).message
    }
  }

  it.each<[string, () => void, RegExp]>([
    ['others may enter', () => mkdirSync(place, { recursive: true, mode: 0o755 }), /its mode must be 700/],
    [
      'is a link',
      () => {
        mkdirSync(join(home, '.cache'))
        symlinkSync(home, place)
      },
      /it is no folder/,
    ],
    [
      'lies in a folder where others may write',
      () => {
        mkdirSync(join(home, '.cache'))
        chmodSync(join(home, '.cache'), 0o777)
      },
      /other users may write to .*\.cache/,
    ],
    ['lies below a file', () => writeFileSync(join(home, '.cache'), ''), /EEXIST|ENOTDIR/],
  ])('is passed over where it %s, and named where there is no other', (_, prepare, why) => {
    prepare()
    expect(unpack(carried, [place, other()])).toBe(join(other(), carried.name))
    const said = refusal([place])
    expect(said).toMatch(why)
    expect(said).toContain(place)
    expect(said).toContain('Set XDG_CACHE_HOME to a folder that is yours')
  })

  it.skipIf(!isRoot)('is passed over where another user made it, whatever it holds', () => {
    mkdirSync(folder(), { recursive: true })
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder(), path, '..'), { recursive: true })
      writeFileSync(join(folder(), path), text)
    }
    const planted = 1234
    spawnSync('chown', ['-R', String(planted), place])
    spawnSync('chmod', ['-R', 'go=', place])
    expect(unpack(carried, [place, other()])).toBe(join(other(), carried.name))
    expect(refusal([place])).toMatch(/it belongs to another user \(1234, and this one is 0\)/)
  })

  it.skipIf(!isRoot)(
    'is passed over where its parent is of another user, as with sudo and a kept HOME',
    () => {
      mkdirSync(join(home, '.cache'))
      chownSync(join(home, '.cache'), 1234, 1234)
      expect(unpack(carried, [place, other()])).toBe(join(other(), carried.name))
      expect(existsSync(place)).toBe(false)
    },
  )

  it('serves in a folder with the sticky bit, as /tmp is', () => {
    mkdirSync(other())
    chmodSync(other(), 0o1777)
    expect(unpack(carried, [join(other(), 'payersim-1')])).toBe(join(other(), 'payersim-1', carried.name))
  })
})
