import type { Simulator } from './running-simulator.ts'
import type { OptionsAlike, SimulatorOptions } from './simulator-options.ts'

// Without this import the published types have no events: a room adds its own only if its file is read.
export type { SimulatorEvents } from './all-events.ts'
export { type ForkOptions, Simulator } from './running-simulator.ts'
export type {
  AfricasTalking,
  AtSandbox,
  Logger,
  SandboxUrls,
  SimulatorOptions,
  Tls,
  TlsPort,
  WorldLimits,
} from './simulator-options.ts'

/**
 * Starts a simulator: in memory and without a port unless asked.
 *
 * @example
 * const sim = await startSimulator({ clock: 'frozen' })
 * const ama = sim.phone('+46733000001')
 * const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
 * await ama.prompted()
 * await ama.choose('Approve')
 * await ama.reply(ama.pin)
 * await order.status() // { status: 'SUCCESSFUL', … }
 * await sim.close()
 *
 * @throws InputError for an option or a world file that cannot be used
 * @throws StoreError for a data file that cannot be used
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  // Loaded only here: who drives a simulator that runs elsewhere needs no server.
  const { openSimulator } = await import('./open-simulator.ts')
  return openSimulator(options)
}

/**
 * For many simulators that begin alike: each begins with a copy of a world that was filled once, which takes less time than
 * filling it.
 *
 * @throws InputError for an option or a world file that cannot be used
 */
export async function simulatorsAlike(options: OptionsAlike): Promise<() => Promise<Simulator>> {
  const { openSimulatorsAlike } = await import('./open-simulator.ts')
  return openSimulatorsAlike(options)
}
