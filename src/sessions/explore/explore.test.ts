import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { graphOf, mermaidOf } from '../../kernel/index.ts'
import { type PayerParts, payerMachines, screenOf } from '../../payer/index.ts'
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts'
import { openSimulator } from '../../simulator/open-simulator.ts'
import { findScripts, runScripts } from '../index.ts'
import { Coverage } from './coverage.ts'
import { type ExploreOptions, explore } from './explore.ts'
import { writeScripts } from './path-scripts.ts'
import { exploreReport } from './report.ts'
import { appSituation, payerSituations } from './situations.ts'
import type { ForkableWorld } from './world.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const worldOf = (sim: Simulator): ForkableWorld => ({
  client: sim,
  fork: async () => worldOf(await sim.fork()),
  close: () => sim.close(),
})
const newWorld =
  (payer: PayerParts = {}, world?: SimulatorOptions['world']) =>
  async () =>
    worldOf(await openSimulator({ clock: 'frozen', ...(world !== undefined && { world }) }, { payer }))
const situations = (...names: string[]) => payerSituations('*165#').filter(({ name }) => names.includes(name))
const walk = (name: string, payer: PayerParts, more: Partial<ExploreOptions> = {}) =>
  explore({ newWorld: newWorld(payer), situations: situations(name), ...more })

const graphs = Object.entries(payerMachines).map(([name, { logic }]) => graphOf(name, logic))

describe("the payer's app", () => {
  it('is walked to its last state and transition, nothing wrong is found, and its paths replay', async () => {
    const coverage = new Coverage()
    const exploration = await explore({
      newWorld: newWorld({ watch: (seen) => coverage.see(seen) }),
      situations: situations(
        'a request waits',
        'a pre-approval waits',
        'a withdrawal waits',
        'many withdrawals and invoices',
        'many items',
        'the PIN is locked',
        'in French',
      ),
    })
    // The built-in world prompts nobody of an invoice.
    const worldFile = join(mkdtempSync(join(tmpdir(), 'payersim-')), 'world.yaml')
    closing.push(() => rmSync(dirname(worldFile), { recursive: true, force: true }))
    writeFileSync(worldFile, 'promptInvoices: push\n')
    const [billed] = situations('an invoice waits')
    const prompted = await explore({
      newWorld: newWorld({ watch: (seen) => coverage.see(seen) }, worldFile),
      situations: billed ? [{ ...billed, prompted: true }] : [],
    })
    expect(prompted.findings).toEqual([])
    for (const graph of graphs) {
      expect(coverage.reading(graph)).toMatchObject({ unseenStates: [], unseenTransitions: [] })
    }
    expect(exploration.findings).toEqual([])
    expect(exploreReport(exploration, graphs, coverage)).toMatch(
      /machine menu: (\d+) of \1 states.*\nmachine prompt: /,
    )

    const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const played = exploration.screens.filter(({ situation }) => !situation.name.startsWith('many '))
    const written = await writeScripts(folder, played)
    expect(written.length).toBeGreaterThan(20)
    const failures: unknown[] = []
    const result = await runScripts(await findScripts([folder]), {
      reporter: {
        started() {},
        said() {},
        ended: (script, { failure }) => void (failure && failures.push([script.name, failure])),
        refused: (problems) => void failures.push(...problems),
        finished() {},
      },
      newSimulator: async () => {
        const client = await openSimulator({ clock: 'frozen' })
        return { client, close: () => client.close() }
      },
    })
    expect(failures).toEqual([])
    expect(result).toEqual({ passed: written.length, failed: 0 })
  }, 240_000)

  it('names what was not reached', async () => {
    const coverage = new Coverage()
    const watch: PayerParts = { watch: (seen) => coverage.see(seen) }
    const exploration = await walk('nothing waits', watch, { depth: 1 })
    const report = exploreReport(exploration, graphs, coverage)
    expect(report).toContain('not reached: autoPayment\n')
    expect(report).not.toContain('not taken: menu -->')
    expect(report).toContain('machine prompt: 0 of 8 states')
  })

  it('is a Mermaid diagram', () => {
    const menu = graphs.find(({ name }) => name === 'menu')
    const diagram = menu ? mermaidOf(menu) : ''
    expect(diagram).toContain('  [*] --> openingMenu\n')
    expect(diagram).toContain('  menu --> language : answer [pressed 4]\n')
    expect(diagram).toContain('  any --> result : ended\n')
    expect(diagram).toContain('  result --> [*]\n')
  })
})

type Config = { states: Record<string, { on?: { answer?: Array<Record<string, unknown>> } }> }

/** The menu with one of its answers changed. */
function mutated(state: string, change: (answers: Array<Record<string, unknown>>) => unknown[]): PayerParts {
  const { menu, prompt } = payerMachines
  const config = structuredCloneable(menu.logic.config as never) as Config
  const on = config.states[state]?.on
  if (!on?.answer) throw new Error(`the state ${state} takes no answer`)
  on.answer = change(on.answer) as never
  const logic = new (menu.logic.constructor as new (...of: unknown[]) => typeof menu.logic)(
    config,
    menu.logic.implementations,
  )
  return { machines: { prompt, menu: { version: menu.version, logic } } }
}
/** A copy that shares its functions. */
function structuredCloneable<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(structuredCloneable) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, structuredCloneable(part)]),
  ) as Value
}

