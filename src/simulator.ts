import type { RequestListener } from 'node:http'
import express from 'express'
import {
  checkAtSandbox,
  openSandboxCode,
  type SandboxUrls,
  sandboxUrls,
  sandboxWorld,
} from './africas-talking.ts'
import { type Port, SimulatorClient } from './client/index.ts'
import { applyWorld, builtInWorld, instantMilliseconds, readWorldFile } from './control/index.ts'
import { buildHouse, hopFirst, mount } from './house.ts'
import { answerInProcess, inProcessPort } from './in-process.ts'
import {
  type ClockReading,
  dispatchTo,
  frozenStart,
  InputError,
  Kernel,
  Outbound,
  ownHost,
  runningNow,
  type Tx,
} from './kernel/index.ts'
import { listen, stopServer, urlOf } from './listening.ts'
import { momoMigrations } from './momo/index.ts'
import { networkMigrations } from './network/index.ts'
import { onepipeMigrations } from './onepipe/index.ts'
import { type PayerParts, payerMigrations } from './payer/index.ts'
import type { SimulatorOptions } from './simulator-options.ts'
import { walletMigrations } from './wallet/index.ts'

export type { SimulatorOptions } from './simulator-options.ts'

/** What only this package sets: where a fork begins, and parts of the payer's app that are watched or exchanged. */
export interface Inside {
  payer?: PayerParts
  fork?: { bytes: Buffer; hosts: ReadonlySet<string> }
}

export interface ForkOptions {
  /** Listens on this port, 0 for a free one; without it nothing listens. */
  port?: number
  /** Of its own ids and codes; by default as its origin's were made. */
  seed?: string
}

/** A running simulator, and the client that drives it. */
export class Simulator extends SimulatorClient {
  readonly #stop: () => Promise<void>
  readonly #fork: (options: ForkOptions) => Promise<Simulator>

  constructor(
    /** What it is driven over, without a socket: another client may share it. */
    readonly port: Port,
    /** Where it listens, such as `http://127.0.0.1:4000`; undefined where it does not. */
    readonly url: string | undefined,
    stop: () => Promise<void>,
    fork: (options: ForkOptions) => Promise<Simulator>,
    /** What to tell the real Africa's Talking sandbox to call; undefined where it is not used. */
    readonly sandboxUrls?: SandboxUrls,
  ) {
    super(port)
    this.#stop = stop
    this.#fork = fork
  }

  /**
   * Another simulator in this process, in memory, that begins with this one's world and then goes its own way: clock,
   * handsets, money, sinks. What is due here arrives first. Callbacks of what was made here reach no sink there.
   *
   * @example
   * const own = await base.fork()
   * const own = await base.fork({ port: 0 }) // listens on a free port of its own
   */
  fork(options: ForkOptions = {}): Promise<Simulator> {
    return this.#fork(options)
  }

  /** Stops everything; what was acknowledged is in the data file. */
  override async close(): Promise<void> {
    await super.close()
    await this.#stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

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
export function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return openSimulator(options)
}

/** As {@link startSimulator}. */
export async function openSimulator(options: SimulatorOptions, inside: Inside = {}): Promise<Simulator> {
  const wanted =
    typeof options.world === 'string' ? readWorldFile(options.world) : (options.world ?? builtInWorld)
  const atSandbox = options.atSandbox && checkAtSandbox(options.atSandbox)
  const world = atSandbox ? sandboxWorld(wanted, atSandbox) : wanted
  const clock = startingClock(options)
  if (atSandbox && options.seed !== undefined)
    throw new InputError('A seed makes the secret paths of callbacks guessable. Leave the seed out.')
  if (options.adminToken?.trim() === '')
    throw new InputError('The admin token is blank. Give one, or leave it out.')
  const kernel = await Kernel.open({
    file: inside.fork?.bytes ?? options.data ?? ':memory:',
    migrations: [
      ...walletMigrations,
      ...networkMigrations,
      ...payerMigrations,
      ...momoMigrations,
      ...onepipeMigrations,
    ],
    seed: options.seed,
    logger: options.logger,
  })
  const outbound = new Outbound()
  const closers: Array<() => Promise<void> | void> = [() => outbound.close(), () => kernel.close()]
  const close = async () => {
    for (const closer of closers.splice(0)) await closer()
  }
  try {
    const app = express()
    const server =
      options.port === undefined ? undefined : await listen(options.port, options.host ?? '127.0.0.1')
    // What is on its way arrives first, some of it at this very server.
    closers.unshift(() => kernel.stop())
    if (server) closers.splice(1, 0, () => stopServer(server))
    const baseUrl = server ? urlOf(server) : `http://${ownHost}`
    const house = buildHouse({ kernel, outbound, world, baseUrl, options, parts: inside.payer })
    const fill = async (tx: Tx) => {
      await applyWorld(tx, world, house)
      if (atSandbox) await openSandboxCode(tx, house, atSandbox)
    }
    const filled = await kernel.fillOnce(fill, clock())
    if (atSandbox && !filled) await kernel.transact((tx) => openSandboxCode(tx, house, atSandbox))
    const reset = () => kernel.refill(fill, clock())
    mount(app, { kernel, world, house, baseUrl, reset, adminToken: options.adminToken })
    const inProcess = hopFirst(house.payer, dispatchTo(app) as RequestListener)
    if (server) {
      outbound.listensAt(baseUrl)
      server.open(hopFirst(house.payer, app))
    } else {
      answerInProcess(outbound, inProcess)
    }
    await kernel.start()
    // A file that was there before keeps its clock, unless another is asked for.
    if (options.clock === 'frozen' && !inside.fork)
      await kernel.freeze(options.at === undefined ? undefined : clock().now)
    const urls = atSandbox && sandboxUrls(atSandbox, house.payer)
    const port = inProcessPort(outbound, inProcess, inside.fork?.hosts)
    const fork = async ({ port: number, seed }: ForkOptions) => {
      // A fork is played with: none of its SMS leave.
      const { data, port: _, atSandbox: __, africasTalking: ___, ...rest } = options
      const changed = {
        ...(number === undefined ? {} : { port: number }),
        ...(seed === undefined ? {} : { seed }),
      }
      const begin = { bytes: await kernel.copy(), hosts: new Set(port.hosts) }
      return openSimulator({ ...rest, world: wanted, ...changed }, { ...inside, fork: begin })
    }
    return new Simulator(port, server && baseUrl, close, fork, urls)
  } catch (error) {
    await close()
    throw error
  }
}

/** What the clock of an empty store is set to. */
function startingClock({ clock, at }: SimulatorOptions): () => ClockReading {
  if (clock === 'frozen') {
    const now = at === undefined ? frozenStart : instantMilliseconds(at)
    return () => ({ mode: 'frozen', now })
  }
  if (at !== undefined)
    throw new InputError('A time was given for a running clock. Freeze the clock, or leave `at` out.')
  return runningNow
}
