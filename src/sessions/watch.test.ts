import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchScripts } from './watch.ts'

const script = (name: string, ...head: string[]) =>
  ['session: ', name, ...head.map((line) => `\n${line}`), '\nsteps:\n  - wait: PT1S\n'].join('')

describe('watching scripts', () => {
  let folder: string
  /** Files are written here first, and then moved into the folder whole. */
  let desk: string
  let end: AbortController
  let watching: Promise<void>
  let played: string[][]
  let waits: number[]
  let wake: () => void

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    desk = await mkdtemp(join(tmpdir(), 'desk-'))
    end = new AbortController()
    played = []
    waits = []
    wake = () => {}
    await mkdir(join(folder, 'starts'))
    await write('a.yaml', script('a', 'use: starts/s.yaml'))
    await write('b.yaml', script('b'))
    await write('starts/s.yaml', script('s'))
    await write('world.yaml.txt', 'phones: []')
  })
  afterEach(async () => {
    end.abort()
    await watching
    for (const one of [folder, desk]) await rm(one, { recursive: true, force: true })
  })

  async function write(name: string, text: string): Promise<void> {
    await writeFile(join(desk, 'file'), text)
    await rename(join(desk, 'file'), join(folder, name))
  }

  function watch(...wanted: string[]): void {
    watching = watchScripts(
      wanted.map((one) => join(folder, one)),
      {
        world: join(folder, 'world.yaml.txt'),
        signal: end.signal,
        play: (files) => {
          played.push(files.map((file) => basename(file, '.yaml')))
          return Promise.resolve()
        },
        waits: (scripts) => {
          waits.push(scripts)
          wake()
        },
      },
    )
  }

  /** Resolves when it waits again. */
  async function until(holds: () => boolean): Promise<void> {
    while (waits.length === 0 || !holds()) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  it('plays all, and then what changes', async () => {
    watch('.')
    await until(() => played.length === 1)
    expect(played).toEqual([['a', 'b', 's']])
    await write('b.yaml', script('b again'))
    await until(() => played.length === 2)
    await write('starts/s.yaml', script('s again'))
    await until(() => played.length === 3)
    await write('world.yaml.txt', 'phones: [1]')
    await until(() => played.length === 4)
    expect(played.slice(1)).toEqual([['b'], ['a', 's'], ['a', 'b', 's']])
  })

  it('plays nothing where a file is written as it was', async () => {
    watch('.')
    await until(() => true)
    const before = waits.length
    await write('b.yaml', script('b'))
    await until(() => waits.length > before)
    expect(played).toEqual([['a', 'b', 's']])
  })

  it('takes a file that is written where it is', async () => {
    watch('a.yaml')
    await until(() => true)
    await writeFile(join(folder, 'starts/s.yaml'), script('s again'))
    await until(() => played.length > 1)
    expect(played[1]).toEqual(['a'])
  })

  it('plays scripts that are added, in new folders too, and forgets what is gone', async () => {
    watch('.')
    await until(() => true)
    await mkdir(join(folder, 'more'))
    await write('more/c.yaml', script('c'))
    await until(() => played.length === 2)
    expect(played[1]).toEqual(['c'])
    await rm(join(folder, 'b.yaml'))
    await until(() => waits.at(-1) === 3)
    expect(played).toHaveLength(2)
  })

  it('plays what uses a file that was missing', async () => {
    await rm(join(folder, 'starts/s.yaml'))
    watch('a.yaml')
    await until(() => true)
    await write('starts/s.yaml', script('s'))
    await until(() => played.length === 2)
    expect(played[1]).toEqual(['a'])
  })

  it('is refused where there is nothing to begin with', async () => {
    watching = Promise.resolve()
    const watched = watchScripts([join(folder, 'none')], {
      play: () => Promise.resolve(),
      signal: end.signal,
    })
    await expect(watched).rejects.toThrow('No session script is here.')
  })
})
