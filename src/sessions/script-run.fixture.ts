import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Screen, SimulatorClient } from '../client/index.ts'
import { prettyReporter, type RunOptions, runScripts } from './index.ts'
import { TinySimulator } from './tiny-simulator.fixture.ts'

export const order =
  'request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR, external-id: "17" }'

/** A folder of scripts, played on tiny simulators; the output, without the folder's path. */
export class ScriptRuns {
  output = ''
  world = new TinySimulator()
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async begin(): Promise<ScriptRuns> {
    return new ScriptRuns(await mkdtemp(join(tmpdir(), 'scripts-')))
  }

  end(): Promise<void> {
    return rm(this.folder, { recursive: true })
  }

  /** Writes a script of these steps; the first is on line 3, or below the lines of `head`. */
  async script(name: string, steps: readonly string[], head: readonly string[] = []): Promise<string> {
    const file = join(this.folder, name)
    const lines = ['session: A test', ...head, 'steps:', ...steps.map((step) => `  - ${step}`), '']
    await writeFile(file, lines.join('\n'))
    return file
  }

  async run(files: readonly string[], options: Partial<RunOptions> = {}) {
    let printed = ''
    const write = (text: string) => {
      printed += text
    }
    const newSimulator = () => {
      const client = new SimulatorClient(this.world)
      return Promise.resolve({ client, close: () => Promise.resolve() })
    }
    const reporter = prettyReporter({ write, colours: false })
    const result = await runScripts(files, { newSimulator, reporter, ...options })
    this.output = printed.replaceAll(`${this.folder}/`, '')
    return result
  }

  /** Answers the next dials with this. */
  answerDials(screen: Partial<Screen>): void {
    const whole = {
      sessionId: 's',
      status: 'open',
      text: 'Menu',
      hops: 1,
      error: null,
      warnings: [],
      ...screen,
    }
    const answer = { status: 200, headers: {}, text: JSON.stringify(whole) }
    this.world.refused.set('POST /_sim/phones/+46733000001/dial', answer)
  }
}
