import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const example = join(root, 'examples/ussd-app')
const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
const apps: ChildProcess[] = []

afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.kill()
    if (app.exitCode === null && app.signalCode === null) await once(app, 'exit')
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts an app on a free port, and answers its URL. */
async function serving(file: string): Promise<string> {
  const app = spawn(process.execPath, [file], {
    // A copy of the app elsewhere finds its packages by this.
    env: { ...process.env, PORT: '0', NODE_PATH: join(root, 'node_modules') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  apps.push(app)
  let said = ''
  for await (const chunk of app.stdout) {
    said += chunk
    const url = /listens on (\S+)/.exec(said)?.[1]
    if (url) return url
  }
  throw new Error(`${file} ended: ${said}`)
}

async function payersim(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(root, 'dist/main.js'), ...args], { cwd: root })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { code, said }
}

/** Plays the example's scripts against an app that listens at a URL. */
function played(url: string) {
  const world = join(example, 'world.yaml')
  return payersim('test', '--world', world, '--app', `*384*7#=${url}`, join(example, 'sessions'))
}

describe('examples/shop', () => {
  it('fails with the screen of the phone where it asks under a new reference after a lost answer', async () => {
    const shop = join(folder, 'shop')
    cpSync(join(root, 'examples/shop'), shop, { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(shop, 'node_modules'))
    const built = (file: string) => JSON.stringify(join(root, 'dist', file))
    writeFileSync(
      join(shop, 'vitest.config.ts'),
      `export default {
        test: { include: ['*.test.ts'] },
        resolve: {
          alias: [
            { find: /^payersim$/, replacement: ${built('index.js')} },
            { find: /^payersim\\/matchers$/, replacement: ${built('matchers/index.js')} },
          ],
        },
      }`,
    )
    const written = readFileSync(join(shop, 'shop.ts'), 'utf8')
    const changed = written.replace(
      'const state = await payments.stateOf(order.payment)',
      (line) => `order.payment = await payments.ask(order, url)\n    ${line}`,
    )
    expect(changed).not.toBe(written)
    writeFileSync(join(shop, 'shop.ts'), changed)
    const args = [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--no-color',
      '-t',
      'after a lost answer',
    ]
    const child = spawn(process.execPath, args, { cwd: shop, env: { ...process.env, CI: 'true' } })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk
      })
    const [code] = await once(child, 'close')
    expect(said).toMatch(/1 failed/)
    expect(said).toMatch(/Pay 12\.50 EUR to Kiosk 24\?/)
    expect(code).toBe(1)
  }, 240_000)
})

describe('examples/ussd-app', () => {
  it('passes its scripts, and the explorer finds nothing wrong', async () => {
    const url = await serving(join(example, 'app.js'))
    const { code, said } = await played(url)
    const scripts = readdirSync(join(example, 'sessions')).length
    expect(said).toContain(`${scripts} passed, 0 failed`)
    expect(code).toBe(0)

    const explored = await payersim('explore', '--url', url, '--code', '*384*7#', '--depth', '3')
    expect(explored).toMatchObject({ code: 0, said: expect.stringContaining('Nothing wrong was found.') })
  }, 240_000)

  it('fails where the app saves at every callback', async () => {
    const forgetful = join(folder, 'app.js')
    const written = readFileSync(join(example, 'app.js'), 'utf8')
    const changed = written.replace('if (saved.has(sessionId)) return', '')
    expect(changed).not.toBe(written)
    writeFileSync(forgetful, changed)
    const { code, said } = await played(await serving(forgetful))
    expect(said).toMatch(/failed at .*safaricom\.yaml:6:/)
    expect(said).toContain('You now have KES 1000.00.')
    expect(code).toBe(1)
  }, 240_000)
})
