import { z } from 'zod'
import type { Telling } from '../events/telling.ts'
import {
  type Asked,
  type DescribedApi,
  type ExchangeLog,
  type Kernel,
  type NamedOperation,
  type OpenApiVersion,
  openApiVersions,
  type WaitOptions,
} from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { Network } from '../network/index.ts'
import type { Payer } from '../payer/index.ts'
import { controlRoute, type OpenProvider, type Provider } from '../providers/index.ts'
import type { ProviderView } from '../terms/sim/provider.ts'
import type { Wallet } from '../wallet/index.ts'
import { json } from './answers.ts'
import { callbackRoutes } from './callbacks.ts'
import { callRoutes } from './calls.ts'
import { clockRoutes } from './clock.ts'
import { codeRoutes } from './codes.ts'
import { connectRoute } from './connect.ts'
import { ControlDoor } from './control-door.ts'
import { faultRoutes } from './faults.ts'
import type { ControlAccess } from './guard.ts'
import { healthRoute } from './health.ts'
import { holdRoutes } from './holds.ts'
import { ledgerRoutes } from './ledger.ts'
import { machineRoutes } from './machines.ts'
import { mailboxRoutes } from './mailboxes.ts'
import { type McpHandler, mcpRoutes } from './mcp.ts'
import { paymentRoutes } from './payments.ts'
import { newsOf } from './phone-news.ts'
import { phoneRoutes } from './phones.ts'
import { promptRoutes } from './prompts.ts'
import { readingRoutes } from './readings.ts'
import { type Recording, Recordings, recordingRoutes } from './recordings.ts'
import { snapshotRoutes } from './snapshots.ts'
import { timelineRoutes } from './timeline.ts'
import { Searching } from './timeline-search.ts'
import { worldRoutes } from './world.ts'
import type { World } from './world-schema.ts'
import { type WorldsByName, worldsRoutes } from './worlds.ts'

/** The rooms below. */
export interface House {
  wallet: Wallet
  network: Network
  mail: Mail
  payer: Payer
  providers: readonly OpenProvider[]
  exchanges: ExchangeLog
}

export interface ControlOptions extends House {
  kernel: Kernel
  world: World
  version: string
  access: ControlAccess
  /** The operations of the vendors' APIs. */
  operations: () => NamedOperation[]
  /** The caller's own id of what a request to one of them is about. */
  referenceIn: (asked: Asked) => string | undefined
  /** The URL of this simulator, such as `http://127.0.0.1:4000`. */
  baseUrl: string
  /** Whose APIs it has, and their operations. */
  vendors: () => ProviderView[]
  /** What providers say of their own kinds of events. */
  tellings: readonly Telling[]
  /** The same, who say how programs reach their APIs. */
  connecting: ReadonlyArray<Pick<Provider, 'name' | 'title' | 'hosts' | 'connect'>>
  /** The OpenAPI document of all APIs; what documents say of the control routes is given to it. */
  document: (control: DescribedApi, openapi?: OpenApiVersion) => Promise<object>
  /** Resets to the world. */
  reset: (waiting: WaitOptions) => Promise<void>
  /** The worlds of this server. */
  worlds: WorldsByName
  /** Opens what agents ask, when the first of them does. */
  mcp: () => Promise<McpHandler>
  /** Starts a recording. */
  record: () => Promise<Recording>
}

/** `/_sim`, `/openapi.json` and `/mcp`: JSON in and out, errors as RFC 9457 problem details. */
export function openControl(options: ControlOptions): ControlDoor {
  const { kernel, network, version, access } = options
  const recordings = new Recordings(
    options.record,
    () => kernel.lastKnown().now,
    async (catchUp) => {
      const letGo = await kernel.read((rx) => kernel.retention.hold(rx))
      const end = kernel.beforeRestores(catchUp)
      return () => {
        letGo()
        end()
      }
    },
  )
  // For `payersim run` on another machine: it tells nothing that a vendor does not. Pages are refused where requests
  // come in.
  const providers = controlRoute({
    operation: 'listProviders',
    method: 'GET',
    path: '/providers',
    answer: () => json<ProviderView[]>(options.vendors()),
  })
  const own = [
    ...worldRoutes(options),
    connectRoute(options),
    ...worldsRoutes(options.worlds),
    healthRoute(kernel, version),
    ...phoneRoutes(kernel, network, (rx, phone) => newsOf(rx, phone, options)),
    ...promptRoutes(options),
    ...mailboxRoutes(options),
    ...clockRoutes(kernel),
    ...codeRoutes(options),
    ...faultRoutes(options),
    ...holdRoutes(options),
    ...callRoutes(options),
    ...snapshotRoutes(options),
    ...timelineRoutes({ ...options, searching: new Searching(options) }),
    ...paymentRoutes(options),
    ...callbackRoutes(kernel),
    ...ledgerRoutes(options),
    ...machineRoutes(options),
    ...readingRoutes(kernel),
    ...recordingRoutes(recordings),
    ...options.providers.flatMap(({ control = [] }) => control),
  ]
  const described = async () =>
    (await import('./openapi/index.ts')).controlApi([providers], own, options.providers)
  // Making one takes a quarter of a second, in which nothing else is answered, and it is the same at every request.
  const documents = new Map<OpenApiVersion, Promise<object>>()
  const documentIn = (openapi: OpenApiVersion) => {
    const made = documents.get(openapi) ?? described().then((control) => options.document(control, openapi))
    documents.set(openapi, made)
    made.catch(() => documents.delete(openapi))
    return made
  }
  const document = controlRoute({
    method: 'GET',
    path: '/openapi.json',
    query: z.object({ openapi: z.enum(openApiVersions).optional() }),
    answer: async ({ query }) => ({ json: await documentIn(query.openapi ?? '3.1') }),
  })
  return new ControlDoor({ access, logger: kernel.logger })
    .add([providers], { open: true })
    .add(own)
    .add([document, ...mcpRoutes(options.mcp)], { below: '' })
}
