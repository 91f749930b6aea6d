import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SimulatorClient } from '../client/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/index.ts'
import { prettyReporter, type RunOptions, runScripts } from './index.ts'

export const order =
  'request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR, external-id: "17" }'

/** A folder of scripts, each played on a simulator of its own; the output, without the folder's path. */
export class ScriptRuns {
  output = ''
  /** Those that were started, the first first. */
  readonly simulators: Simulator[] = []
  closed = 0
  /** What happens before each script. */
  prepare: (simulator: Simulator) => Promise<unknown> = () => Promise.resolve()
  /** What is looked at after each script. */
  inspect: (simulator: Simulator) => Promise<unknown> = () => Promise.resolve()
  /** The seed makes the ids on screens the same in every run. */
  options: SimulatorOptions = { clock: 'frozen', seed: 'scripts' }
  readonly folder: string
  readonly #apps: Array<() => void> = []

  private constructor(folder: string) {
    this.folder = folder
  }

  static async begin(): Promise<ScriptRuns> {
    return new ScriptRuns(await mkdtemp(join(tmpdir(), 'scripts-')))
  }

  end(): Promise<void> {
    for (const close of this.#apps.splice(0)) close()
    return rm(this.folder, { recursive: true })
  }

  /** Writes a script of these steps; the first is on line 3, or below the lines of `head`. */
  async script(name: string, steps: readonly string[], head: readonly string[] = []): Promise<string> {
    const file = join(this.folder, name)
    const lines = ['session: A test', ...head, 'steps:', ...steps.map((step) => `  - ${step}`), '']
    await writeFile(file, lines.join('\n'))
    return file
  }

  readonly newSimulator = async () => {
    const simulator = await startSimulator(this.options)
    this.simulators.push(simulator)
    await this.prepare(simulator)
    const close = async () => {
      await this.inspect(simulator)
      await simulator.close()
      this.closed += 1
    }
    // A client of its own: the end of a script closes that first, and the simulator is still to be inspected.
    return { client: new SimulatorClient(simulator.port), close }
  }

  async run(
    files: readonly string[],
    options: Partial<RunOptions> = {},
    reporterTo = (write: (text: string) => void) => prettyReporter({ write, colours: false }),
  ) {
    let printed = ''
    const write = (text: string) => {
      printed += text
    }
    const reporter = reporterTo(write)
    const result = await runScripts(files, { newSimulator: this.newSimulator, reporter, ...options })
    this.output = printed.replaceAll(`${this.folder}/`, '')
    return result
  }

  /** Serves a USSD app that is under test, until the end. Returns its URL. */
  async serve(app: RequestListener): Promise<string> {
    const server = createServer(app)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    this.#apps.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ussd`
  }
}

/** Sends an SMS to a phone of the world, as an app does. */
export async function text(simulator: Simulator, message: string, to = '+46733000001'): Promise<void> {
  const world = await simulator.world()
  const { username, apiKey } = world.network
  const { status } = await simulator.port.fetch({
    method: 'POST',
    path: '/version1/messaging',
    headers: { apiKey, 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ username, to, message })),
  })
  if (status !== 201) throw new Error(`The SMS was answered ${status}.`)
  await simulator.settle()
}
