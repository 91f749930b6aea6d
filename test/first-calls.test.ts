import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type Language, snippets } from '../src/providers/momo/panel/snippets.ts'
import { startSimulator } from '../src/simulator/index.ts'

/** What runs the file; the argument by which it says that it is there. */
const programs: Record<Language, readonly [program: string, asked: string, ...before: string[]]> = {
  curl: ['sh', '-c :'],
  node: [process.execPath, '--version'],
  python: ['python3', '--version'],
  php: ['php', '--version'],
  java: ['java', '--version'],
  go: ['go', 'version', 'run'],
}
const isHere = (language: Language) => {
  const [program, asked] = programs[language]
  const needed = language === 'curl' ? ['curl', '--version'] : [program, asked]
  return spawnSync(needed[0] ?? '', [needed[1] ?? '']).status === 0
}

it.each(Object.keys(snippets) as Language[])(
  'the first order in %s, as the page shows it, makes the phone ring',
  async (language) => {
    // A Go compiler, and a JDK, are not on every machine; the others are in the image of CI.
    if (!isHere(language)) return console.warn(`${language} is not here: its first order was not tried.`)
    const sim = await startSimulator({ clock: 'frozen', port: 0 })
    onTestFinished(() => sim.close())
    const { momo } = await sim.world()
    const { file, text } = snippets[language]({
      url: sim.url ?? '',
      subscriptionKey: momo.subscriptionKeys.collection,
      userId: momo.apiUsers[0]?.id ?? '',
      apiKey: momo.apiUsers[0]?.apiKey ?? '',
      environment: 'sandbox',
      phone: '46733000001',
      amount: '12.50',
      currency: 'EUR',
    })
    const folder = mkdtempSync(join(tmpdir(), 'payersim-first-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, file), text)
    const [program, , ...before] = programs[language]
    const { code, out } = await output(program, [...before, file], folder)
    expect(code, out).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ amount: '12.5', status: 'PENDING' })
    const { text: screen } = await sim.phone('+46733000001').prompted()
    expect(screen).toContain('Pay 12.50 EUR')
  },
  60_000,
)

/** The simulator answers in this process, so the program may not block it. */
function output(program: string, args: string[], cwd: string): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.on('data', (piece) => {
      out += piece
    })
    child.stderr.on('data', (piece) => {
      out += piece
    })
    child.on('error', reject).on('close', (code) => resolve({ code, out }))
  })
}

it('writes what a key may hold as text of the language', () => {
  const odd = `a'b"c\\d$e\`f`
  const call = {
    url: 'http://127.0.0.1:1',
    subscriptionKey: odd,
    userId: 'user',
    apiKey: odd,
    environment: 'sandbox',
    phone: '46733000001',
    amount: '1',
    currency: 'EUR',
  }
  const folder = mkdtempSync(join(tmpdir(), 'payersim-first-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const said = (language: Language, program: string, print: (text: string) => string) => {
    const { text } = snippets[language](call)
    writeFileSync(join(folder, 'said'), print(text))
    return spawnSync(program, [join(folder, 'said')], { encoding: 'utf8' }).stdout
  }
  const line = (text: string, start: string) => text.split('\n').find((each) => each.startsWith(start)) ?? ''
  expect(said('curl', 'sh', (text) => `${line(text, 'KEY=')}\nprintf %s "$KEY"`)).toBe(odd)
  expect(
    said(
      'node',
      process.execPath,
      (text) => `${line(text, 'const key')}\nprocess.stdout.write(Object.values(key)[0])`,
    ),
  ).toBe(odd)
})
