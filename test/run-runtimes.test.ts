import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { program, run } from './run/payersim-run.fixture.ts'

const tokenUrl = 'https://sandbox.momodeveloper.mtn.com/collection/token/'
const folder = mkdtempSync(join(tmpdir(), 'payersim-runtimes-'))

const token = { access_token: expect.any(String), token_type: 'access_token', expires_in: 3600 }

let sim: Simulator
let url: string
let credentials: [authorization: string, key: string]
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  url = sim.url ?? ''
  const { subscriptionKeys, apiUsers } = (await sim.world()).momo
  const { id, apiKey } = apiUsers[0] ?? {}
  credentials = [`Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`, subscriptionKeys.collection]
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sim.close()
})

/** Whether a runtime is here: it and the library that it needs. */
const works = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0
const php = () => works('php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);')
/** Debian's own is not always the first python3. */
const pythonWith = (library: string) =>
  ['python3', '/usr/bin/python3'].find((python) => works(python, '-c', `import ${library}`))
const java = () => works('javac', '--version')
const wget = () => works('wget', '--version')

interface Runtime {
  name: string
  /** What is to be installed where it is not here. */
  from: string
  here: () => boolean
  command: readonly string[]
}
const runtimes: Runtime[] = [
  {
    name: 'PHP’s curl extension',
    from: 'php-cli and php-curl',
    here: php,
    command: ['php', program('curl-extension.php')],
  },
  {
    name: 'Guzzle',
    from: 'php-guzzlehttp-guzzle',
    here: () => php() && works('php', '-r', 'require "GuzzleHttp/autoload.php";'),
    command: ['php', program('guzzle.php')],
  },
  {
    name: 'Python’s requests',
    from: 'python3-requests',
    here: () => pythonWith('requests') !== undefined,
    command: [pythonWith('requests') ?? '', program('requests-token.py')],
  },
  {
    name: 'Python’s httpx',
    from: 'python3-httpx',
    here: () => pythonWith('httpx') !== undefined,
    command: [pythonWith('httpx') ?? '', program('httpx-token.py')],
  },
  {
    name: 'Java’s java.net.http',
    from: 'a JDK of version 11 or newer',
    here: java,
    command: ['java', program('JavaToken.java'), 'http-client'],
  },
  {
    name: 'Java’s HttpURLConnection',
    from: 'a JDK of version 11 or newer',
    here: java,
    command: ['java', program('JavaToken.java'), 'url-connection'],
  },
  {
    name: 'Go’s net/http',
    from: 'golang-go',
    here: () => works('go', 'version'),
    command: ['go', 'run', program('token.go')],
  },
  {
    name: 'Ruby’s net/http',
    from: 'ruby',
    here: () => works('ruby', '--version'),
    command: ['ruby', program('net-http.rb')],
  },
  {
    name: 'Perl’s LWP',
    from: 'libwww-perl and liblwp-protocol-https-perl',
    here: () => works('perl', '-MLWP::Protocol::https', '-e', '1'),
    command: ['perl', program('lwp.pl')],
  },
]

/** The token that wget gets, which has no program of ours around it. */
function byWget(env?: Record<string, string>) {
  const [authorization, key] = credentials
  const headers = [
    '--header',
    `Authorization: ${authorization}`,
    '--header',
    `Ocp-Apim-Subscription-Key: ${key}`,
  ]
  return run(url, ['wget', '-d', '-O', '-', '--tries=1', '--post-data=', ...headers, tokenUrl], env)
}

describe('a program under payersim run', () => {
  it.for(runtimes)(
    'reaches the simulator by $name, over TLS that it trusts',
    { timeout: 120_000 },
    async ({ here, from, command }, { skip }) => {
      skip(!here(), `not on this machine; it comes with ${from}`)
      const { code, lines, err } = await run(url, [...command, tokenUrl, ...credentials])
      expect(code, err).toBe(0)
      expect(lines()).toEqual([{ status: 200, body: expect.objectContaining(token) }])
    },
  )

  it('reaches the simulator by wget, whatever the user’s own settings say', async ({ skip }) => {
    skip(!wget(), 'not on this machine; it comes with wget')
    const home = join(folder, 'home')
    mkdirSync(home)
    const users = 'user_agent = mine\nuse_proxy = off\nhttps_proxy = http://127.0.0.1:1\nno_proxy = mtn.com'
    writeFileSync(join(home, '.wgetrc'), users)
    const { code, lines, err } = await byWget({ HOME: home })
    expect(code, err).toBe(0)
    expect(lines()).toEqual([expect.objectContaining(token)])
    // What is not ours stays as the user has it.
    expect(err).toContain('User-Agent: mine')
  })
})

describe('PHP under payersim run', () => {
  it('keeps the settings of the folders that the user names', async ({ skip }) => {
    skip(!php(), 'not on this machine; it comes with php-cli and php-curl')
    const users = join(folder, 'php.d')
    mkdirSync(users)
    writeFileSync(join(users, 'mine.ini'), 'user_agent = mine\ncurl.cainfo = /nowhere\n')
    const settings = ['user_agent', 'curl.cainfo', 'openssl.cafile']
    const command = ['php', program('php-settings.php'), ...settings]
    const [seen] = (await run(url, command, { PHP_INI_SCAN_DIR: `:${users}` })).lines()
    expect(seen).toMatchObject({
      settings: {
        user_agent: 'mine',
        'curl.cainfo': expect.stringMatching(/bundle\.pem$/),
        'openssl.cafile': expect.stringMatching(/bundle\.pem$/),
      },
    })
    // What PHP was built with is scanned too, as the colon asks.
    expect(String(seen?.files)).toMatch(/mine\.ini[\s\S]*payersim\.ini/)
  })
})
