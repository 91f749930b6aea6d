import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const main = join(root, 'dist/main.js')
let project: string
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-init-')))
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

const run = (...args: string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' }
    execFile(process.execPath, args, { cwd: project, env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })

describe('payersim init', () => {
  it('in an empty folder writes a script that passes in its world', async () => {
    expect(await run(main, 'init')).toEqual({
      code: 0,
      out: 'Wrote  payersim.world.yaml\nWrote  sessions/approve.yaml\n\nNext:  npx payersim test\n',
      err: '',
    })
    const { code, out } = await run(main, 'test')
    expect(out).toMatch(/\n1 passed, 0 failed\n$/)
    // The PIN and the balance are those of the world file.
    expect(out).toContain('has 487.50 EUR')
    expect(code).toBe(0)
    expect(await run(main, 'world', 'payersim.world.yaml')).toMatchObject({ code: 0, err: '' })
  })

  it.each(['ts', 'js'])(
    'where there is vitest writes a test that passes, in %s',
    async (ending) => {
      const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string }
      mkdirSync(join(project, 'node_modules'))
      symlinkSync(root, join(project, 'node_modules', name))
      symlinkSync(join(root, 'node_modules/vitest'), join(project, 'node_modules/vitest'))
      writeFileSync(join(project, 'package.json'), '{ "devDependencies": { "vitest": "4" } }')
      if (ending === 'ts') writeFileSync(join(project, 'tsconfig.json'), '{}')
      const { out } = await run(main, 'init', '--environment', 'mtnghana', '--ci', 'github')
      expect(out).toContain(`Wrote  test/approve.test.${ending}\nWrote  .github/workflows/payersim.yml\n`)
      expect(out).toMatch(
        /\nNext: {2}npm install --save-dev payersim\n {7}npx payersim test\n {7}npx vitest run\n$/,
      )
      expect((await run(main, 'test')).out).toMatch(/has 487\.50 GHS\n {2}passed\n\n1 passed, 0 failed\n$/)
      const vitest = await run(join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', project)
      expect(vitest.out).toMatch(/Tests\s+1 passed \(1\)/)
      const again = await run(main, 'init', '--environment', 'mtnnigeria', '--ci', 'github')
      expect(again).toEqual({
        code: 2,
        out: '',
        err: `payersim: payersim.world.yaml, sessions/approve.yaml, test/approve.test.${ending} are there already, so nothing was written. Move them away, or write over them with --force.\n`,
      })
      expect(readFileSync(join(project, 'payersim.world.yaml'), 'utf8')).toContain('mtnghana')
    },
    60_000,
  )

  it('says what it does not know', async () => {
    const { code, err } = await run(main, 'init', '--environment', 'mtngana')
    expect([code, err]).toEqual([
      2,
      'payersim: --environment mtngana: the built-in world has no shop there. Did you mean mtnghana?\n',
    ])
    expect(existsSync(join(project, 'sessions'))).toBe(false)
  })
})
