import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { record } from '../src/commands/record.ts'
import { TerminalPhone } from '../src/commands/terminal-phone.ts'
import { tortureCommand } from '../src/commands/torture.ts'
import { runRedirected } from '../src/redirect/index.ts'
import {
  appSituation,
  explore,
  exploreReport,
  type ForkableWorld,
  junitReporter,
  prettyReporter,
  runScripts,
} from '../src/sessions/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'
import { linesOf } from './log-lines.fixture.ts'

/** A new title, a bell, a cleared screen, a return to the beginning of the line, C1 controls, a turned text. */
const hostile = 'Hi\u001b]0;owned\u0007\u001b[2J\rBye\u009b31m\u007f\u202egnp\u2066!'
const shown = String.raw`Hi\u{1b}]0;owned\u{7}\u{1b}[2J\u{d}Bye\u{9b}31m\u{7f}\u{202e}gnp\u{2066}!`
const obeyed = /(?![\n\t])\p{Cc}|[\u2028-\u202e\u2066-\u2069]/u

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))

let app: Server
let folder: string
let url: string
let sim: Simulator

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'escapes-'))
  app = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const text = new URLSearchParams(body).get('text')
      response.setHeader('Content-Type', 'text/plain; charset=utf-8')
      response.end(
        text === '' ? `CON ${hostile}\n1 ${hostile}\n2 Fail` : text === '1' ? `END ${hostile}` : hostile,
      )
    })
  })
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/ussd`
  sim = await simulator({ port: 0 })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await sim.close()
  app.closeAllConnections()
  app.close()
  rmSync(folder, { recursive: true })
})

async function simulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const made = await startSimulator({ clock: 'frozen', ...options })
  await made.network.serviceCode('*777#', url)
  return made
}

async function sms(to: Simulator): Promise<void> {
  const { status } = await to.port.fetch({
    method: 'POST',
    path: '/version1/messaging',
    headers: { apiKey: 'atsk_payersim', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ username: 'sandbox', to: '+46733000001', message: hostile }).toString(),
  })
  expect(status).toBe(201)
  await to.settle()
}

function forkable(client: Simulator): ForkableWorld {
  return { client, fork: async () => forkable(await client.fork()), close: () => client.close() }
}

function harmless(said: string, as = shown): void {
  expect(obeyed.exec(said)).toBeNull()
  expect(said).toContain(as)
}

describe('what an app or an SMS says is shown, and no terminal obeys it', () => {
  it('in payersim dial', async () => {
    const exit = new Promise<void>((resolve) => {
      vi.spyOn(process, 'exit').mockImplementation((() => resolve()) as never)
    })
    const output = new PassThrough()
    let said = ''
    output.on('data', (chunk) => {
      said += chunk
    })
    const phone = new TerminalPhone(sim.phone('+46733000001'), Readable.from(['1\n', '*777#\n2\n']), output)
    const old = sim.phone('+46733000001')
    await phone.use('*777#')
    await exit
    await sms(sim)
    expect(await old.messages()).toHaveLength(1)
    expect(obeyed.exec(said)).toBeNull()
    // The frame breaks the lines where it likes.
    expect(said.replace(/ │\n│ /g, '').replace(/\s/g, '')).toContain(shown)
    expect(said).toContain('It answered "')
  })

  it.each(['pretty', 'junit'] as const)('in the %s report of payersim test', async (name) => {
    const file = join(folder, 'hostile.yaml')
    writeFileSync(
      file,
      `session: Hostile
allow: [not-gsm]
steps:
  - phone: "+46733000001"
    dials: "*777#"
  - chooses: Fail
    breaks: failed
  - dials: "*777#"
  - sms: { contains: Bye }
  - types: "1"
    ends: nothing of this
`,
    )
    let said = ''
    const write = (text: string) => (said += text)
    await runScripts([file], {
      reporter: name === 'junit' ? junitReporter({ write }) : prettyReporter({ write, colours: false }),
      newSimulator: async () => {
        const client = await simulator()
        await sms(client)
        return { client, close: () => client.close() }
      },
    })
    expect(said).toContain('nothing of this')
    harmless(said)
  })

  it('in the report of payersim explore', async () => {
    const exploration = await explore({
      newWorld: async () => forkable(await startSimulator({ clock: 'frozen' })),
      situations: [appSituation({ url, code: '*777#' })],
      foreign: true,
      depth: 2,
    })
    harmless(exploreReport(exploration))
  })

  it('in payersim record', async () => {
    const lines: string[] = []
    const play = async (code: string) => {
      const ama = sim.phone('+46733000001')
      await ama.dial(code)
    }
    for (const code of ['*777#', '*165#']) {
      await sim.reset()
      await record(
        'hostile',
        { url: sim.url ?? '', folder },
        { until: () => play(code), print: (line) => lines.push(line) },
      )
    }
    expect(obeyed.exec(lines.join('\n'))).toBeNull()
    expect(lines.join('\n')).toContain('-    dials: "*777#"')
  })

  it('in payersim torture, file names too', async () => {
    const lines: string[] = []
    for (const stream of ['log', 'error'] as const)
      vi.spyOn(console, stream).mockImplementation((line) => void lines.push(String(line)))
    const before = process.exitCode
    const file = (name: string, text: string) => {
      // A folder is looked through by patterns, which find no name with a line break in it.
      writeFileSync(join(folder, `${hostile.replaceAll(/[/\r\n]/g, '')}${name}.yaml`), text)
    }
    const app = `  - app: { code: "*777#", url: "${url}" }`
    const dial = '  - phone: "+46733000001"\n    dials: "*777#"'
    file('1', `session: Hostile\nallow: [not-gsm]\nsteps:\n${app}\n${dial}\n    shows: nothing of this\n`)
    file('2', `session: Left out\nsteps:\n  - no-faults: true\n${dial}\n    shows: Hi\n`)
    const torture = () => tortureCommand().parseAsync([folder], { from: 'user' })
    await torture()
    file('3', 'session: 3\n')
    await torture()
    process.exitCode = before
    const said = lines.join('\n')
    harmless(said, shown.replace('\\u{d}', ''))
    for (const each of ['nothing of this', 'left out', '1 wrong', 'payersim: ']) expect(said).toContain(each)
  })

  it('in payersim run', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'error').mockImplementation((line) => void lines.push(String(line)))
    const command = `./${hostile}`
    expect(await runRedirected({ url: sim.url ?? '', command, args: [], quiet: true })).toBe(127)
    harmless(lines.join('\n'))
  })

  it('in an error that nobody expected', () => {
    const thrown = `throw Object.assign(new Error(${JSON.stringify(hostile)}), { path: ${JSON.stringify(hostile)} })`
    const preload = `const { stringify } = JSON; JSON.stringify = (...of) => { if (of[2] === 2) { ${thrown} } return stringify(...of) }`
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(preload)}`, main, 'world', '--schema'],
      { encoding: 'utf8' },
    )
    expect(status).toBe(70)
    harmless(stderr)
  })

  it('in the log', async () => {
    const { lines, logger } = linesOf('info')
    const logging = await startSimulator({ clock: 'frozen', logger })
    const path = `/collection/v1_0/${encodeURIComponent(hostile)}`
    await logging.port.fetch({
      method: 'GET',
      path,
      headers: { 'X-Target-Environment': hostile.replace('\r', '') },
    })
    await logging.close()
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.map((line) => obeyed.exec(line.trimEnd())?.[0])).toEqual(lines.map(() => undefined))
  })
})
