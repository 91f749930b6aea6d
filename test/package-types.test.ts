import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-types-')))

// As it is installed elsewhere, without any of the packages that it was made of.
beforeAll(() => {
  const modules = join(project, 'node_modules')
  const installed = join(modules, 'payersim')
  mkdirSync(installed, { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  // A provider brings its own zod, and the types of Node.
  for (const name of ['zod', '@types/node', 'undici-types']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    cpSync(join(root, 'node_modules', name), join(modules, name), { recursive: true })
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

/** What the compiler says, by file. */
function diagnostics(files: string[], options: ts.CompilerOptions): Map<string, string[]> {
  const program = ts.createProgram(files, {
    strict: true,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
    noEmit: true,
    ...options,
  })
  const found = new Map<string, string[]>()
  for (const { file, start = 0, code, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName ?? ''
    const line = file ? `${file.getLineAndCharacterOfPosition(start).line + 1} ` : ''
    const text = `${line}TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    found.set(name, [...(found.get(name) ?? []), text])
  }
  return found
}

/** What the compiler says, by file, in a project as strict as any. One program, because it reads all types once. */
let said: Map<string, string[]>
beforeAll(() => {
  const right = join(project, 'consumer.ts')
  writeFileSync(right, consumer)
  for (const [at, [words, wrong]] of mistakes.entries())
    writeFileSync(fileOf(at), consumer.replace(words, wrong))
  said = diagnostics([right, ...[...mistakes.keys()].map(fileOf)], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  })
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

const { CommonJS, ESNext, Node16, NodeNext } = ts.ModuleKind
const { Bundler, Node10, Node16: Node16Resolution, NodeNext: NodeNextResolution } = ts.ModuleResolutionKind

it.each([
  ['node10', 'commonjs', CommonJS, Node10],
  ['node16', 'commonjs', Node16, Node16Resolution],
  ['node16', 'module', Node16, Node16Resolution],
  ['nodenext', 'commonjs', NodeNext, NodeNextResolution],
  ['bundler', 'module', ESNext, Bundler],
] as const)(
  'the published types are found by moduleResolution %s in a package of type %s',
  (_, type, module, moduleResolution) => {
    const folder = join(project, `${type}-${module}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }))
    const [right, wrong] = [join(folder, 'right.ts'), join(folder, 'wrong.ts')]
    writeFileSync(right, consumer)
    // Found, and not any.
    writeFileSync(wrong, consumer.replace("clock: 'frozen'", "clock: 'broken'"))
    expect([...diagnostics([right, wrong], { module, moduleResolution })]).toEqual([
      [wrong, [expect.stringContaining('"broken"')]],
    ])
  },
  120_000,
)

const provider = `
import { jsonApi, jsonOperation, type Provider, type StepsPart, action } from 'payersim/provider'
import { z } from 'zod'

const acme: Provider<'acme', { shops: string[] }, object> = {
  name: 'acme',
  title: 'Acme Pay',
  hosts: { domains: ['acme.example'], answered: ['api.acme.example'], known: ['api.acme.example'] },
  quirks: [],
  world: { schema: z.strictObject({ shops: z.array(z.string().min(1)) }), builtIn: { shops: ['Corner'] } },
  guide: (url) => [['Acme Pay', url]],
  server: async () => ({
    open: ({ kernel, records }, { world }) => ({
      api: jsonApi('acme', kernel, [
        jsonOperation({
          operation: 'createCharge',
          method: 'POST',
          path: '/acme/charges',
          body: z.strictObject({ shop: z.string() }),
          answer: ({ body: { shop }, http }) =>
            kernel.transact(async (tx) => {
              await records.put(tx, tx.random.uuid(), shop.concat(...world.shops))
              return { body: { shop } }
            }, http),
        }),
      ]),
    }),
  }),
}
export const acmeSteps: StepsPart = {
  provider: 'acme',
  actions: {
    charge: action({
      schema: z.strictObject({ as: z.string() }),
      perform: (scene, { as }) => scene.say({ kind: 'did', text: as.concat(acme.name) }),
    }),
  },
  expectations: {},
}
export default acme
`

it('the types of payersim/provider take the schemas of a zod that its user has installed', () => {
  const [right, wrong] = [join(project, 'acme.ts'), join(project, 'acme-wrong.ts')]
  writeFileSync(right, provider)
  writeFileSync(wrong, provider.replace('shop.concat', 'shop.concatenate'))
  const options = { module: NodeNext, moduleResolution: NodeNextResolution, types: ['node'] }
  expect([...diagnostics([right, wrong], options)]).toEqual([
    [wrong, [expect.stringContaining('concatenate')]],
  ])
}, 120_000)
