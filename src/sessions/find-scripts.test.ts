import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findScripts } from './index.ts'

describe('finding scripts', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    await mkdir(join(folder, 'deep', 'er'), { recursive: true })
    for (const name of ['b.yaml', 'a.yaml', 'notes.txt', 'deep/c.yml', 'deep/er/d.yaml']) {
      await writeFile(join(folder, name), '')
    }
  })
  afterAll(() => rm(folder, { recursive: true }))

  const found = async (...wanted: string[]) =>
    (await findScripts(wanted.map((one) => join(folder, one)))).map((file) => file.slice(folder.length + 1))

  it('takes files as they are, each once', async () => {
    expect(await found('b.yaml', 'a.yaml', 'b.yaml')).toEqual(['b.yaml', 'a.yaml'])
  })

  it('takes all scripts below a folder', async () => {
    expect(await found('.')).toEqual(['a.yaml', 'b.yaml', 'deep/c.yml', 'deep/er/d.yaml'])
  })

  it('takes patterns', async () => {
    expect(await found('*.yaml')).toEqual(['a.yaml', 'b.yaml'])
    expect(await found('**/*.yaml')).toEqual(['a.yaml', 'b.yaml', 'deep/er/d.yaml'])
    expect(await found('deep/?.yml')).toEqual(['deep/c.yml'])
  })

  it('takes patterns and folders however the way to them is written', async () => {
    const way = relative('.', folder)
    expect(await findScripts([`./${way}/*.yaml`])).toEqual([join(way, 'a.yaml'), join(way, 'b.yaml')])
    expect(await findScripts([`${folder}/deep/../b*`])).toEqual([join(folder, 'b.yaml')])
    expect(await findScripts([`./${way}/deep`])).toEqual([
      join(way, 'deep/c.yml'),
      join(way, 'deep/er/d.yaml'),
    ])
  })

  it('takes brackets as they are, since folders are called so', async () => {
    for (const name of ['app (1)', 'app [old]', 'x{a,b}']) {
      await mkdir(join(folder, 'odd', name), { recursive: true })
      await writeFile(join(folder, 'odd', name, 'e.yaml'), '')
      expect(await found(`odd/${name}/*.yaml`)).toEqual([`odd/${name}/e.yaml`])
      expect(await found(`od?/${name}/*.yaml`)).toEqual([`odd/${name}/e.yaml`])
    }
    await rm(join(folder, 'odd'), { recursive: true })
  })

  it('leaves out packages and what is hidden, unless they are named', async () => {
    for (const name of ['node_modules/payersim/f.yaml', '.hidden/g.yaml', '.h.yaml']) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), '')
    }
    expect(await found('.')).not.toContain('node_modules/payersim/f.yaml')
    expect(await found('**/*.yaml')).toEqual(['a.yaml', 'b.yaml', 'deep/er/d.yaml'])
    expect(await found('node_modules/payersim')).toEqual(['node_modules/payersim/f.yaml'])
    expect(await found('node_modules/payersim/*')).toEqual(['node_modules/payersim/f.yaml'])
    expect(await found('.hidden/*')).toEqual(['.hidden/g.yaml'])
    for (const name of ['node_modules', '.hidden', '.h.yaml'])
      await rm(join(folder, name), { recursive: true })
  })

  it('takes linked files, and goes into no linked folder, which may be a circle', async () => {
    await mkdir(join(folder, 'linked'))
    await symlink(folder, join(folder, 'linked/circle'))
    await symlink(join(folder, 'a.yaml'), join(folder, 'linked/z.yaml'))
    await symlink(join(folder, 'gone'), join(folder, 'linked/gone.yaml'))
    expect(await found('linked')).toEqual(['linked/z.yaml'])
    expect(await found('linked/**/*.yaml')).toEqual(['linked/z.yaml'])
    expect(await found('linked/circle/deep')).toEqual([
      'linked/circle/deep/c.yml',
      'linked/circle/deep/er/d.yaml',
    ])
    await rm(join(folder, 'linked'), { recursive: true })
  })

  it('refuses what names no script', async () => {
    await expect(found('none/*.yaml')).rejects.toThrow('No session script is here.')
    await expect(found('c.yaml')).rejects.toThrow('c.yaml: No session script')
  })
})
