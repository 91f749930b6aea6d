import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const house = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-floors-')))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true })
  writeFileSync(join(house, file), text)
}

/** Runs a program of node_modules in the small house. */
function run(program: string, ...args: string[]): { code: number | null; out: string } {
  const path = join(root, 'node_modules/.bin', program)
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    cwd: house,
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return { code: status, out: stdout }
}

// A small house with the same rules: a face in each room, and nothing that breaks a law.
beforeAll(() => {
  for (const file of ['knip.json', '.dependency-cruiser.cjs']) cpSync(join(root, file), join(house, file))
  write('package.json', JSON.stringify({ name: 'house', type: 'module' }))
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'NodeNext', target: 'ES2023' } }))
  for (const room of ['terms', 'kernel', 'wallet', 'network', 'control', 'client', 'sessions'])
    write(`src/${room}/index.ts`, `export const ${room} = 1\n`)
  for (const room of ['client', 'sessions', 'web']) write(`src/${room}/parts.ts`, 'export const parts = 1\n')
  for (const provider of ['momo', 'onepipe'])
    for (const part of ['server', 'client', 'steps', 'panel', 'commands'])
      write(`src/providers/${provider}/${part}/index.ts`, `export const ${provider} = 1\n`)
  for (const room of ['store', 'time', 'delivery', 'http'])
    write(`src/kernel/${room}/index.ts`, `export const ${room} = 1\n`)
  write('src/index.ts', "export { client } from './client/index.ts'\n")
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

/** The law, the file that breaks it, and what is in that file. */
const breaches: ReadonlyArray<readonly [law: string, file: string, text: string]> = [
  ['no-import-up-from-kernel', 'src/kernel/up.ts', "import '../wallet/index.ts'\n"],
  [
    'only-through-the-face-of-providers/momo',
    'src/control/inside.ts',
    "import '../providers/momo/quirks.ts'\n",
  ],
  ['no-server-knows-scripts', 'src/control/scripts.ts', "import type {} from '../sessions/index.ts'\n"],
  ['no-import-up-from-terms', 'src/terms/up.ts', "import type {} from '../kernel/index.ts'\n"],
  ['no-import-sideways-from-wallet', 'src/wallet/sideways.ts', "import '../network/index.ts'\n"],
  [
    'only-through-the-face-of-kernel',
    'src/providers/momo/server/inside.ts',
    "import '../../../kernel/lone.ts'\n",
  ],
  [
    'only-through-the-face-of-kernel',
    'src/providers/momo/server/inside.test.ts',
    "import '../../../kernel/lone.ts'\n",
  ],
  [
    'no-import-sideways-from-providers/momo',
    'src/providers/momo/server/sideways.ts',
    "import '../../onepipe/server/index.ts'\n",
  ],
  [
    'only-its-room-loads-the-client-part',
    'src/sessions/part.ts',
    "import '../providers/momo/client/index.ts'\n",
  ],
  ['narrow-sight-of-client', 'src/client/of-a-server.ts', "import '../providers/momo/server/index.ts'\n"],
  [
    'only-through-the-face-of-providers/momo',
    'src/client/inside.ts',
    "import '../providers/momo/client/order.ts'\n",
  ],
  ['narrow-sight-of-client-parts', 'src/providers/momo/client/server.ts', "import '../server/index.ts'\n"],
  [
    'narrow-sight-of-client-parts',
    'src/providers/momo/client/kernel.ts',
    "import type {} from '../../../kernel/index.ts'\n",
  ],
  [
    'narrow-sight-of-client-parts',
    'src/providers/momo/client/first-face.ts',
    "import '../../../client/index.ts'\n",
  ],
  [
    'narrow-sight-of-client-parts',
    'src/providers/momo/client/other.ts',
    "import '../../onepipe/client/index.ts'\n",
  ],
  [
    'only-its-room-loads-the-steps-part',
    'src/client/steps.ts',
    "import '../providers/momo/steps/index.ts'\n",
  ],
  ['narrow-sight-of-sessions', 'src/sessions/of-a-client.ts', "import '../providers/momo/client/index.ts'\n"],
  ['narrow-sight-of-steps-parts', 'src/providers/momo/steps/server.ts', "import '../server/index.ts'\n"],
  ['narrow-sight-of-steps-parts', 'src/providers/momo/steps/inside.ts', "import '../client/order.ts'\n"],
  [
    'narrow-sight-of-steps-parts',
    'src/providers/momo/steps/first-face.ts',
    "import '../../../sessions/index.ts'\n",
  ],
  [
    'only-its-room-loads-the-panel-part',
    'src/sessions/panel.ts',
    "import '../providers/momo/panel/index.ts'\n",
  ],
  [
    'only-its-room-loads-the-commands-part',
    'src/simulator/commands.ts',
    "import '../providers/momo/commands/index.ts'\n",
  ],
  [
    'narrow-sight-of-commands-parts',
    'src/providers/momo/commands/client.ts',
    "import '../client/index.ts'\n",
  ],
  ['narrow-sight-of-commands-parts', 'src/providers/momo/commands/inside.ts', "import '../server/lone.ts'\n"],
  ['narrow-sight-of-web', 'src/web/of-a-client.ts', "import '../providers/momo/client/index.ts'\n"],
  ['narrow-sight-of-panel-parts', 'src/providers/momo/panel/server.tsx', "import '../server/index.ts'\n"],
  [
    'narrow-sight-of-panel-parts',
    'src/providers/momo/panel/inside.tsx',
    "import '../../../web/server.tsx'\n",
  ],
  ['no-node-in-terms-and-web', 'src/providers/momo/panel/node.ts', "import 'node:fs'\n"],
  ['no-part-in-a-server', 'src/providers/momo/server/client.ts', "import '../client/index.ts'\n"],
  ['no-import-up-from-kernel-store', 'src/kernel/store/up.ts', "import '../time/index.ts'\n"],
  ['no-import-up-from-kernel-time', 'src/kernel/time/up.ts', "import type {} from '../delivery/index.ts'\n"],
  ['no-import-up-from-kernel-delivery', 'src/kernel/delivery/up.ts', "import '../http/index.ts'\n"],
  ['only-through-the-face-of-kernel-store', 'src/kernel/in-store.ts', "import './store/lone.ts'\n"],
  ['only-through-the-face-of-kernel-time', 'src/kernel/delivery/inside.ts', "import '../time/lone.ts'\n"],
  ['only-through-the-face-of-kernel-delivery', 'src/kernel/in-delivery.ts', "import './delivery/lone.ts'\n"],
  ['only-through-the-face-of-kernel-http', 'src/kernel/in-http.ts', "import './http/lone.ts'\n"],
  ['narrow-sight-of-client', 'src/client/server.ts', "import type {} from '../kernel/index.ts'\n"],
  ['narrow-sight-of-sessions', 'src/sessions/server.ts', "import '../kernel/index.ts'\n"],
  ['narrow-sight-of-matchers', 'src/matchers/server.ts', "import '../kernel/index.ts'\n"],
  ['narrow-sight-of-redirect', 'src/redirect/server.ts', "import '../kernel/index.ts'\n"],
  ['narrow-sight-of-main.ts', 'src/main.ts', "import './kernel/index.ts'\n"],
  ['narrow-sight-of-web', 'src/web/server.tsx', "import '../kernel/index.ts'\n"],
  ['terms-are-words-alone', 'src/terms/library.ts', "import 'express'\n"],
  ['no-node-in-terms-and-web', 'src/terms/node.ts', "import 'node:fs'\n"],
  ['no-tests-in-code', 'src/kernel/tried.ts', "import './some.fixture.ts'\n"],
  ['every-file-stands-on-a-floor', 'src/loose.ts', "import './kernel/index.ts'\n"],
  ['every-file-stands-on-a-floor', 'src/annex/index.ts', "import '../kernel/index.ts'\n"],
  ['every-imported-file-stands-on-a-floor', 'src/kernel/into-the-annex.ts', "import '../annex/index.ts'\n"],
  ['every-lone-file-stands-on-a-floor', 'src/alone.ts', 'export const alone = 1\n'],
  ['no-circles', 'src/kernel/one.ts', "import type { other } from './other.ts'\nexport const one = 1\n"],
  ['no-circles', 'src/kernel/one.fixture.ts', "import './other.fixture.ts'\nexport const one = 1\n"],
]

