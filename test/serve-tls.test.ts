import { execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../dist/main.js')
const folder = mkdtempSync(join(tmpdir(), 'payersim test '))
afterAll(() => rmSync(folder, { recursive: true }))
const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

async function serving<Seen>(flags: string[], look: (said: string) => Promise<Seen>): Promise<Seen> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', ':memory:', ...flags])
  const ended = new Promise((resolve) => child.on('close', resolve))
  let said = ''
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        said += chunk
        if (said.includes('END CERTIFICATE')) resolve()
      })
      void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)))
    })
    return await look(said)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

it('prints the address, the names, the file and the authority of the TLS port', async () => {
  const file = await serving(
    ['--tls-port', '0', '--tls-name', 'host.docker.internal', '--tls-name', 'sim.test'],
    async (said) => {
      expect(said).toMatch(
        /^TLS +https:\/\/localhost:\d+ {2}for localhost, 127\.0\.0\.1, ::1, host\.docker\.internal, sim\.test$/m,
      )
      const [, path = ''] = /^ {2}its authority +(\S+) /m.exec(said) ?? []
      expect(said).toContain(readFileSync(path, 'utf8').trim())
      return path
    },
  )
  expect(existsSync(file)).toBe(false)
})

const clients = [
  [
    'curl',
    has('curl', '--version'),
    (url: string, ca: string) => ['curl', '-s', '--noproxy', '*', '--cacert', ca, `${url}/_sim/health`],
  ],
  [
    'Python',
    has('python3', '--version'),
    (url: string, ca: string) => [
      'python3',
      '-c',
      `import ssl, sys, urllib.request as r
print(r.build_opener(r.ProxyHandler({}), r.HTTPSHandler(context=ssl.create_default_context(cafile=sys.argv[2]))).open(sys.argv[1]).read().decode())`,
      `${url}/_sim/health`,
      ca,
    ],
  ],
  [
    'Node',
    true,
    (url: string, ca: string) => [
      'env',
      `NODE_EXTRA_CA_CERTS=${ca}`,
      process.execPath,
      '-e',
      'fetch(process.argv[1]).then(async (answer) => console.log(await answer.text()))',
      `${url}/_sim/health`,
    ],
  ],
] as const
for (const [name, there, command] of clients) {
  const unable = there ? '' : ' [skipped: it is not on this machine]'
  it.skipIf(!there)(
    `is trusted by ${name}, by name and by address, after a restart too${unable}`,
    async () => {
      const ca = join(folder, 'authority.pem')
      for (let start = 0; start < 2; start++) {
        await serving(['--tls-port', '0', '--tls-ca', ca], async (said) => {
          const [url = ''] = /https:\/\/localhost:\d+/.exec(said) ?? []
          for (const host of ['localhost', '127.0.0.1']) {
            const [program = '', ...args] = command(url.replace('localhost', host), ca)
            const { stdout } = await promisify(execFile)(program, args)
            expect(stdout).toContain('"status":"ok"')
          }
        })
      }
    },
    // It starts four processes and two servers.
    60_000,
  )
}
