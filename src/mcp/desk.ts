import {
  type BalanceRequest,
  ClientError,
  type Merchant,
  type Port,
  SimulatorClient,
} from '../client/index.ts'
import { defaultWorld, worldNameProblem } from '../terms/sim/named-world.ts'

/** What an agent's tools work on. */
export interface McpParts {
  /** Reaches the simulator; of a world by name, that world. */
  port: Port
  /** Where programs reach it, such as `http://127.0.0.1:4000`; undefined where nothing listens. */
  url: string | undefined
  /** Of payersim. */
  version: string
}

/** A world as the tools have it. */
export interface Place {
  sim: SimulatorClient
  port: Port
  /** The merchant of this name, which is the same each time. */
  merchant(name: string, environment: string): Merchant
  /** Requests for a balance that agents began here, by their `transaction_ref`. */
  balances: Map<string, BalanceRequest>
}

/** The worlds that an agent works in, and its merchants in each. One for all its calls. */
export class Desk {
  readonly url: string | undefined
  readonly version: string
  readonly own: Place
  readonly #port: Port
  readonly #named = new Map<string, Place>()

  constructor({ port, url, version }: McpParts) {
    this.#port = port
    this.url = url
    this.version = version
    this.own = placeOf(port)
  }

  /**
   * The world of this name; without one, the world that the agent was led to.
   *
   * @throws ClientError for what cannot be a name
   */
  place(world: string | undefined): Place {
    if (world === undefined) return this.own
    const problem = world === defaultWorld ? undefined : worldNameProblem(world)
    if (problem !== undefined)
      throw new ClientError(
        `${JSON.stringify(world)} ${problem}. list_worlds has those that are there; open_world opens one.`,
      )
    const known = this.#named.get(world)
    if (known) return known
    if (this.#port.inWorld === undefined)
      throw new ClientError('Worlds by name are not reached from here. Leave world out.')
    const place = placeOf(this.#port.inWorld(world))
    this.#named.set(world, place)
    return place
  }

  /** A world that has ended is another one when its name is opened again. */
  forget(world: string): void {
    this.#named.delete(world)
  }

  /** Closes what its merchants listen on. */
  async close(): Promise<void> {
    await Promise.all([this.own, ...this.#named.values()].map(({ sim }) => sim.close()))
  }
}

function placeOf(port: Port): Place {
  const sim = new SimulatorClient(port)
  const merchants = new Map<string, Merchant>()
  return {
    sim,
    port,
    merchant(name, environment) {
      const key = `${environment} ${name}`
      const known = merchants.get(key) ?? sim.merchant({ name, environment })
      merchants.set(key, known)
      return known
    },
    balances: new Map(),
  }
}
