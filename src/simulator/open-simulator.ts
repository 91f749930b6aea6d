import { optionsProblem } from '../client/index.ts'
import { keepMilliseconds } from '../control/index.ts'
import { InputError, Kernel } from '../kernel/index.ts'
import type { PayerParts } from '../payer/index.ts'
import { defaultWorld } from '../terms/sim/named-world.ts'
import { Entrance } from './entrance.ts'
import { listen, stopServer, urlOf } from './listening.ts'
import { NamedWorlds, usualIdleMs, worldUrl } from './named-worlds.ts'
import { type Beginning, dbSchemasOf, type OpenWorld, openWorld } from './open-world.ts'
import { type Prepared, prepare, prepareFor } from './prepared.ts'
import { loadProviders, withOwn } from './providers.ts'
import { type ForkOptions, Simulator } from './running-simulator.ts'
import type { OptionsAlike, SandboxUrls, SimulatorOptions, Tls } from './simulator-options.ts'
import { forkWords } from './simulator-words.ts'
import { openTls } from './tls-port.ts'

/** Internal options: parts of the payer's app that tests replace. */
export interface Inside {
  payer?: PayerParts
}

/** Like `startSimulator`, the published one: this one's options use types of the rooms and of Express. */
export async function openSimulator(options: SimulatorOptions, inside: Inside = {}): Promise<Simulator> {
  return openFrom(await prepare(options), inside, undefined)
}

/** Like `simulatorsAlike`. */
export async function openSimulatorsAlike(options: OptionsAlike): Promise<() => Promise<Simulator>> {
  const prepared = await prepare(options)
  const worlds: NamedWorlds = new NamedWorlds({
    own: () => filled,
    prepared,
    url: () => undefined,
    ...limitsOf(options),
  })
  const place = { seed: undefined, url: undefined, hasOwnPort: false, worlds }
  const filled = await openWorld(prepared, place)
  try {
    const beginning = { bytes: await filled.kernel.copy(), hosts: new Set<string>() }
    return () => openFrom(prepared, {}, beginning)
  } finally {
    await filled.close()
  }
}

/** How a simulator in this process is reached from outside it, and ended. */
interface Reach {
  stop: () => Promise<void>
  url: string | undefined
  sandboxUrls?: SandboxUrls | undefined
  tls?: Tls | undefined
}

async function openFrom(
  prepared: Prepared,
  inside: Inside,
  beginning: Beginning | undefined,
): Promise<Simulator> {
  const { options } = prepared
  const closers: Array<() => Promise<void> | void> = []
  const close = async () => {
    for (const closer of closers.splice(0)) await closer()
  }
  try {
    const server =
      options.port === undefined ? undefined : await listen(options.port, options.host ?? '127.0.0.1')
    if (server) closers.unshift(() => stopServer(server))
    const secure = options.tls && (await openTls(options.tls, options))
    if (secure) closers.unshift(secure.close)
    const url = server && urlOf(server)
    const worlds: NamedWorlds = new NamedWorlds({
      own: () => own,
      prepared,
      url: () => url,
      ...limitsOf(options),
    })
    const own = await openWorld(prepared, {
      file: options.data,
      beginning,
      seed: options.seed,
      url,
      hasOwnPort: server !== undefined,
      payer: inside.payer,
      worlds,
      arrive: (request) => entrance.answer(request),
    })
    // Deliveries in progress finish first; some go to this server.
    closers.unshift(() => worlds.close(), own.stop)
    closers.push(own.close)
    const entrance: Entrance = new Entrance({ own, worlds, prepared })
    const listener = entrance.listener()
    server?.open(listener)
    secure?.server.open(listener)
    await own.start()
    const simulatorOf = (name: string, world: OpenWorld, reach: Reach): Simulator => {
      const fork = async (wanted: ForkOptions) => {
        const wrong = optionsProblem('fork', wanted, forkWords)
        if (wrong !== undefined) throw new InputError(wrong)
        const { name: other, ...rest } = wanted
        if (other === undefined) return openFrom(...(await forked(world, rest, inside)))
        if (rest.port !== undefined)
          throw new InputError('A fork has a port of its own or a name on this server: give one of them.')
        const opened = await worlds.enter({ ...rest, name: other, from: name })
        return simulatorOf(other, opened, {
          stop: () => worlds.leave(other, opened),
          url: url && worldUrl(url, other),
        })
      }
      const settle = () => world.kernel.advance(0)
      return new Simulator(
        world.port,
        reach.url,
        { stop: reach.stop, fork, settle },
        reach.sandboxUrls,
        reach.tls,
      )
    }
    return simulatorOf(defaultWorld, own, {
      stop: close,
      url,
      sandboxUrls: own.sandboxUrls,
      tls: secure?.tls,
    })
  } catch (error) {
    await close()
    throw error
  }
}

/** What a fork is opened from. */
async function forked(
  { prepared, kernel, port }: OpenWorld,
  { port: ownPort, seed }: Pick<ForkOptions, 'port' | 'seed'>,
  inside: Inside,
): Promise<Parameters<typeof openFrom>> {
  // A fork is for experiments: it sends no SMS to the real network.
  const { data, port: _, atSandbox, africasTalking, tls, tell, ...rest } = prepared.options
  const options = {
    ...rest,
    ...(ownPort === undefined ? {} : { port: ownPort }),
    ...(seed === undefined ? {} : { seed }),
  }
  const beginning = { bytes: await kernel.copy(), hosts: new Set(port.hosts) }
  return [prepareFor(prepared.given, prepared, options), inside, beginning]
}

function limitsOf({ worlds: { most, idle } = {} }: SimulatorOptions) {
  const idleMs = idle === undefined ? usualIdleMs : keepMilliseconds(idle)
  return { most, idleMs: idleMs === Number.POSITIVE_INFINITY ? undefined : idleMs }
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
