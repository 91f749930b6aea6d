import { optionsProblem } from '../client/index.ts'
import { applyWorld, builtInWorld, keepMilliseconds, type World, withParts } from '../control/index.ts'
import {
  type ClockReading,
  frozenStart,
  InputError,
  instantMilliseconds,
  Kernel,
  OperationFaults,
  Outbound,
  ownHost,
  readCertificates,
  runningNow,
  type Tx,
  type WaitOptions,
} from '../kernel/index.ts'
import { mailDbSchema } from '../mail/index.ts'
import { africasTalking, networkDbSchema } from '../network/index.ts'
import { type PayerParts, payerDbSchema } from '../payer/index.ts'
import type { Provider } from '../providers/index.ts'
import { VendorHosts } from '../redirect/vendor-hosts.ts'
import { walletDbSchema } from '../wallet/index.ts'
import { checkAtSandbox, openSandboxCode, sandboxUrls, sandboxWorld } from './africas-talking.ts'
import { judgeCallers } from './callers.ts'
import { buildHouse, controlOf, frontDoorOf, pagesOf } from './house.ts'
import { answerInProcess, InProcess, inProcessPort } from './in-process.ts'
import { listen, stopServer, urlOf } from './listening.ts'
import { loadProviders, panelsOf, viewsOf, withOwn } from './providers.ts'
import { Reception } from './reception.ts'
import { recorderOf } from './recorder.ts'
import { type ForkOptions, Simulator } from './running-simulator.ts'
import type { SimulatorOptions } from './simulator-options.ts'
import { forkWords, simulatorWords } from './simulator-words.ts'
import { openTls } from './tls-port.ts'

/** Internal options: the state that a fork begins with, and parts of the payer's app that tests replace. */
export interface Inside {
  payer?: PayerParts
  fork?: { bytes: Buffer; hosts: ReadonlySet<string> }
}

/** Loaded only here: it brings the YAML parser. */
async function worldOf(file: string, providers: readonly Provider[]) {
  const { readWorldFile } = await import('../control/world-file.ts')
  return readWorldFile(file, providers)
}

