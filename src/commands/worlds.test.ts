import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { commandLine } from './program.ts'

const manifest = { version: '1.0.0', description: '', engines: { node: '>=20.19' } }
const folder = mkdtempSync(join(tmpdir(), 'payersim-worlds-'))
const ama = '+46733000001'
let sim: Simulator
let url: string
beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0, worlds: { idle: 'PT10M' } })
  url = sim.url ?? ''
})
afterEach(() => sim.close())
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a line, and returns what it prints. */
async function printed(...words: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    const program = await commandLine(manifest, words[0])
    await program.parseAsync(words, { from: 'user' })
    return log.mock.calls.flat().join('\n')
  } finally {
    log.mockRestore()
  }
}

describe('payersim worlds', () => {
  it('says which of its commands was meant', async () => {
    await expect(printed('worlds', 'opn', 'x')).rejects.toThrow(
      'There is no command "worlds opn". Did you mean open?',
    )
    await expect(printed('worlds', 'xyzw')).rejects.toThrow('There are list, open and end.')
  })

  it('opens a world and prints its base URL, lists it, and ends it', async () => {
    expect(await printed('worlds', '--url', url)).toBe(
      'No worlds but the server’s own. Open one: payersim worlds open suite-1',
    )
    expect(await printed('worlds', 'open', 'suite-1', '--url', url)).toBe(`${url}/w/suite-1`)
    const at = ['--frozen-clock', '2027-01-01T00:00:00Z']
    expect(await printed('worlds', 'open', 'b', ...at, '--url', `${url}/w/suite-1`)).toBe(`${url}/w/b`)
    const [first, second] = await sim.worlds.list()
    expect((await printed('worlds', '--url', url)).split('\n')).toEqual([
      'World    Clock                        Ends if unused',
      `suite-1  frozen 2026-01-05T09:00:00Z  ${first?.endsAt?.slice(0, 19)}Z`,
      `b        frozen 2027-01-01T00:00:00Z  ${second?.endsAt?.slice(0, 19)}Z`,
      '',
      `Base URL: ${url}/w/WORLD`,
    ])
    expect(await printed('worlds', 'end', 'suite-1', '--url', url)).toBe('The world suite-1 has ended.')
    expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['b'])
  })

  it('begins one as another is now, or from a world file, with a seed', async () => {
    await sim.phone(ama).dial('*165#')
    await printed('worlds', 'open', 'copy', '--from', 'default', '--url', url)
    expect(await sim.worlds.client('copy').phone(ama).look()).toMatchObject({ screen: { status: 'open' } })
    const file = join(folder, 'nia.yaml')
    writeFileSync(file, 'people:\n  - phone: "+46733000009"\n    name: Nia\n')
    const session = async (name: string) => {
      await printed('worlds', 'open', name, '--world', file, '--seed', 'seven', '--url', url)
      const client = sim.worlds.client(name)
      expect((await client.world()).phones.map((one) => one.name)).toEqual(['Nia'])
      return (await client.phone('+46733000009').dial('*165#')).sessionId
    }
    expect(await session('one')).toBe(await session('two'))
  })

  it('says in one sentence or two what is wrong, and names the command that helps', async () => {
    await printed('worlds', 'open', 'one', '--url', url)
    await expect(printed('worlds', 'open', 'one', '--url', url)).rejects.toMatchObject({
      name: 'ClientError',
      message: 'There is a world one already. Take another name, or end it first: payersim worlds end one.',
    })
    await expect(printed('worlds', 'end', 'none', '--url', url)).rejects.toThrow(
      'There is no world "none" on this server. Open it first: payersim worlds open NAME.',
    )
    const file = join(folder, 'bad.yaml')
    writeFileSync(file, 'people:\n  - phone: 12\n')
    await expect(printed('worlds', 'open', 'two', '--world', file, '--url', url)).rejects.toThrow(
      `${file}:2:`,
    )
    await expect(
      printed('worlds', 'open', 'two', '--world', join(folder, 'none.yaml'), '--url', url),
    ).rejects.toThrow(/ENOENT/)
    await expect(printed('worlds', '--url', 'http://127.0.0.1:1')).rejects.toThrow(
      'http://127.0.0.1:1 cannot be reached',
    )
  })

  it('refuses a name that can be none, before it asks anybody', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    await expect(printed('worlds', 'open', 'Suite 1', '--url', url)).rejects.toThrow('is no name of a world')
    expect(said.mock.calls.flat().join('')).toContain(
      "payersim: command-argument value 'Suite 1' is invalid for argument 'name'. \"Suite 1\" is no name of a world",
    )
    said.mockRestore()
    exit.mockRestore()
  })
})

describe('a command with --world', () => {
  it('asks that world, and so does one with its base URL', async () => {
    await sim.worlds.open('suite-1')
    const code = process.exitCode
    for (const flags of [
      ['--world', 'suite-1', '--url', url],
      ['--url', `${url}/w/suite-1`],
      ['--url', `${url}/w/suite-1/`, '--world', 'suite-1'],
    ]) {
      expect(await printed('health', ...flags)).toMatch(/^ok: payersim /)
      expect(process.exitCode).toBe(0)
    }
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    await printed('health', '--world', 'none', '--url', url)
    expect(said.mock.calls.flat().join()).toContain('There is no world "none" on this server.')
    expect(process.exitCode).toBe(1)
    said.mockRestore()
    process.exitCode = code
  })

  it('refuses two of them', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    await expect(printed('health', '--world', 'one', '--url', `${url}/w/two`)).rejects.toThrow()
    expect(said.mock.calls.flat().join('')).toContain(
      'payersim: --url names the world two, and --world one. Name one of them.',
    )
    said.mockRestore()
  })
})
