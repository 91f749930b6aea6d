import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'
import { expect, it } from 'vitest'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

/** Every package that the built JavaScript is made of, by its source maps. */
async function bundledPackages(): Promise<Map<string, string>> {
  const maps = await glob(
    ['*.{cjs,js}.map', '{chunks,commands,matchers,messaging,redirect,sessions}/**/*.{cjs,js}.map'],
    {
      cwd: dist,
    },
  )
  const packages = new Map<string, string>()
  for (const map of maps) {
    const file = join(dist, map)
    const { sources } = JSON.parse(readFileSync(file, 'utf8')) as { sources: string[] }
    for (const source of sources) {
      const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(resolve(dirname(file), source)) ?? []
      if (folder === undefined) continue
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      packages.set(`${name} ${version}`, license)
    }
  }
  return packages
}

it('every package inside the built JavaScript is listed with its licence', async () => {
  const packages = await bundledPackages()
  // Express is there whatever is bundled: the routes are built on it.
  expect([...packages.keys()]).toContainEqual(expect.stringMatching(/^express \d/))
  const listed = readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8').split(`\n${'-'.repeat(80)}\n\n`)
  const missing = [...packages].filter(
    ([title, licence]) => !listed.some((text) => text.startsWith(`${title}\nLicence: ${licence}\n\n`)),
  )
  expect(missing).toEqual([])
})

it('each listed package has the text of its licence, or says that it comes without one', () => {
  const [, ...listed] = readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8').split(
    `\n${'-'.repeat(80)}\n\n`,
  )
  expect(listed.length).toBeGreaterThan(50)
  for (const text of listed)
    expect(text).toMatch(/permission|redistribution|The package has no file of its licence/i)
})

it('the packages of the page, and those inside the page at /docs, are listed beside them', () => {
  const text = readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  for (const name of ['react', 'react-dom', 'swagger-ui-dist']) {
    const folder = new URL(`../node_modules/${name}/package.json`, import.meta.url)
    const { version, license } = JSON.parse(readFileSync(folder, 'utf8'))
    expect(text).toContain(`\n${name} ${version}\nLicence: ${license}\n`)
  }
  // Of a package inside swagger-ui-dist.
  expect(text).toContain('Copyright (c) 2018 Jed Watson')
})
