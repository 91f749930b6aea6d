import { type Port, SimulatorClient } from '../../client/index.ts'
import { maskText } from '../../safe-text/index.ts'
import type { Operation } from '../../terms/sim/operation.ts'
import type { Script } from '../parse.ts'
import { Scene } from '../scene.ts'
import type { Grammar, StepWords } from '../schema.ts'
import { perform } from '../steps/index.ts'
import {
  askedAgain,
  calledBy,
  calledOperations,
  callMishaps,
  countCalls,
  isWorthAsking,
} from './call-mishaps.ts'
import { wrongEnds } from './ends.ts'
import { Histories } from './histories.ts'
import { type Mishap, mishaps } from './mishaps.ts'
import { SwitchPort } from './switch-port.ts'

/** A simulator with a frozen clock. */
export interface RestartableSimulator {
  port: Port
  /** Stops it as `serve` is stopped, and starts another on its data file: state in memory is lost. */
  restart(): Promise<RestartableSimulator>
  close(): Promise<void>
}

export interface TortureOptions {
  /** `restarts` says whether it will be restarted, which needs a data file. */
  newSimulator(wish: { restarts: boolean }): Promise<RestartableSimulator>
  /** The code for a payer who dials again; `*165#` by default. */
  code?: string
  /** Called after each run. */
  ran?(run: TortureRun): void
}

/** One run of the script with one mishap. */
export interface TortureRun {
  mishap: string
  /** The line of the affected step; 0 for the run without a mishap. */
  line: number
  /** What is wrong with money or status; empty if nothing is. */
  wrong: string[]
}

/** Whether a script sets faults, which would mix with those of the torture. */
export function plansFaults({ steps }: Script): boolean {
  return steps.some(({ words }) => (words.fault ?? words.faults ?? words['no-faults']) !== undefined)
}

/**
 * Runs a passing script with each mishap at each of its steps, and at each call of a vendor's API that the step
 * makes. If a mishap does no harm, the script must pass; if a call fails, the caller asks again once; if it breaks
 * the session, the payer dials again once, and in any case money and status must be right in the end.
 */
export async function torture(script: Script, options: TortureOptions): Promise<TortureRun[]> {
  const runs: TortureRun[] = []
  const run = async (mishap: Mishap | undefined, index: number) => {
    const one = new Run(script, options)
    const wrong = await one.play(mishap, index)
    const line = mishap ? (script.steps[index]?.at().line ?? 0) : 0
    const done = { mishap: mishap?.name ?? 'nothing goes wrong', line, wrong }
    runs.push(done)
    options.ran?.(done)
    return one.calls
  }
  const calls = await run(undefined, -1)
  // If the script fails without a mishap, the other runs show nothing.
  if (runs[0]?.wrong.length) return runs
  const all = mishaps(options.code ?? '*165#')
  for (const [index, { words }] of script.steps.entries()) {
    for (const mishap of all) if (mishap.at(words)) await run(mishap, index)
    for (const mishap of callMishaps(calls[index] ?? [], calledBy(words, script.grammar)))
      await run(mishap, index)
  }
  return runs
}

class Run {
  readonly #script: Script
  readonly #options: TortureOptions
  /** The operations that each step called, in a run without a mishap. */
  readonly calls: Operation[][] = []

  constructor(script: Script, options: TortureOptions) {
    this.#script = script
    this.#options = options
  }

  async play(mishap: Mishap | undefined, at: number): Promise<string[]> {
    let simulator = await this.#options.newSimulator({ restarts: mishap?.restarts ?? false })
    const port = new SwitchPort(simulator.port)
    const client = new SimulatorClient(port)
    const restart = async () => {
      simulator = await simulator.restart()
      await port.switchTo(simulator.port)
    }
    try {
      const before = await client.world()
      const scene = new Scene(client, () => {})
      const histories = new Histories(scene, this.#script.grammar)
      const harm = mishap?.harm ?? 'none'
      const befall = () => mishap?.befall(scene, restart)
      const broken = await this.#steps(scene, { harm, at, befall, histories })
      if (harm === 'call' || harm === 'may-stop') await client.faults.clear()
      const ends = await wrongEnds(scene, { script: this.#script, before, harm, histories })
      return broken === undefined ? ends : [broken, ...ends]
    } finally {
      await client.close()
      await simulator.close()
    }
  }

  /** Runs the steps to the end, or until the payer gives up; returns the first unexpected failure. */
  async #steps(
    scene: Scene,
    {
      harm,
      at,
      befall,
      histories,
    }: { harm: Mishap['harm']; at: number; befall(): Promise<void> | undefined; histories: Histories },
  ): Promise<string | undefined> {
    let again = harm === 'session'
    for (const [index, { words }] of this.#script.steps.entries()) {
      try {
        if (words.phone !== undefined) scene.take(words.phone)
        if (index === at) await befall()
        if (at < 0) await countCalls(scene)
        await this.#doStep(scene, words, { harm, asksAgain: index === at })
        if (at < 0) this.calls.push(await calledOperations(scene))
        histories.done(words)
      } catch (error) {
        if (harm === 'may-stop') return undefined
        if (harm !== 'session')
          return `line ${this.#script.steps[index]?.at().line}: ${maskText(messageOf(error), scene)}`
        if (!again || !(await this.#beginAgain(scene, index))) return undefined
        again = false
      }
    }
    return undefined
  }

  async #doStep(
    scene: Scene,
    words: StepWords,
    { harm, asksAgain }: { harm: Mishap['harm']; asksAgain: boolean },
  ): Promise<void> {
    const { grammar } = this.#script
    try {
      await doStep(scene, harm === 'callbacks' ? withoutCallbacks(words) : words, grammar)
    } catch (error) {
      if (harm !== 'call' || !asksAgain || !isWorthAsking(error)) throw error
      await doStep(scene, askedAgain(words, grammar), grammar)
    }
  }

  /** Repeats the steps since the last dial, up to this one; false if that is not possible. */
  async #beginAgain(scene: Scene, index: number): Promise<boolean> {
    const { steps, grammar } = this.#script
    const from = steps.findLastIndex(({ words }, at) => at <= index && words.dials !== undefined)
    const since = steps.slice(from, index + 1).map(({ words }) => words)
    if (from < 0 || since.some((words) => !onlyPhone(words))) return false
    try {
      for (const words of since) await doStep(scene, words, grammar)
      return true
    } catch {
      return false
    }
  }
}

async function doStep(scene: Scene, words: StepWords, grammar: Grammar): Promise<void> {
  scene.freshScreen = false
  for (const word of grammar.order) await perform(scene, word, words, grammar)
}

const phoneOnly: ReadonlySet<string> = new Set([
  'phone',
  'dials',
  'chooses',
  'types',
  'shows',
  'offers',
  'ends',
])

function onlyPhone(words: StepWords): boolean {
  return Object.keys(words).every((word) => phoneOnly.has(word))
}

/** Without the expected number of callbacks, since one may be lost or doubled. */
function withoutCallbacks(words: StepWords): StepWords {
  if (words.expect === undefined) return words
  const { callbacks: _, ...expected } = words.expect
  return { ...words, expect: expected }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
