import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

  it('refuses what names no script', async () => {
    await expect(found('none/*.yaml')).rejects.toThrow('No session script is here.')
    await expect(found('c.yaml')).rejects.toThrow('c.yaml: No session script')
  })
})
