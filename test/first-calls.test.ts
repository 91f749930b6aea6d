import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { programsOf as smsIn } from '../src/network/connect/programs.ts'
import { programsOf as orderIn } from '../src/providers/momo/connect/programs.ts'
import { programsOf as balanceIn } from '../src/providers/onepipe/connect/programs.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import { connectSchema } from '../src/terms/sim/connect.ts'

// What a program needs by its first word, and by the vendor and the language where it needs more. A Go compiler and a JDK are
// not on every machine; what is not here is skipped, and said.
const needs: Readonly<Record<string, readonly string[]>> = {
  sh: ['curl', '--version'],
  node: [process.execPath, '--version'],
  npx: [process.execPath, '--version'],
  python3: ['python3', '--version'],
  php: ['php', '--version'],
  java: ['java', '--version'],
  go: ['go', 'version'],
}
const needsMore: Readonly<Record<string, readonly string[]>> = {
  'onepipe curl': ['sh', '-c', 'openssl version && iconv --version'],
  'onepipe Python': ['openssl', 'version'],
  'onepipe PHP': ['php', '-r', 'exit(function_exists("openssl_encrypt") ? 0 : 1);'],
}
const works = ([program = '', ...rest]: readonly string[]) => spawnSync(program, rest).status === 0

const languages = ['curl', 'Node', 'Python', 'PHP', 'Java', 'Go']
const shown = {
  momo: languages,
  onepipe: languages,
  africastalking: ['curl', 'Node', 'Node, its SDK', 'Python', 'PHP', 'Java', 'Go'],
}
type Vendor = keyof typeof shown

/** What comes of a program: what it prints, and what a phone shows. */
const outcomes: Record<Vendor, (sim: Simulator, printed: unknown) => Promise<void>> = {
  async momo(sim, printed) {
    expect(printed).toMatchObject({ amount: '12.5', status: 'PENDING' })
    expect((await sim.phone('+46733000001').prompted()).text).toContain('Pay 12.50 EUR')
  },
  async onepipe(sim, printed) {
    expect(printed).toMatchObject({ status: 'WaitingForOTP' })
    expect((await sim.phone('+2348022221408').nextSms()).code).not.toBeNull()
  },
  async africastalking(sim, printed) {
    expect(printed).toMatchObject({ SMSMessageData: { Recipients: [{ status: 'Success' }] } })
    expect((await sim.phone('+46733000001').nextSms()).text).toBe('Your order is on its way.')
  },
}

it('has a first call to each vendor in each language', async () => {
  const sim = await startSimulator({ port: 0 })
  onTestFinished(() => sim.close())
  expect(
    Object.fromEntries(
      (await connectsOf(sim)).map(({ name, programs }) => [name, programs.map((one) => one.language)]),
    ),
  ).toEqual(shown)
})

const everyProgram = (Object.keys(shown) as Vendor[]).flatMap((vendor) =>
  shown[vendor].map((language) => [vendor, language] as const),
)

it.for(everyProgram)(
  'the first call to %s in %s, as the page shows it, does what it says',
  { timeout: 120_000 },
  async ([vendor, language], { skip }) => {
    const sim = await startSimulator({ clock: 'frozen', port: 0 })
    onTestFinished(() => sim.close())
    const connect = (await connectsOf(sim)).find(({ name }) => name === vendor)
    const program = connect?.programs.find((one) => one.language === language)
    if (!program) throw new Error(`There is no program in ${language} for ${vendor}.`)
    const { file, run, text } = program
    const [first = ''] = run.split(' ')
    const more = needsMore[`${vendor} ${language}`]
    skip(
      !works(needs[first] ?? ['false']) || (more !== undefined && !works(more)),
      `what runs ${file} is not on this machine`,
    )
    const folder = mkdtempSync(join(tmpdir(), 'payersim-first-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, file), text)
    symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'))
    const { code, out, said } = await output(run, folder)
    expect(code, out + said).toBe(0)
    await outcomes[vendor](sim, JSON.parse(out))
  },
)

async function connectsOf(sim: Simulator) {
  const answer = await fetch(`${sim.url}/_sim/connect`)
  return connectSchema
    .unwrap()
    .array()
    .parse(await answer.json())
}

const payersim = `${process.execPath} ${fileURLToPath(new URL('../dist/main.js', import.meta.url))}`

/** The simulator answers in this process, so the program may not block it. */
function output(command: string, cwd: string): Promise<{ code: number | null; out: string; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command.replace(/^npx payersim/, payersim)], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let said = ''
    child.stdout.on('data', (piece) => {
      out += piece
    })
    child.stderr.on('data', (piece) => {
      said += piece
    })
    child.on('error', reject).on('close', (code) => resolve({ code, out, said }))
  })
}

const odd = `a'b"c\\d$e\`f`

/** For each language: the line of the program that has the odd text, and how it is printed. */
const prints: ReadonlyArray<readonly [language: string, program: string, write: (text: string) => string]> = [
  ['curl', 'sh', (text) => `${line(text, 'KEY=')}\nprintf %s "$KEY"`],
  ['Node', process.execPath, (text) => `${line(text, 'const apiKey')}\nprocess.stdout.write(apiKey)`],
  ['Python', 'python3', (text) => `${line(text, 'api_key')}\nprint(api_key, end="")`],
  ['PHP', 'php', (text) => `<?php\n${line(text, '$apiKey')}\necho $apiKey;`],
]
const line = (text: string, start: string) => text.split('\n').find((each) => each.startsWith(start)) ?? ''

it.for(prints)('writes what a key may hold as text of %s', ([language, program, write], { skip }) => {
  skip(spawnSync(program, { input: '' }).error !== undefined, `${program} is not on this machine`)
  const app = { apiKey: odd, secret: 'secret' }
  const source = { type: 'msisdn', plaintext: '2348022221409', phone: '+2348022221409' }
  const written = balanceIn({ url: 'http://127.0.0.1:1', app, source }).find(
    (one) => one.language === language,
  )
  const folder = mkdtempSync(join(tmpdir(), 'payersim-first-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'said'), write(written?.text ?? ''))
  expect(spawnSync(program, [join(folder, 'said')], { encoding: 'utf8' }).stdout).toBe(odd)
})

it('never writes a text that could end its own quotes', () => {
  const url = 'http://127.0.0.1:1'
  const order = { environment: 'sandbox', phone: '46733000001', amount: '1', currency: 'EUR' }
  const all = [
    ...orderIn({ url, subscriptionKey: odd, userId: 'user', apiKey: odd, ...order }),
    ...smsIn({ url, username: odd, apiKey: odd, to: '+46733000001', text: odd, led: (command) => command }),
  ]
  for (const { language, text } of all) {
    const plain = text.includes(odd) ? language : undefined
    expect(plain, `${language} has the key without quoting it`).toBeUndefined()
  }
})
