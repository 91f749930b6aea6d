import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-types-')))
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

// As it is installed elsewhere: the package and what it depends on, without the types that only its makers have.
beforeAll(() => {
  const modules = join(project, 'node_modules')
  const installed = join(modules, 'payersim')
  mkdirSync(installed, { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const consumer = `
import { httpPort, type Logger, type Order, type Screen, SimulatorClient, type SimulatorOptions, startSimulator } from 'payersim'
import { type MatcherResult, toFit } from 'payersim/matchers'

export async function pay(logger: Logger): Promise<Screen> {
  const options: SimulatorOptions = { clock: 'frozen', port: 0, logger }
  await using sim = await startSimulator(options)
  const ama = sim.phone('+46733000001')
  const order: Order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
  await ama.prompted()
  const { momo, onepipe } = await sim.world()
  const keys: string[] = [momo.subscriptionKeys.collection, ...onepipe.apps.map(({ apiKey }) => apiKey)]
  const fits: MatcherResult = toFit(ama)
  const other = new SimulatorClient(httpPort(sim.url ?? 'http://127.0.0.1:4000'))
  if (fits.pass && keys.length > 0 && (await order.status()).status === 'SUCCESSFUL') await other.reset()
  const [settled] = await sim.timeline({ kind: 'request-to-pay.settled' })
  const reason: string | null | undefined = settled?.data.reason
  for (const event of await sim.timeline()) if (event.kind === 'pin.wrong' && reason !== null) event.data.triesLeft.toFixed()
  return ama.choose('Approve')
}
`

/** What is right, what takes its place, and a word of the refusal. */
const mistakes: ReadonlyArray<[right: string, wrong: string, named: string]> = [
  ["clock: 'frozen'", "clock: 'broken'", '"broken"'],
  ["clock: 'frozen'", "clok: 'frozen'", 'clok'],
  ["clock: 'frozen'", "clock: 'frozn'", 'frozn'],
  ["currency: 'EUR'", "curency: 'EUR'", 'curency'],
  ["amount: '12.50'", 'amount: 12.5', 'string'],
  ['ama.prompted()', 'ama.prompted({ waitMS: 0 })', 'waitMS'],
  ['sim.merchant()', "sim.merchant({ enviroment: 'sandbox' })", 'enviroment'],
  ["sim.phone('+46733000001')", 'sim.phone(46733000001)', 'string'],
  ['order.status()', 'order.status({ callbackWait: 1 })', 'callbackWait'],
  ['ama.prompted()', "ama.nextSms({ contain: 'a' })", 'contain'],
  ['ama.prompted()', "sim.faults.set([{ point: 'sms', do: 'lots' }])", 'lots'],
  ['ama.prompted()', "sim.onepipeApp().getBalance({ source: '1', mockMode: 'live!' })", 'live!'],
  [
    'ama.prompted()',
    "sim.merchant().transfer({ payee: ama, amount: '1', product: 'collection' })",
    'collection',
  ],
]
const fileOf = (mistake: number) => join(project, `mistake-${mistake}.ts`)

/** What the compiler says, by file, in a project as strict as any. One program, because it reads all types once. */
let said: Map<string, string[]>
beforeAll(() => {
  const right = join(project, 'consumer.ts')
  writeFileSync(right, consumer)
  for (const [at, [words, wrong]] of mistakes.entries())
    writeFileSync(fileOf(at), consumer.replace(words, wrong))
  const program = ts.createProgram([right, ...[...mistakes.keys()].map(fileOf)], {
    strict: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    // A link leads back to the makers' own packages.
    preserveSymlinks: true,
    types: [],
    noEmit: true,
  })
  said = new Map()
  for (const { file, start = 0, code, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName ?? ''
    const line = file ? `${file.getLineAndCharacterOfPosition(start).line + 1} ` : ''
    const text = `${line}TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    said.set(name, [...(said.get(name) ?? []), text])
  }
}, 120_000)

it('the published types compile in a strict project that has no types of Express or SQLite', () => {
  const ofMistakes = new Set([...mistakes.keys()].map(fileOf))
  expect([...said].filter(([file]) => !ofMistakes.has(file))).toEqual([])
})

it.each(mistakes.map((mistake, at) => [...mistake, at] as const))(
  'the published types refuse %s written as %s',
  (_right, _wrong, named, at) => {
    const refusals = said.get(fileOf(at)) ?? []
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toContain(named)
  },
)
