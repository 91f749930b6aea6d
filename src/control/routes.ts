import express, { type Request, type Response, Router } from 'express'
import {
  type ClockReading,
  type ExchangeLog,
  instantMilliseconds,
  type Kernel,
  type NamedOperation,
  NotFoundError,
  problemHandlers,
  routesUnder,
  type WaitOptions,
} from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { Network } from '../network/index.ts'
import type { Payer } from '../payer/index.ts'
import type { OpenProvider } from '../providers/index.ts'
import type { Audit } from '../terms/sim/audit.ts'
import { advanceBody, type ClockView, freezeBody } from '../terms/sim/clock.ts'
import type { Health } from '../terms/sim/health.ts'
import { type ServiceCode, serviceCodeBody } from '../terms/sim/network.ts'
import type { ProviderView } from '../terms/sim/provider.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import type { WorldView } from '../terms/sim/world.ts'
import type { Wallet } from '../wallet/index.ts'
import { callbackRoutes } from './callbacks.ts'
import { faultRoutes } from './faults.ts'
import { type ControlAccess, localOnly } from './guard.ts'
import { healthOf } from './health.ts'
import { ledgerRoutes } from './ledger.ts'
import { machineRoutes } from './machines.ts'
import { mailboxRoutes } from './mailboxes.ts'
import { gone, phoneRoutes } from './phones.ts'
import { promptRoutes } from './prompts.ts'
import { mountProviderRoutes } from './provider-routes.ts'
import { readingRoutes } from './readings.ts'
import { type Recording, Recordings, recordingRoutes } from './recordings.ts'
import { advanceMilliseconds, parse } from './schema.ts'
import { shortCodeRoutes } from './short-codes.ts'
import { snapshotRoutes } from './snapshots.ts'
import { timelineRoutes } from './timeline.ts'
import type { World } from './world-schema.ts'
import { viewServiceCodes, viewWorld } from './world-view.ts'

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
  /** The URL of this simulator, such as `http://127.0.0.1:4000`. */
  baseUrl: string
  /** Whose APIs it has, and their operations. */
  vendors: () => ProviderView[]
  /** Resets to the world. */
  reset: (waiting: WaitOptions) => Promise<void>
  /** Starts a recording. */
  record: () => Promise<Recording>
}

const viewClock = ({ mode, now }: ClockReading): ClockView => ({ mode, now: new Date(now).toISOString() })

/** `/_sim`: the routes that no vendor has. JSON in and out, errors as RFC 9457 problem details. */
export function controlRoutes(options: ControlOptions): Router {
  const { kernel, network, wallet } = options
  const routes = Router()
  // For `payersim run` on another machine: it tells nothing that a vendor does not. Pages are refused where requests
  // come in.
  routes.get('/providers', (_, response: Response<ProviderView[]>) => {
    response.json(options.vendors())
  })
  routes.use(localOnly(options.access))
  routes.use(express.json({ limit: '100kb', strict: false }))

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
  routes.get('/health', async (_, response: Response<Health>) => {
    const { status, ...rest } = await healthOf(kernel)
    response.status(status === 'ok' ? 200 : 503)
    response.json({ status, version: options.version, store: kernel.store.description, ...rest })
  })
  routes.get('/world', async (_, response: Response<WorldView>) => {
    response.json(await kernel.read((rx) => viewWorld(rx, options)))
  })
  routes.post('/reset', async (request, response: Response<WorldView>) => {
    parse(emptyBody, request.body, 'body')
    await options.reset({ signal: gone(response) })
    options.exchanges.clear()
    response.json(await kernel.read((rx) => viewWorld(rx, options)))
  })
  routes.get('/ledger/audit', async (_, response: Response<Audit>) => {
    response.json(await kernel.read((rx) => wallet.ledger.audit(rx)))
  })
  const layOuts: Array<[segments: string[], layOut: (routes: Router) => void]> = [
    [['phones'], (own) => phoneRoutes(own, kernel, network)],
    [['phones'], (own) => promptRoutes(own, options)],
    [['mailboxes'], (own) => mailboxRoutes(own, options)],
    [['clock'], (own) => clockRoutes(own, kernel)],
    [['network'], (own) => serviceCodeRoutes(own, options)],
    [['network'], (own) => shortCodeRoutes(own, options)],
    [['faults', 'operations'], (own) => faultRoutes(own, options)],
    [['snapshots'], (own) => snapshotRoutes(own, kernel, options.exchanges)],
    [['timeline'], (own) => timelineRoutes(own, options)],
    [['callbacks'], (own) => callbackRoutes(own, kernel)],
    [['ledger'], (own) => ledgerRoutes(own, kernel)],
    [['machines', 'phones'], (own) => machineRoutes(own, options)],
    [['network', 'clock'], (own) => readingRoutes(own, kernel)],
    [['recordings'], (own) => recordingRoutes(own, recordings)],
  ]
  for (const [segments, layOut] of layOuts) routes.use(routesUnder(segments, layOut))
  for (const { control = [] } of options.providers) mountProviderRoutes(routes, control)
  const { notFound, failed } = problemHandlers(kernel.logger)
  routes.use(notFound)
  routes.use(failed)
  return routes
}

function serviceCodeRoutes(routes: Router, { kernel, network, baseUrl }: ControlOptions): void {
  const code = (request: Request) => String(request.params.code)
  const list = () => kernel.read((rx) => viewServiceCodes(rx, network, baseUrl))
  routes.get('/network/service-codes', async (_, response: Response<ServiceCode[]>) => {
    response.json(await list())
  })
  routes.get('/network/service-codes/:code', async (request, response: Response<ServiceCode>) => {
    const found = (await list()).find((candidate) => candidate.code === code(request))
    if (!found) throw new NotFoundError(`No service code ${code(request)}. PUT one to make it.`)
    response.json(found)
  })
  routes.put('/network/service-codes/:code', async (request, response: Response<ServiceCode>) => {
    const { callbackUrl, eventsUrl } = parse(serviceCodeBody, request.body, 'body')
    const wanted = { code: code(request), callbackUrl, eventsUrl: eventsUrl ?? null }
    await kernel.transact((tx) => network.putServiceCode(tx, wanted))
    response.json(wanted)
  })
  routes.delete('/network/service-codes/:code', async (request, response) => {
    await kernel.transact((tx) => network.deleteServiceCode(tx, code(request)))
    response.status(204).end()
  })
}

function clockRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/clock', async (_, response: Response<ClockView>) => {
    response.json(viewClock(await kernel.clock()))
  })
  routes.post('/clock/freeze', async (request, response: Response<ClockView>) => {
    const { at } = parse(freezeBody, request.body, 'body')
    const time = at === undefined ? undefined : instantMilliseconds(at)
    response.json(viewClock(await kernel.freeze(time, { signal: gone(response) })))
  })
  routes.post('/clock/advance', async (request, response: Response<ClockView>) => {
    const { by } = parse(advanceBody, request.body, 'body')
    response.json(viewClock(await kernel.advance(advanceMilliseconds(by), { signal: gone(response) })))
  })
  routes.post('/clock/run', async (request, response: Response<ClockView>) => {
    parse(emptyBody, request.body, 'body')
    response.json(viewClock(await kernel.run({ signal: gone(response) })))
  })
}