/** What was found that fails the run, which the JSON of it does not. */
function broken(): string[] {
  const { out } = run('depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src')
  const { violations } = JSON.parse(out).summary as {
    violations: Array<{ from: string; rule: { name: string; severity: string } }>
  }
  return violations
    .filter(({ rule }) => rule.severity === 'error')
    .map(({ from, rule }) => `${rule.name} by ${from}`)
}

describe('the floors of the house', () => {
  it('let a house be that keeps every law', () => {
    expect(broken()).toEqual([])
  }, 60_000)

  describe('refuse an import that breaks a law', () => {
    let found: string[]
    beforeAll(() => {
      for (const room of ['', 'store/', 'time/', 'delivery/', 'http/'])
        write(`src/kernel/${room}lone.ts`, 'export const lone = 1\n')
      write('src/providers/momo/quirks.ts', 'export const quirks = 1\n')
      write('src/providers/momo/server/lone.ts', 'export const lone = 1\n')
      write('src/providers/momo/client/order.ts', 'export const order = 1\n')
      write('src/kernel/some.fixture.ts', 'export const some = 1\n')
      write('src/kernel/other.ts', "import type { one } from './one.ts'\nexport const other = 1\n")
      write('src/kernel/other.fixture.ts', "import './one.fixture.ts'\n")
      write('node_modules/express/package.json', JSON.stringify({ name: 'express', main: 'index.js' }))
      write('node_modules/express/index.js', '')
      for (const [, file, text] of breaches) write(file, text)
      found = broken()
    }, 60_000)

    it.each(breaches)('%s: %s', (law, file) => {
      expect(found).toContain(`${law} by ${file}`)
    })
  })
})

it('refuses an export that nobody uses', () => {
  write('src/index.ts', "export { used } from './terms/words.ts'\n")
  write('src/terms/words.ts', 'export const used = 1\nexport const forgotten = used\n')
  const { code, out } = run('knip', '--no-progress', '--include', 'exports')
  expect(out).toMatch(/forgotten\s+src\/terms\/words\.ts:2/)
  expect(out).not.toMatch(/\bused\b\s+src/)
  expect(code).toBe(1)
}, 60_000)

it('lints by all of these', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(scripts.lint.split(' && ')).toEqual(['biome check', 'npm run -s floors', 'knip --no-progress'])
})
