import { hash } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { Port } from '../client/index.ts'
import { applyWorld, Narration, type World, type WorldsByName } from '../control/index.ts'
import {
  isPostgres,
  Kernel,
  OperationFaults,
  Outbound,
  ownHost,
  type Tx,
  type WaitOptions,
} from '../kernel/index.ts'
import { mailDbSchema } from '../mail/index.ts'
import { networkDbSchema } from '../network/index.ts'
import { type PayerParts, payerDbSchema } from '../payer/index.ts'
import { walletDbSchema } from '../wallet/index.ts'
import { openSandboxCode, sandboxUrls } from './africas-talking.ts'
import { mcpOf } from './agents.ts'
import { buildHouse, controlOf, frontDoorOf, pagesOf, version } from './house.ts'
import { answerInProcess, InProcess, type InProcessPort, inProcessPort } from './in-process.ts'
import type { Prepared } from './prepared.ts'
import { type LoadedProvider, panelsOf, vendorsOf, viewsOf } from './providers.ts'
import { Reception } from './reception.ts'
import { recorderOf } from './recorder.ts'
import type { SandboxUrls } from './simulator-options.ts'

/** What a world begins as: a copy of another. */
export interface Beginning {
  bytes: Buffer
  /** Where callbacks of its origin go: a request to one of these is answered 200 and dropped. */
  hosts: ReadonlySet<string>
}

/** What differs between worlds that are opened from the same {@link Prepared}. */
export interface WorldPlace {
  /** Its name on its server; undefined for the default world. */
  name?: string | undefined
  /** A data file; in memory where it is left out. */
  file?: string | undefined
  beginning?: Beginning | undefined
  /** For its ids and codes. */
  seed: string | undefined
  /** Where programs reach it; undefined where nothing listens. */
  url: string | undefined
  /** It has a port to itself: what it asks itself goes there too. */
  hasOwnPort: boolean
  /** Parts of the payer's app that tests replace. */
  payer?: PayerParts | undefined
  /** The worlds of its server. */
  worlds: WorldsByName & { portOf(name: string): Port }
  /** How what its port sends arrives; at itself where this is left out. */
  arrive?: Reception['answer'] | undefined
}

/** A world: its phones, ledger, clock, faults and timeline, and how it is asked. */
export interface OpenWorld {
  prepared: Prepared
  kernel: Kernel
  reception: Reception
  /** Answers requests over a socket. */
  listener: RequestListener
  /** Drives it without a socket. */
  port: InProcessPort
  sandboxUrls: SandboxUrls | undefined
  /** From now on deadlines fire and deliveries are sent, which may be to its own port. */
  start(): Promise<void>
  /** Ends what is under way: requests of its own fail as lost, waits and streams end. */
  hurry(): Promise<void>
  /** Starts nothing more, and waits for what is under way. */
  stop(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a world, which answers from now on. Nothing falls due in it before it is started.
 *
 * @throws StoreError for a data file that cannot be used
 */
export async function openWorld(prepared: Prepared, place: WorldPlace): Promise<OpenWorld> {
  const { options, world, given, providers, loaded, access, callers, atSandbox } = prepared
  const { beginning, url } = place
  const kernel = await Kernel.open({
    file: beginning?.bytes ?? place.file ?? ':memory:',
    dbSchemas: dbSchemasOf(loaded),
    seed: place.seed,
    keep: prepared.keep,
    logger: options.logger,
  })
  const outbound = new Outbound({ certificates: prepared.certificates })
  const close = async () => {
    await kernel.stop()
    await outbound.close()
    await kernel.close()
  }
  try {
    const own = `http://${ownHost}`
    const baseUrl = url ?? own
    const askedAt = place.hasOwnPort ? baseUrl : own
    const { payer: parts } = place
    const house = buildHouse({ kernel, outbound, world, providers: loaded, baseUrl: askedAt, options, parts })
    const fill = async (tx: Tx) => {
      await applyWorld(tx, world, house)
      if (atSandbox) await openSandboxCode(tx, house, atSandbox)
    }
    const nodesHave = isPostgres(place.file ?? '') ? shortOf(world) : undefined
    const filled = await kernel.fillOnce(fill, prepared.clock(), nodesHave)
    if (atSandbox && !filled) await kernel.transact((tx) => openSandboxCode(tx, house, atSandbox))
    const operationFaults = new OperationFaults(kernel)
    const door = frontDoorOf(house, operationFaults)
    const reset = async (waiting: WaitOptions) => {
      await kernel.refill(fill, prepared.clock(), waiting)
      operationFaults.letGo()
    }
    const worldFile = typeof options.world === 'string' ? options.world : undefined
    const record = recorderOf({ port: () => port, world: given, providers, worldFile, baseUrl })
    const mcp = mcpOf({ port: () => port, url, version })
    const vendors = () => viewsOf(providers)
    const connecting = vendorsOf(providers)
    const operations = () => door.operations()
    const { worlds } = place
    const tellings = providers.flatMap(({ telling }) => telling ?? [])
    const control = controlOf({
      kernel,
      world,
      house,
      vendors,
      tellings,
      connecting,
      operations,
      referenceIn: (asked) => door.referenceIn(asked),
      baseUrl,
      reset,
      record,
      mcp,
      access,
      worlds,
    })
    const { exchanges } = house
    const reception = new Reception({ door, control, exchanges, outbound, callers, kernel })
    const answer: Reception['answer'] = (request) => reception.answer(request)
    if (url !== undefined) outbound.listensAt(url)
    if (!place.hasOwnPort) answerInProcess(outbound, new InProcess(answer))
    const port = inProcessPort(outbound, new InProcess(place.arrive ?? answer), {
      forkedFrom: beginning?.hosts,
      adminToken: access.adminToken,
      uuid: kernel.randomFor(':client').uuid,
      inWorld: (name) => worlds.portOf(name),
    })
    let narration: Narration | undefined
    return {
      prepared,
      kernel,
      reception,
      listener: reception.listener(pagesOf({ access, kernel, panels: panelsOf(providers) })),
      port,
      sandboxUrls: atSandbox && sandboxUrls(atSandbox, house.payer),
      async start() {
        const { tell, tellIn } = options
        if (tell) {
          const { wallet } = house
          narration = new Narration({ kernel, exchanges, wallet, tellings, world: place.name, tell, tellIn })
        }
        await kernel.start()
        // A new store has its clock from `fill`. An existing data file keeps its own, unless another is asked for.
        if (options.clock === 'frozen' && !beginning && !filled)
          await kernel.freeze(options.at === undefined ? undefined : prepared.clock().now)
      },
      hurry: () => outbound.close(),
      async stop() {
        await kernel.stop()
        await narration?.end()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The same for the same world, wherever its files lie. */
const shortOf = ({ callbackCa: _, ...world }: World) => hash('sha256', JSON.stringify(world), 'hex')

/** What the rooms and the providers have in the database. */
export function dbSchemasOf(loaded: readonly LoadedProvider[]) {
  const ofProviders = loaded.flatMap(({ server: { dbSchema } }) => dbSchema ?? [])
  return [walletDbSchema, networkDbSchema, payerDbSchema, mailDbSchema, ...ofProviders]
}