/** Like `startSimulator`, the published one: this one's options use types of the rooms and of Express. */
export async function openSimulator(options: SimulatorOptions, inside: Inside = {}): Promise<Simulator> {
  const problem = optionsProblem('startSimulator', options, simulatorWords)
  if (problem !== undefined) throw new InputError(problem)
  const providers = withOwn(options.providers as readonly Provider[] | undefined)
  const wanted =
    typeof options.world === 'string'
      ? await worldOf(options.world, providers)
      : withParts(options.world ?? builtInWorld, providers)
  const atSandbox = options.atSandbox && checkAtSandbox(options.atSandbox)
  const world = atSandbox ? sandboxWorld(wanted, atSandbox) : wanted
  const clock = startingClock(options)
  const certificates = [world.callbackCa, options.callbackCa].flatMap((file) =>
    file === undefined ? [] : readCertificates(file),
  )
  if (atSandbox && options.seed !== undefined)
    throw new InputError('A seed makes the secret paths of callbacks guessable. Leave the seed out.')
  if (options.seed?.trim() === '') throw new InputError('The seed is blank. Give one, or leave it out.')
  if (options.adminToken?.trim() === '')
    throw new InputError('The admin token is blank. Give one, or leave it out.')
  const access = { adminToken: options.adminToken, behindProxy: options.behindProxy ?? false }
  if (access.behindProxy && access.adminToken === undefined)
    throw new InputError(
      'Behind a proxy every control request needs the admin token. Give one: --admin-token.',
    )
  const callers = judgeCallers({
    vendors: new VendorHosts([...providers, africasTalking]),
    ownNames: [
      options.host ?? '',
      ...(options.tls?.names ?? []),
      atSandbox ? new URL(atSandbox.publicUrl).hostname : '',
    ],
    allowHosts: [...(world.allowHosts ?? []), ...(options.allowHosts ?? [])],
    allowOrigins: world.allowOrigins ?? [],
  })
  const loaded = await loadProviders(providers)
  const kernel = await Kernel.open({
    file: inside.fork?.bytes ?? options.data ?? ':memory:',
    dbSchemas: dbSchemasOf(loaded),
    seed: options.seed,
    keep: keptFor(options, world),
    logger: options.logger,
  })
  const outbound = new Outbound({ certificates })
  const closers: Array<() => Promise<void> | void> = [() => outbound.close(), () => kernel.close()]
  const close = async () => {
    for (const closer of closers.splice(0)) await closer()
  }
  try {
    const server =
      options.port === undefined ? undefined : await listen(options.port, options.host ?? '127.0.0.1')
    // Deliveries in progress finish first; some go to this server.
    closers.unshift(() => kernel.stop())
    if (server) closers.splice(1, 0, () => stopServer(server))
    const secure = options.tls && (await openTls(options.tls, options))
    if (secure) closers.splice(1, 0, secure.close)
    const baseUrl = server ? urlOf(server) : `http://${ownHost}`
    const house = buildHouse({
      kernel,
      outbound,
      world,
      providers: loaded,
      baseUrl,
      options,
      parts: inside.payer,
    })
    const fill = async (tx: Tx) => {
      await applyWorld(tx, world, house)
      if (atSandbox) await openSandboxCode(tx, house, atSandbox)
    }
    const filled = await kernel.fillOnce(fill, clock())
    if (atSandbox && !filled) await kernel.transact((tx) => openSandboxCode(tx, house, atSandbox))
    const operationFaults = new OperationFaults(kernel)
    const door = frontDoorOf(house, operationFaults)
    const reset = async (waiting: WaitOptions) => {
      await kernel.refill(fill, clock(), waiting)
      operationFaults.letGo()
    }
    const worldFile = typeof options.world === 'string' ? options.world : undefined
    const record = recorderOf({ port: () => port, world, providers, worldFile, baseUrl })
    const vendors = () => viewsOf(providers)
    const operations = () => door.operations()
    const control = controlOf({ kernel, world, house, vendors, operations, baseUrl, reset, record, access })
    const { exchanges } = house
    const reception = new Reception({ door, control, exchanges, outbound, callers, kernel })
    const inProcess = new InProcess(reception)
    if (server) {
      outbound.listensAt(baseUrl)
      const pages = pagesOf({ access, kernel, panels: panelsOf(providers) })
      const listener = reception.listener(pages)
      server.open(listener)
      secure?.server.open(listener)
    } else {
      answerInProcess(outbound, inProcess)
    }
    await kernel.start()
    // A new store has its clock from `fill`. An existing data file keeps its own, unless another is asked for.
    if (options.clock === 'frozen' && !inside.fork && !filled)
      await kernel.freeze(options.at === undefined ? undefined : clock().now)
    const urls = atSandbox && sandboxUrls(atSandbox, house.payer)
    const port = inProcessPort(outbound, inProcess, {
      forkedFrom: inside.fork?.hosts,
      adminToken: access.adminToken,
      uuid: kernel.randomFor(':client').uuid,
    })
    const fork = async (own: ForkOptions) => {
      const wrong = optionsProblem('fork', own, forkWords)
      if (wrong !== undefined) throw new InputError(wrong)
      const { port: number, seed } = own
      // A fork is for experiments: it sends no SMS to the real network.
      const { data, port: _, atSandbox: __, africasTalking: ___, tls: ____, ...rest } = options
      const changed = {
        ...(number === undefined ? {} : { port: number }),
        ...(seed === undefined ? {} : { seed }),
      }
      const begin = { bytes: await kernel.copy(), hosts: new Set(port.hosts) }
      return openSimulator({ ...rest, world: wanted, ...changed }, { ...inside, fork: begin })
    }
    const settle = () => kernel.advance(0)
    return new Simulator(port, server && baseUrl, { stop: close, fork, settle }, urls, secure?.tls)
  } catch (error) {
    await close()
    throw error
  }
}

function dbSchemasOf(loaded: Awaited<ReturnType<typeof loadProviders>>) {
  const ofProviders = loaded.flatMap(({ server: { dbSchema } }) => dbSchema ?? [])
  return [walletDbSchema, networkDbSchema, payerDbSchema, mailDbSchema, ...ofProviders]
}

/**
 * Looks at a data file, and changes nothing.
 *
 * @returns the version of its schema, undefined where there is no file yet, and the newest that this payersim has
 * @throws StoreError for a file that cannot be used
 */
export async function lookAtDataFile(file: string) {
  return Kernel.look(file, dbSchemasOf(await loadProviders(withOwn([]))))
}

/** The starting clock of an empty store. */
function startingClock({ clock, at }: SimulatorOptions): () => ClockReading {
  if (clock === 'frozen') {
    const now = at === undefined ? frozenStart : instantMilliseconds(at)
    return () => ({ mode: 'frozen', now })
  }
  if (at !== undefined)
    throw new InputError('A time was given for a running clock. Freeze the clock, or leave `at` out.')
  return runningNow
}

const usualKeep = 'P30D'

/** How long events are kept, in milliseconds; undefined: for ever, the default for a frozen clock in memory. */
function keptFor({ keep, data, clock }: SimulatorOptions, world: World): number | undefined {
  const inScript = data === undefined && clock === 'frozen'
  const kept = keepMilliseconds(keep ?? world.keep ?? (inScript ? 'forever' : usualKeep))
  return kept === Number.POSITIVE_INFINITY ? undefined : kept
}