describe('a fault put into the payer’s app is found', () => {
  it('a guard removed', async () => {
    const parts = mutated('language', (answers) =>
      answers.map((answer, index) => (index === 2 ? { ...answer, guard: undefined } : answer)),
    )
    const { findings } = await walk('nothing waits', parts)
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'wrong-answer-taken',
        path: expect.arrayContaining([{ chooses: 'Language' }]),
      }),
    )
  }, 60_000)

  it('a screen too long', async () => {
    const parts: PayerParts = {
      screenOf: (value, context, frame) => {
        const screen = screenOf(value, context, frame)
        return value === 'history' ? { ...screen, text: `${screen.text}\n${'long '.repeat(40)}` } : screen
      },
    }
    const { findings } = await walk('nothing waits', parts)
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'does-not-fit', path: [{ dials: '*165#' }, { chooses: 'History' }] }),
    )
  }, 60_000)

  it('an option that leads nowhere', async () => {
    const parts = mutated('menu', (answers) => answers.filter((_, index) => index !== 2))
    const { findings } = await walk('nothing waits', parts)
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'leads-nowhere',
        message: expect.stringContaining('3 History'),
        path: [{ dials: '*165#' }],
      }),
    )
  }, 60_000)

  it('a screen that nobody gets away from', async () => {
    const stuck = [{ actions: 'hintWrongKey' }]
    const { findings } = await walk(
      'nothing waits',
      mutated('balancePin', () => stuck),
    )
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'no-way-on', path: [{ dials: '*165#' }, { chooses: 'Balance' }] }),
    )
  }, 60_000)
})

describe('an app of another author', () => {
  /** Keeps its sessions itself, and crashes at `2*1`. */
  async function appUrl(): Promise<string> {
    const steps = new Map<string, number>()
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const form = new URLSearchParams(body)
      const id = form.get('sessionId') ?? ''
      const text = form.get('text') ?? ''
      const texts = text === '' ? [] : text.split('*')
      const taken = steps.get(id) ?? 0
      steps.set(id, taken + 1)
      const [first, second] = texts
      const say = (text: string) => response.setHeader('content-type', 'text/plain').end(text)
      // A session gets each answer once, in order: anything else means that it is another session.
      if (texts.length !== taken && first !== undefined) return say('END Out of order')
      if (first === undefined) return say('CON Shop\n1 Prices\n2 Order\n3 Help')
      if (first === '1') return say('END Bread 1, milk 2')
      if (first === '2' && second === undefined) return say('CON Order\n1 Bread\n2 Milk')
      if (first === '2' && second === '1') return response.writeHead(500).end('oops\ttext')
      return say(first === '2' && second === '2' ? 'END Ordered' : 'END Invalid choice')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    closing.push(
      () => server.closeAllConnections(),
      () => void server.close(),
    )
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ussd`
  }

  it('is walked up to a depth by its URL, each way from the dial, and a crash is found', async () => {
    const situation = appSituation({ url: await appUrl(), code: '*777#' })
    const options = { newWorld: newWorld(), situations: [situation], foreign: true }
    const { screens, findings } = await explore({ ...options, depth: 5 })
    const texts = screens.map(({ screen }) => screen.text)
    expect(texts).toContain('Ordered')
    expect(texts).not.toContain('Out of order')
    expect(findings.filter(({ kind }) => kind === 'crashed')[0]?.path).toEqual([
      { dials: '*777#' },
      { chooses: 'Order' },
      { chooses: 'Bread' },
    ])
    expect(exploreReport({ screens, findings })).toContain(
      'crashed: Received unexpected response code: 500 Internal Server Error\n' +
        '  the app answered "oops\\ttext"\n' +
        '  The app failed while it made the answer: look into its log.\n',
    )
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'leads-nowhere', message: expect.stringContaining('3 Help') }),
    )
    const shallow = await explore({ ...options, depth: 1 })
    expect(shallow.screens.map(({ screen }) => screen.text)).not.toContain('Ordered')
  }, 60_000)

  /** Splits the text, as many apps do, and fails at the input under test. */
  async function failingAt(wrong: (segments: string[]) => boolean): Promise<string> {
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const segments = (new URLSearchParams(body).get('text') ?? '').split('*')
      if (wrong(segments)) return response.writeHead(500).end('cannot read properties of undefined')
      response.setHeader('content-type', 'text/plain')
      const last = segments.at(-1)
      return response.end(last === '1' ? 'END Bread' : 'CON Shop\n1 Bread\n2 Milk')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    closing.push(
      () => server.closeAllConnections(),
      () => void server.close(),
    )
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ussd`
  }

  it.each<[what: string, wrong: (segments: string[]) => boolean, types: string]>([
    ['an empty segment in the middle', (all) => all.slice(1, -1).includes(''), '#'],
    ['an empty segment at the beginning', (all) => all.length > 1 && all[0] === '', '*'],
    ['a hash', (all) => all.includes('#'), '#'],
    ['blanks', (all) => all.some((one) => one !== '' && one.trim() === ''), '   '],
    ['letters', (all) => all.some((one) => /[a-z]/.test(one)), 'abc'],
    ['two answers at once', (all) => all.length === 2 && all[0] === '1', '1*1'],
  ])(
    'that fails at %s is found',
    async (_, wrong, types) => {
      const situation = appSituation({ url: await failingAt(wrong), code: '*777#' })
      const options = { newWorld: newWorld(), situations: [situation], foreign: true, depth: 2 }
      const { findings } = await explore(options)
      const crashes = findings.filter(({ kind }) => kind === 'crashed')
      const found = crashes.filter(({ path }) => path.at(-1)?.types === types)
      // The report has to show blanks.
      const shown = types.trim() === types ? types : `"${types}"`
      expect(exploreReport({ screens: [], findings: found })).toMatch(`types ${shown}\n`)
    },
    60_000,
  )
})
