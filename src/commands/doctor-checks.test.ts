import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import {
  checkApproval,
  checkBrowser,
  checkDataFile,
  checkNativePart,
  checkPort,
  checkProxies,
  checkVersions,
} from './doctor-checks.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

it('a trial approval works', async () => {
  expect(await checkApproval()).toEqual({
    mark: 'ok',
    text: expect.stringMatching(/^A trial approval works: .+ in \d+ ms\.$/),
  })
})

it('the native part has a version', async () => {
  expect(await checkNativePart()).toEqual({ mark: 'ok', text: expect.stringMatching(/SQLite 3\.\d+/) })
})

it.each([
  ['20.20.2', 'ok'],
  ['22.0.0', 'ok'],
  ['20.19.0', 'ok'],
  ['20.9.0', 'note'],
  ['18.20.4', 'note'],
])('Node %s is %s', (node, mark) => {
  expect(checkVersions('0.1.0', '>=20.19', node)).toMatchObject({ mark, text: expect.stringContaining(node) })
})

describe('a port', () => {
  it('is free', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    expect(await checkPort(port)).toEqual({
      mark: 'note',
      text: `Another program listens on port ${port}: choose another port with --port.`,
    })
    await new Promise((resolve) => server.close(resolve))
    expect(await checkPort(port)).toEqual({ mark: 'ok', text: `Port ${port} is free.` })
  })

  it('has a payersim already', async () => {
    await using sim = await startSimulator({ port: 0 })
    const port = Number(new URL(sim.url ?? '').port)
    expect(await checkPort(port)).toMatchObject({
      mark: 'note',
      text: expect.stringMatching(/^payersim \d+\.\d+\.\d+ listens on port \d+ already, with .+: use it/),
    })
  })
})

describe('a data file', () => {
  const at = (name: string) => join(folder, name)

  it('is looked at, and neither made nor changed', async () => {
    const missing = await checkDataFile(at('none.db'))
    expect(missing).toEqual({
      mark: 'ok',
      text: `${at('none.db')} is not there yet: payersim serve makes it.`,
    })
    expect(await checkDataFile(at('none.db'))).toEqual(missing)
  })

  it('has the newest schema, an older or a newer one', async () => {
    const file = at('own.db')
    await (await startSimulator({ data: file })).close()
    const { text } = await checkDataFile(file)
    const [, newest = ''] = /^\S+ has the schema of this payersim, (\d+)\.$/.exec(text) ?? []
    expect(Number(newest)).toBeGreaterThan(1)
    const moved = (version: number) => new Sqlite(file).exec(`PRAGMA user_version = ${version}`).close()
    moved(Number(newest) - 1)
    expect(await checkDataFile(file)).toEqual({
      mark: 'ok',
      text: `${file} has the older schema ${Number(newest) - 1}: payersim serve brings it to ${newest}.`,
    })
    moved(Number(newest) + 1)
    expect(await checkDataFile(file)).toMatchObject({ mark: 'note', text: expect.stringContaining('newer') })
  })

  it('is of another program', async () => {
    writeFileSync(at('diary.txt'), 'dear diary')
    expect(await checkDataFile(at('diary.txt'))).toMatchObject({
      mark: 'note',
      text: expect.stringContaining('is not a payersim data file'),
    })
  })
})

describe('proxy variables', () => {
  const check = async (env: Record<string, string>) => {
    for (const name of [
      'http_proxy',
      'HTTP_PROXY',
      'https_proxy',
      'HTTPS_PROXY',
      'all_proxy',
      'ALL_PROXY',
      'no_proxy',
      'NO_PROXY',
    ])
      vi.stubEnv(name, env[name] ?? '')
    return checkProxies(env)
  }

  it('are told by name only, with what to do', async () => {
    expect(await check({})).toEqual({ mark: 'ok', text: 'No proxy variables are set.' })
    const set = await check({ HTTP_PROXY: 'http://ama:secret@proxy.test:3128' })
    expect(set.mark).toBe('note')
    expect(set.text).toBe(
      'HTTP_PROXY is set: programs that heed it send their calls for payersim to that proxy. Set NO_PROXY=127.0.0.1,localhost.',
    )
    expect(await check({ HTTP_PROXY: 'http://proxy.test:3128', NO_PROXY: '127.0.0.1,localhost' })).toEqual({
      mark: 'ok',
      text: 'HTTP_PROXY is set, and NO_PROXY leaves this machine out.',
    })
  })
})

it('a browser is found, and a missing one is a remark', () => {
  writeFileSync(join(folder, 'firefox'), '')
  expect(checkBrowser({ PATH: folder }, 'linux')).toEqual([
    { mark: 'ok', text: 'A browser for the phones page: firefox.' },
  ])
  expect(checkBrowser({ PATH: '' }, 'linux')).toMatchObject([{ mark: 'note' }])
})
