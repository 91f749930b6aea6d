import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { httpPort, type Phone, type PortResponse, SimulatorClient } from '../../client/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { prettyReporter } from '../reporter-pretty.ts'
import { runScripts } from '../run-script.ts'
import { saveRecording } from './save-recording.ts'

/** A simulator that records what is played on it, and folders for the written files. */
export interface Studio {
  simulator: Simulator
  /** Over HTTP, as other programs use it. */
  sim: SimulatorClient
  /** The first person of the built-in world. */
  ama: Phone
  folder: string
  /** A control route, as the page and the command use it. */
  ask(method: string, path: string, body?: object): Promise<PortResponse>
  /** The script of a recorded action. */
  recorded(play: () => Promise<void>, name?: string): Promise<string>
  /** She approves the prompt on her phone. */
  approve(): Promise<void>
  close(): Promise<void>
}

export async function openStudio(options: SimulatorOptions = {}): Promise<Studio> {
  const folder = await mkdtemp(join(tmpdir(), 'recordings-'))
  const simulator = await startSimulator({ clock: 'frozen', port: 0, ...options })
  const sim = new SimulatorClient(httpPort(simulator.url ?? ''))
  const ama = sim.phone('+46733000001')
  const ask: Studio['ask'] = (method, path, body) =>
    simulator.port.fetch({
      method,
      path: `/_sim${path}`,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  return {
    simulator,
    sim,
    ama,
    folder,
    ask,
    async recorded(play, name = 'by-hand') {
      expect((await ask('POST', '/recordings', { name })).status).toBe(201)
      await play()
      await sim.settle()
      await ask('POST', `/recordings/${name}/stop`, {})
      const { status, text } = await ask('GET', `/recordings/${name}`)
      if (status === 200) return text
      throw new Error((JSON.parse(text) as { detail: string }).detail)
    },
    async approve() {
      await sim.settle()
      await ama.choose('Approve')
      await ama.reply(ama.pin)
      await sim.settle()
    },
    async close() {
      await sim.close()
      await simulator.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The runner's output for a script in a fresh world; empty if it passes. */
export async function failureOf(
  text: string,
  { folder }: Studio,
  { started, ...options }: SimulatorOptions & { started?: (simulator: Simulator) => void } = {},
): Promise<string> {
  const { file } = await saveRecording(join(folder, 'replayed.yaml'), text, { force: true })
  let output = ''
  const write = (more: string) => {
    output += more
  }
  const { failed } = await runScripts([file], {
    providers: options.providers ?? [],
    reporter: prettyReporter({ write, colours: false }),
    newSimulator: async () => {
      const client = await startSimulator({ clock: 'frozen', ...options })
      started?.(client)
      return { client, close: () => client.close() }
    },
  })
  return failed === 0 ? '' : output
}
