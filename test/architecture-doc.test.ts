import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const document = readFileSync(`${root}docs/architecture.md`, 'utf8')

describe('docs/architecture.md', () => {
  it('names files that are there', () => {
    const named = [...document.matchAll(/`((?!src\/)[a-z-]+\/[\w/.-]*)`/g)].map(([, path = '']) => path)
    expect(named.length).toBeGreaterThan(50)
    const from = (path: string) => (path.startsWith('test/') ? root : `${root}src/`)
    expect(named.filter((path) => !existsSync(from(path) + path))).toEqual([])
  })

  it('names every file outside the folders of providers that knows one', () => {
    const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\.ts$|^providers\/[^/]+\//.test(file),
    )
    const knowing = files.filter((file) =>
      /['"]\.[./]*\/(?:providers\/)?(?:momo|onepipe)\//.test(readFileSync(`${root}src/${file}`, 'utf8')),
    )
    const [row = ''] = /^\| a provider of payersim's own .*$/m.exec(document) ?? []
    const named = [...row.matchAll(/`([a-z/-]+\.ts)`/g)].map(([, file]) => file)
    expect(knowing.sort()).toEqual(named.sort())
  })

  it('has every room on its floors', () => {
    const floors = /```mermaid\n([\s\S]*?)```/.exec(document)?.[1] ?? ''
    const rooms = readdirSync(`${root}src`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${name}/`)
    expect(rooms.filter((room) => !floors.includes(room))).toEqual([])
  })
})
