import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import type { Logger } from 'pino'
import {
  type AfricasTalking,
  type AtSandbox,
  checkAtSandbox,
  messagingConfig,
  openSandboxCode,
  type SandboxUrls,
  sandboxPayer,
  sandboxUrls,
  sandboxWorld,
} from './africas-talking.ts'
import { type Port, SimulatorClient } from './client/index.ts'
import {
  applyWorld,
  builtInWorld,
  controlRoutes,
  docsRoutes,
  instantMilliseconds,
  networkConfig,
  pageRoutes,
  payerConfig,
  quirksOf,
  readWorldFile,
  type World,
  walletConfig,
} from './control/index.ts'
import { answerInProcess, inProcessPort } from './in-process.ts'
import {
  type ClockReading,
  dispatchTo,
  frozenStart,
  InputError,
  Kernel,
  Outbound,
  ownHost,
  problemHandlers,
  runningNow,
  type Tx,
} from './kernel/index.ts'
import { Messaging } from './messaging/index.ts'
import { Momo, momoMigrations, momoOpenApi, resolveMomoQuirks } from './momo/index.ts'
import { Network, networkMigrations } from './network/index.ts'
import { OnePipe, onePipeConfig, onepipeMigrations } from './onepipe/index.ts'
import { Payer, type PayerParts, payerMigrations } from './payer/index.ts'
import { Wallet, walletMigrations } from './wallet/index.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export interface SimulatorOptions {
  /** `running` by default, as the real world does; `frozen` stands still until it is moved. */
  clock?: 'running' | 'frozen'
  /** Where a frozen clock stands, ISO 8601 with its zone; 2026-01-05T09:00:00Z by default. */
  at?: string
  /** A data file that outlives the process; in memory by default. */
  data?: string
  /** A world file in YAML, or a world; the built-in one by default. */
  world?: string | World
  /** Listens on this port, 0 for a free one; without it nothing listens, and all goes on in this process. */
  port?: number
  /** The address to listen on; 127.0.0.1 by default. */
  host?: string
  /** Makes ids and codes replay. */
  seed?: string
  /** Lets control requests in that do not come from this machine, as `Authorization: Bearer TOKEN`. */
  adminToken?: string
  /** Sends SMS by the real Africa's Talking, instead of the simulator's own network. */
  africasTalking?: AfricasTalking
  /** Puts the payer's app behind the real Africa's Talking sandbox; see docs/africas-talking-sandbox.md. */
  atSandbox?: AtSandbox
  logger?: Logger
}

export interface ForkOptions {
  /** Listens on this port, 0 for a free one; without it nothing listens. */
  port?: number
  /** Of its own ids and codes; by default as its origin's were made. */
  seed?: string
}

/** What only this package sets: where a fork begins, and parts of the payer's app that are watched or exchanged. */
export interface Inside {
  payer?: PayerParts
  fork?: { bytes: Buffer; hosts: ReadonlySet<string> }
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
    const house = build({ kernel, outbound, world, baseUrl, options, parts: inside.payer })
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

interface House {
  wallet: Wallet
  network: Network
  momo: Momo
  onepipe: OnePipe
  payer: Payer
}

/** Puts the rooms together, and tells each who is told of its events. */
function build({
  kernel,
  outbound,
  world,
  baseUrl,
  options,
  parts,
}: {
  kernel: Kernel
  outbound: Outbound
  world: World
  baseUrl: string
  options: SimulatorOptions
  parts: PayerParts | undefined
}): House {
  const wallet = new Wallet({ kernel, config: walletConfig(world) })
  const network = new Network({ kernel, outbound, config: networkConfig(world) })
  const messaging = new Messaging({ outbound, config: messagingConfig(options, world, baseUrl) })
  const quirks = quirksOf(world)
  const { subscriptionKeys } = world.momo
  const momo = new Momo({
    kernel,
    wallet,
    outbound,
    config: { subscriptionKeys, quirks: resolveMomoQuirks(quirks.momo) },
  })
  const onepipe = new OnePipe({
    kernel,
    wallet,
    messaging,
    outbound,
    config: onePipeConfig(world.onepipe, quirks.onepipe),
  })
  const config = { ...payerConfig(world), ...(options.atSandbox && sandboxPayer(world)) }
  const payer = new Payer({ kernel, wallet, network, messaging, config, parts })
  network.registerDeadlines()
  for (const room of [network, momo, onepipe, payer]) {
    for (const subscription of room.subscriptions()) kernel.subscribe(subscription)
  }
  return { wallet, network, momo, onepipe, payer }
}

interface Mounting {
  kernel: Kernel
  world: World
  house: House
  baseUrl: string
  reset: () => Promise<void>
  adminToken: string | undefined
}

/** One port speaks everything; hops have been taken before. */
function mount(app: Express, { kernel, world, house, baseUrl, reset, adminToken }: Mounting): void {
  const { network, momo, onepipe } = house
  app.disable('etag')
  app.disable('x-powered-by')
  app.use(momo.routes())
  app.use(network.routes())
  const control = { kernel, ...house, world, version, baseUrl, adminToken, reset }
  app.use('/_sim', controlRoutes(control))
  app.use(pageRoutes(adminToken))
  app.use(docsRoutes({ document: () => momoOpenApi({ version, baseUrl }), adminToken }))
  app.use(onepipe.routes())
  const { notFound, failed } = problemHandlers(kernel.logger)
  app.use(notFound)
  app.use(failed)
}

/** A hop does not go through Express, which would cost as much as the hop itself. */
function hopFirst({ listener }: Payer, others: RequestListener): RequestListener {
  return (request, response) => {
    if (!listener(request, response)) others(request, response)
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

/** Listens at once, so that the port is known, and lets requests wait until the house stands. */
function listen(port: number, host: string): Promise<Server & { open(listener: RequestListener): void }> {
  const waiting: Array<Parameters<RequestListener>> = []
  const hold = (...exchange: Parameters<RequestListener>) => waiting.push(exchange)
  const server = Object.assign(createServer(hold as never), {
    open(listener: RequestListener) {
      server.removeAllListeners('request')
      server.on('request', listener)
      for (const exchange of waiting.splice(0)) listener(...exchange)
    },
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message
      reject(
        new InputError(`Cannot listen on ${host}:${port}: ${why}. Choose another with --port.`, {
          host,
          port,
        }),
      )
    })
    server.listen(port, host, () => resolve(server))
  })
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo
  const anywhere = address === '0.0.0.0' || address === '::'
  if (anywhere) return `http://127.0.0.1:${port}`
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
}
