/**
 * Makes a data file for the tests: `npx tsx test/data-files/make.ts [FOLDER]`, see README.md here.
 *
 * FOLDER is a checkout of payersim with its node_modules, whose own program makes the file; this one by default.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { recordOf } from './record.ts'
import type { Fetch } from './requests.ts'
import { tellStory } from './story.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const [program = fileURLToPath(new URL('../..', import.meta.url))] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
const data = join(folder, 'payersim.db')
const app = await openApp()
const serving = serve()
try {
  const fetch = over(await urlOf(serving))
  await tellStory(fetch, `http://localhost:${(app.address() as AddressInfo).port}`)
  const record = await recordOf(fetch)
  serving.kill('SIGTERM')
  await once(serving, 'exit')
  if (existsSync(`${data}-wal`)) throw new Error('The program left a log beside its file.')
  const name = join(here, `schema-${versionOf(data)}`)
  writeFileSync(`${name}.db.gz`, gzipSync(readFileSync(data), { level: 9 }))
  writeFileSync(`${name}.txt`, `${record.join('\n')}\n`)
  console.log(`Made ${name}.db.gz and ${name}.txt.`)
} finally {
  serving.kill('SIGKILL')
  app.close()
  rmSync(folder, { recursive: true })
}

function serve(): ChildProcess {
  const flags = ['--port', '0', '--data', data, '--world', join(here, 'world.yaml'), '--seed', 'data file']
  const frozen = ['--frozen-clock', '2026-01-05T09:00:00Z']
  return spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', 'serve', ...flags, ...frozen], {
    cwd: program,
    // Without the keys of a real network.
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout) {
    for await (const line of createInterface(stdout)) {
      const [, url] = /^payersim listening on (\S+)/.exec(line) ?? []
      if (url !== undefined) {
        stdout.resume()
        return url
      }
    }
  }
  throw new Error(`The program in ${program} does not listen.`)
}

function over(url: string): Fetch {
  return async ({ method, path, headers, body }) => {
    const answer = await fetch(`${url}${path}`, { method, ...(headers && { headers }), body: body ?? null })
    return { status: answer.status, text: await answer.text() }
  }
}

/** Takes callbacks, reports and SMS, and answers hops. */
async function openApp(): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const text = new URLSearchParams(body).get('text')
    if (request.url !== '/ussd') response.end()
    else if (text === '') response.end('CON Welcome\n1. Bye')
    else response.end(text === '1' ? 'END Bye' : 'No word that a network knows')
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return server
}

function versionOf(path: string): number {
  const file = new Sqlite(path, { readonly: true })
  const version = file.pragma('user_version', { simple: true }) as number
  file.close()
  return version
}
