import { optionsProblem } from '../client/index.ts'
import {
  builtInWorld,
  type ControlAccess,
  keepMilliseconds,
  type World,
  withParts,
} from '../control/index.ts'
import {
  type ClockReading,
  frozenStart,
  InputError,
  instantMilliseconds,
  readCertificates,
  runningNow,
} from '../kernel/index.ts'
import { africasTalking } from '../network/index.ts'
import type { Provider } from '../providers/index.ts'
import { VendorHosts } from '../redirect/vendor-hosts.ts'
import { checkAtSandbox, sandboxWorld } from './africas-talking.ts'
import { type Callers, judgeCallers } from './callers.ts'
import { type LoadedProvider, loadProviders, withOwn } from './providers.ts'
import type { AtSandbox, SimulatorOptions } from './simulator-options.ts'
import { simulatorWords } from './simulator-words.ts'

/** Everything that a world is opened from, checked and loaded. Worlds that are alike share one. */
export interface Prepared {
  options: SimulatorOptions
  /** The world of the options. */
  given: World
  /** The same, with what the real Africa's Talking sandbox changes in it. */
  world: World
  atSandbox: AtSandbox | undefined
  providers: readonly Provider[]
  loaded: readonly LoadedProvider[]
  access: ControlAccess
  callers: Callers
  /** Names of hosts that are the server's own, such as `shop.localhost`; `.example.com` is for all below it. */
  ownNames: readonly string[]
  /** Certificates in PEM that are trusted besides Node's. */
  certificates: readonly string[]
  /** The clock of an empty store. */
  clock: () => ClockReading
  /** How many business milliseconds the past is kept; undefined: for ever. */
  keep: number | undefined
}

/** @throws InputError for an option or a world that cannot be used */
export async function prepare(options: SimulatorOptions): Promise<Prepared> {
  const problem = optionsProblem('startSimulator', options, simulatorWords)
  if (problem !== undefined) throw new InputError(problem)
  const providers = withOwn(options.providers as readonly Provider[] | undefined)
  const given =
    typeof options.world === 'string'
      ? await worldOf(options.world, providers)
      : withParts(options.world ?? builtInWorld, providers)
  const clock = startingClock(options)
  checkTexts(options)
  const access = { adminToken: options.adminToken, behindProxy: options.behindProxy ?? false }
  if (access.behindProxy && access.adminToken === undefined)
    throw new InputError(
      'Behind a proxy every control request needs the admin token. Give one: --admin-token.',
    )
  return {
    ...ofWorld(given, options, providers),
    options,
    providers,
    access,
    clock,
    loaded: await loadProviders(providers),
  }
}

/** The same for another world: what hangs on it is made anew. */
export function prepareFor(world: World, of: Prepared, options: SimulatorOptions): Prepared {
  return { ...of, ...ofWorld(world, options, of.providers), options, clock: startingClock(options) }
}

function ofWorld(given: World, options: SimulatorOptions, providers: readonly Provider[]) {
  const atSandbox = options.atSandbox && checkAtSandbox(options.atSandbox)
  const world = atSandbox ? sandboxWorld(given, atSandbox) : given
  const certificates = [world.callbackCa, options.callbackCa].flatMap((file) =>
    file === undefined ? [] : readCertificates(file),
  )
  const ownNames = [
    options.host ?? '',
    ...(options.tls?.names ?? []),
    atSandbox ? new URL(atSandbox.publicUrl).hostname : '',
  ]
  const allowHosts = [...(world.allowHosts ?? []), ...(options.allowHosts ?? [])]
  const callers = judgeCallers({
    vendors: new VendorHosts([...providers, africasTalking]),
    ownNames,
    allowHosts,
    allowOrigins: world.allowOrigins ?? [],
  })
  return {
    given,
    world,
    atSandbox,
    certificates,
    callers,
    ownNames: [...ownNames, ...allowHosts].map((name) => name.toLowerCase()),
    keep: keptFor(options, world),
  }
}

/** Loaded only here: it brings the YAML parser. */
async function worldOf(file: string, providers: readonly Provider[]) {
  const { readWorldFile } = await import('../control/world-file.ts')
  return readWorldFile(file, providers)
}

/** @throws InputError */
function checkTexts({ atSandbox, seed, adminToken }: SimulatorOptions): void {
  if (atSandbox && seed !== undefined)
    throw new InputError('A seed makes the secret paths of callbacks guessable. Leave the seed out.')
  if (seed?.trim() === '') throw new InputError('The seed is blank. Give one, or leave it out.')
  if (adminToken?.trim() === '') throw new InputError('The admin token is blank. Give one, or leave it out.')
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
